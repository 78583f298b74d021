"""Build the preview of a site, and render an edited article before the site is built."""
