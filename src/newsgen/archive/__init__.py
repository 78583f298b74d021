"""Process all articles together: permanent URLs, taxonomies, related articles and the order of publication."""
