"""The frame of all pages."""
