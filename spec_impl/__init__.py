"""The 2014 Matrix room-join workflow as a specification that runs.

Nothing is imported here: `import spec_impl.model` loads the standard library only, and each floor above it loads what
it needs when it is asked for.
"""

__version__ = "0.1.0"
