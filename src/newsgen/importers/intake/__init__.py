"""Take imported articles into a project: compare each with what is there, name its files and write them."""
