"""What a web page says of its article: headline, dates, tags, and the places where it says so."""
