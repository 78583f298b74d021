"""Find the pictures of a web page behind placeholders, and leave in its text each of them once."""

INSIDE = "https://saved.invalid/"
"""Begins the URLs, which no site has, that stand for the pictures inside or beside a saved page while it is read."""
