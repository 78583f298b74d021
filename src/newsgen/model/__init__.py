"""The records that the whole package passes around, and the spelling of every URL of the site."""
