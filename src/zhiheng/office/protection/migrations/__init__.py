"""Migrations of the protection list."""
