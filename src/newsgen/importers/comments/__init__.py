"""Import the comments that form services and other comment systems have exported."""
