"""Check how the files of a site hold together: links, redirects, pictures, weight and the limits of hosts."""
