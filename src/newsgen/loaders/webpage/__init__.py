"""Read a saved HTML page into an article."""
