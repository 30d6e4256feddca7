"""To which branches of the strategic emerging industries a patent belongs, and by what."""
