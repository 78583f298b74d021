"""Plan which pages and files a site has, and exactly what each of them shows."""
