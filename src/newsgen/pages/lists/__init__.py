"""The lists of articles: how they are divided into pages, and what the front page shows."""
