"""Comparison of marks: words by sound, shape, meaning, order and containment; devices by look."""
