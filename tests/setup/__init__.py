"""The installation itself: one lock, and the files that must agree with it."""
