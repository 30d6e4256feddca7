"""Themes: the records of an industry or territory, by definition, and how precise it is."""
