"""What a change to the specification does: vectors for others to run, and reports on what moved."""
