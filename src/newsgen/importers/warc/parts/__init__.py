"""Read web archives in parts, which workers can read at the same time."""
