"""Marks as images: reading them safely, fingerprints of how they look, comparison and search."""
