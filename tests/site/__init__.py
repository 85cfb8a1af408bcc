"""The site as it is built: its links, its bytes, what it says of clauses, and how it looks and behaves in a browser."""
