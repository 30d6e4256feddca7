"""Indicators: the cockpit and the pages of figures."""
