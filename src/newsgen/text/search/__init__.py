"""Make of Arabic words the keys by which readers find them."""
