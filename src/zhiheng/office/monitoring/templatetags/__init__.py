"""Template tags of the cockpit of plans."""
