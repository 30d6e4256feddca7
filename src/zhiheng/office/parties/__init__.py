"""Parties: who stands behind the names in the registers, and what people decide about it."""
