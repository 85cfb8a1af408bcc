"""Write the vectors into the folder named and print their digest: `python -m spec_impl.change.vectors FOLDER`."""

import sys
from pathlib import Path

from .folder import FolderError, write

if __name__ == "__main__":
    try:
        sys.stdout.write(f"{write(Path(sys.argv[1]))}\n")
    except FolderError as refused:
        sys.exit(str(refused))
