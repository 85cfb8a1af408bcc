"""The workbench around the specification `spec_impl`: what searches it, shows it, and compares two versions of it.

Nothing is imported here: each part loads what it needs when it is asked for.
"""

__version__ = "0.1.0"
