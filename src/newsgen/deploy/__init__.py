"""Publish a finished site: send what changed to a target, in an order that breaks no page."""
