"""Import saved pages, WordPress exports and web archives as files of content/ and seeds/."""
