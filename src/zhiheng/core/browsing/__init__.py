"""Browsing the registers: filters, pages, records and where they came from."""
