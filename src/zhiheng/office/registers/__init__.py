"""Registers: lists, records, imports and what they set aside."""
