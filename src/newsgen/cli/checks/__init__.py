"""What `newsgen check` does besides running the checks, and how their findings are printed."""
