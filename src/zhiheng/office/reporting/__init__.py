"""Reported indicators: asked of departments on a schedule, checked, signed off, corrected."""
