"""The comments of readers on the pages of a site: threads, the form that sends new ones, and what it leads to."""
