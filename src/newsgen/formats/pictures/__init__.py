"""Pictures as bytes: their credits, what of them is published, and their smaller sizes."""
