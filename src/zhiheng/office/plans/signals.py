"""What other apps hear of plans."""

from __future__ import annotations

from django.dispatch import Signal

# An indicator of a plan in force is told in another unit; sent within the change's transaction with
# `indicator`, as it is from now on. Whoever keeps values that do not go into the unit raises.
unit_changed = Signal()
