"""Import the Markdown of sites that Hugo, Zola, Jekyll, Pelican, Nikola, Hexo or Eleventy made."""
