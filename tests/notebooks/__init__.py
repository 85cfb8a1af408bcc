"""What keeps the stored outputs of the notebooks true."""
