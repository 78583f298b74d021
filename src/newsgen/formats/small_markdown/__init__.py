"""The small Markdown of readers' comments, in which everything else stays text."""
