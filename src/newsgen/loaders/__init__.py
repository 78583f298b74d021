"""Read the files of a project into records."""
