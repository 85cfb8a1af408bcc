"""A trace as a file: canonical JSON with a published schema, read back only if its outcomes follow (see `codec`)."""
