"""Start a project: the files of a site of one's own, and the settings of the host that publishes it."""
