"""Prove what becomes of the addresses of a former site: a page, a redirect, or nothing."""
