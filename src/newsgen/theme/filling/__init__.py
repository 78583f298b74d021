"""Fill Jinja2 templates: as Jinja2 does, or by functions made for what all pages of a build share.

The way of a template, each step in its module:
`templates` fills each page: by a function if there is one, otherwise in the ordinary way, which explains errors.
`environment` is that ordinary way, with less of Jinja2; `own_fields` shows it the fields of an article.
`functions` counts the pages of a template, and has its function made when there are enough.
`page_code` makes the function in the three steps that follow.
`merging` puts a template, its parents, includes and macros into one syntax tree; `trees` reads and copies trees.
`folding` replaces what is the same on every page by its value, and `kept_loops` marks loops whose parts recur.
`page_code` compiles the tree that is left, and `kept_parts` keeps the parts of marked loops.
A template that a step does not understand, or whose function fails, is filled in the ordinary way: the bytes are equal.
"""
