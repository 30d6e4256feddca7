"""Themes: an industry's or territory's records by definition, their precision, and what is frozen."""
