"""Turn captured Arabic news articles into a permanent static site."""

__version__ = "0.1.0"
