"""Turn a page into HTML: Jinja2 templates, labels, assets and fonts."""
