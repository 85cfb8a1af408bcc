"""The behavioural diff: two revisions of the model, each in a process of its own, led through the same runs.

`compare` takes two folders that hold a package `model`; `revisions` makes such folders from a repository.
"""
