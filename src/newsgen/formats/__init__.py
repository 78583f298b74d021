"""YAML, Markdown and HTML, read and written; knows no article."""
