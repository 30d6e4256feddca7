"""Law and arithmetic: pure Python that knows no Django, no clock and no environment."""
