"""What stands beside one revision of the model, in a process of its own, and answers the questions of the diff.

Rule 1: the model is reached through `spec_impl.interface` alone; only the searches and pictures, which belong to
the tool, use more of it, and a revision for which they do not load is compared without them.
Rule 2: standard library only: the process has nothing else, no environment, and limits of time and memory.
"""
