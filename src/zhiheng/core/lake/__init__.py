"""The lake: one Delta table a register, written whole or not at all, readable as of any commit."""
