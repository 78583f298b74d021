"""Read web archives: WARC, ARC and WACZ."""
