"""What cases tell the apps above them, which they do not know. All inside the act's transaction."""

from __future__ import annotations

from django.dispatch import Signal

# An act, a stop or a session calls for papers: `case`, `papers` (names), `entry`, `by`, `on`.
papers_wanted = Signal()

# A line was added to the file of a case: `case`, `entry`.
entered = Signal()

# A page of the desk shows a case: `case`, `user`, `on`. Each receiver returns what it knows beside
# it as a list of `showing.Beside`.
beside_wanted = Signal()
