"""Readers' comments on a web page, and the form for new ones."""
