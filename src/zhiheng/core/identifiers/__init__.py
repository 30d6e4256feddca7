"""Numbers and codes: read in any notation, checked, explained, written in one canonical form.

Each module offers the same verbs for its kind `x`: `parse_x`, `normalise_x`, `x_problems` and
`explain_x`.
"""
