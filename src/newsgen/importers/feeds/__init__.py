"""Import exports of Blogger, and feeds in RSS and Atom, entry by entry."""
