"""Read WordPress exports (WXR)."""
