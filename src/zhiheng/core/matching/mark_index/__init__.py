"""Finding the nearest of millions of marks: keys to nominate candidates, then the exact score."""
