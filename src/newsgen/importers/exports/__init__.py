"""Import exports of Ghost, Medium and Substack."""
