"""Thematic databases: defined by a query, measured by a sample, frozen, published, kept fresh."""
