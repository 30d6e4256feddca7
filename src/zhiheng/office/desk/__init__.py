"""The desk of those who work on cases: the inbox, and the page of a case with all that is done."""
