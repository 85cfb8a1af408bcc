"""The document of a diff as a person reads it: Markdown for pull requests and job summaries.

Rule 1: a document may come from anybody, so every word of it is escaped here, and none is taken for markup.
Rule 2: standard library and picture values only: what renders a stranger's document runs no rule and no revision.
"""

from .markdown import full, short

__all__ = ["full", "short"]
