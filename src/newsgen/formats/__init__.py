"""Read and write YAML, Markdown and HTML, without knowing what an article is."""
