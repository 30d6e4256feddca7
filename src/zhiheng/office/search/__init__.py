"""Searching all registers from one box, saved searches, and alerts of what is new."""
