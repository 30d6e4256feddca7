"""Papers of cases: drafted from templates, edited in Word, signed, issued, served, verified."""
