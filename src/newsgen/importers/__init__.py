"""Convert foreign archives into files of content/ and seeds/."""
