"""The stories, one module for each workflow; the order of modules and of functions is the order of the manifest.

Each is a run that a test may ask about and that `roomspec vectors` writes as a file. Nothing here asserts, and nothing
is imported from the tests, since the command loads this folder by itself.
"""

from roomspec.change.vectors import Story

from . import acceptance, discovery, ending, faults, invitation, knock, private, public_join

WORKFLOWS = (discovery, invitation, acceptance, public_join, knock, private, ending, faults)

STORIES: tuple[Story, ...] = tuple(
    story for workflow in WORKFLOWS for story in vars(workflow).values() if isinstance(story, Story)
)
"""Every vector, before it is written."""
