"""Template tags of screening."""
