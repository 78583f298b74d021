"""The incremental build: cache, fingerprints, staging and output."""
