"""Supervision: measures broken into tasks, reported with evidence, reminded and escalated."""
