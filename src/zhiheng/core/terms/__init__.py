"""Legal terms: from a length, a regime, a calendar and what stopped the clock to a due date.

lengths      15d, 5wd, 3m, 10y, 24h
regimes      how an instrument counts: start day, months, rest days, presumed service
calendars    the declared calendars, read into `zhiheng.core.calendar.Calendar`
suspensions  what stops the clock, and what lengthens the term
engine       compute a due date, or the latest day before an event
deadline     a due date with the events that made it
narration    those events as sentences in Chinese and English
written      one question in writing: text in, deadline out
clocks       several terms running on one matter
"""
