"""Scripted edits: what somebody would write by hand to add something, as data, and what applies them to a copy."""
