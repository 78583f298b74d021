"""What Markdown embeds from elsewhere: players, shortcodes, and HTML and markup that no article may have."""
