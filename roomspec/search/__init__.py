"""What is asked of the specification as a whole: here, so far, the world as it would be without a room."""
