"""Are goods and services similar? By China's table of similar goods, as data."""
