"""Import WordPress exports in the format WXR."""
