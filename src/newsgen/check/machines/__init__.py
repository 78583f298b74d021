"""Check what a site says to machines: feeds, the sitemap, structured data, and the tags of shared cards."""
