"""What a reader can do with a stepper: the session, the texts that leave it, and the buttons."""
