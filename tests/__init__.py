"""The tests: they mirror `spec_impl/`, one module for each module there."""
