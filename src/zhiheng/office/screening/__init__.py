"""Screening of filings: what was found, who was heard, what a person decided."""
