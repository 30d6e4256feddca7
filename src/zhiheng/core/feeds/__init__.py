"""Feeds: from files in official formats to rows of registers, one module a format."""
