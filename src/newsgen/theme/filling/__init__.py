"""Fill Jinja2 templates: as Jinja2 does, or by functions made for what all pages of a build share."""
