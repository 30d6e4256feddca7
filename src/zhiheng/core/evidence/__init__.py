"""What lets anyone check that a record stands as written: digests, trees, signatures, times."""
