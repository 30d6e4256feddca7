"""The marks of the register made searchable: an index of their words, and the rows they are on."""
