"""Import web archives in the formats WARC, ARC and WACZ."""
