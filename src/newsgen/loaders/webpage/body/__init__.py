"""Find the text of the article on a saved web page and clean it."""
