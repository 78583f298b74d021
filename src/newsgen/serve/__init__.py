"""Preview a project while it is edited: build, serve to this machine, and reload the browser."""
