"""All articles together: URLs for good, taxonomies, related articles, order."""
