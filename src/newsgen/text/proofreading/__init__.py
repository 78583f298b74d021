"""Find mistakes of writing in Arabic texts: wrong punctuation, damaged letters, and headlines that reorder."""
