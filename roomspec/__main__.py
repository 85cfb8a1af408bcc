"""`python -m roomspec` is the command `roomspec`, and nothing else is written here."""

from .cli import main

if __name__ == "__main__":
    main()
