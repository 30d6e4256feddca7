"""The load of cases: what lies where, how old, how late; and who is reminded of it."""
