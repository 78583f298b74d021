"""Compare a finished site with the sources that its receipt names, and proofread these."""
