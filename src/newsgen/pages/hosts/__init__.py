"""Plan the files that tell the host of the site how to serve it."""
