"""Share an article, and cite it in a reference manager."""
