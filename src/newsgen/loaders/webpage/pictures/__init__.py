"""Pictures and films of web pages: found behind placeholders, with their captions, each once."""
