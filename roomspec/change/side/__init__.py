"""What stands beside one revision of the specification, in a process of its own, and answers the questions of the diff.

Rule 1: the revision is reached through `spec_impl.interface` alone; only `search`, which belongs to the tool, uses
more of it, and a revision for which it does not load is compared without it.
Rule 2: standard library only: the process has nothing else, no environment, and limits of time and memory.
"""
