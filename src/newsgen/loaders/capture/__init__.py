"""Read a plain-text capture of a news page into an article, line by line."""
