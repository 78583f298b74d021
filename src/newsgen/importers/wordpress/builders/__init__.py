"""Read what page builders of WordPress keep: elements, their settings, and the data in which they are stored."""
