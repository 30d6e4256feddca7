"""Marks: comparing them, the nearest earlier ones, and whose they are."""
