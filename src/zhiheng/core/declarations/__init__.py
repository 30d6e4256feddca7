"""Declarations: what an office edits instead of code, read, checked and looked up by date."""
