"""Judge a finished site: what is wrong with its files, and what they no longer say of their sources."""
