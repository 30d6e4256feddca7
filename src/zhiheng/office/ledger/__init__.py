"""The record of every official act."""
