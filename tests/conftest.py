"""What holds for every test: property tests draw the same examples on each run."""

from hypothesis import settings

settings.load_profile("ci")
