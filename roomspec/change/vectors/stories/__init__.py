"""The stories, one module for each workflow; the order of modules and of functions is the order of the manifest."""

from types import ModuleType

from ..story import Story
from . import acceptance, discovery, ending, faults, invitation, knock, private, public_join

WORKFLOWS: tuple[ModuleType, ...] = (
    discovery,
    invitation,
    acceptance,
    public_join,
    knock,
    private,
    ending,
    faults,
)

STORIES: tuple[Story, ...] = tuple(
    story for workflow in WORKFLOWS for story in vars(workflow).values() if isinstance(story, Story)
)
"""Every vector, before it is written."""
