"""Share work among processes: those of this machine, or those of a cluster."""
