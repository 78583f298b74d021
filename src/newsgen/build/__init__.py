"""Build the site incrementally: cache, fingerprints, staging and output."""
