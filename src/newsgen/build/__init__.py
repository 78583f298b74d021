"""Build the site incrementally: cache, state, staging and output."""
