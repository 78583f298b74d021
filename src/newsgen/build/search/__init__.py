"""Build the index that readers search in their browser."""
