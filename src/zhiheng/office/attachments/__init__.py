"""Files that people attach to acts: kept once by their digest, read through the act's own page."""
