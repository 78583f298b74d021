"""Check the rules for pages in Arabic that a script can check."""
