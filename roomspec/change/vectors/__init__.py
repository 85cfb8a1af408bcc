"""Vectors: runs of the specification as files that an implementer in any language can follow.

Rule 1: a vector is a real run from an empty town; nobody types an outcome in.
Rule 2: the folder is written by the tool and never by hand, and is stale as soon as a byte of it would change.
"""

from .folder import stale, vector_files, write
from .story import FolderError, Story, about, stories_of_checkout

__all__ = ["FolderError", "Story", "about", "stale", "stories_of_checkout", "vector_files", "write"]
