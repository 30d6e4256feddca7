"""Notices: what the office tells a person, on these pages and by mail; and the day that begins."""
