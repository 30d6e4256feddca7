"""What the notices tell the apps above them, which they do not know."""

from __future__ import annotations

from django.dispatch import Signal

# Sent once a day with `day` (the date here) and `now`. A day on which no worker ran is not made up
# for: receivers ask what is due *until* the day, so that nothing that fell due meanwhile is missed,
# and the same day may be sent twice (after a crash, or by hand): what they do must be done once.
# A receiver that fails is noted and keeps no other from running.
day_began = Signal()

# Sent with `person` inside the transaction in which they took their mail address back.
address_removed = Signal()
