"""Yearly progress reports of plans: figures frozen in a snapshot, words, files, their issue."""
