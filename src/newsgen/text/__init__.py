"""Process Arabic text, dates, encodings, word stems and URLs, without importing the other rooms of newsgen."""
