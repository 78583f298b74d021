"""Carry out what an editor decides about the files of content/."""
