"""Plans: what a plan document promises, decided by a clerk beside the document."""
