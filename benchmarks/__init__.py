"""What is measured against peers; never a timed test."""
