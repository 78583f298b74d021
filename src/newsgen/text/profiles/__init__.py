"""Make the profile of an article's most telling terms, by which articles are compared."""
