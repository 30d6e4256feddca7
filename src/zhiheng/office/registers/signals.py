"""What the registers tell the apps above them, which they do not know."""

from __future__ import annotations

from django.dispatch import Signal

# Sent after an import was finished and its run closed, with `run` (the Import) and `report` (the
# ImportReport). Receivers must not fail the import: what they cannot do now they do later.
import_finished = Signal()
