"""Find the articles related to each article, by text and by title."""
