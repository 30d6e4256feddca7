"""Who may screen and judge; names are those of `accounts.permissions`."""

from __future__ import annotations

VIEW = "screening.view"
JUDGE = "screening.judge"
SET = "screening.set"
CHECK_DRAFTS = "screening.check_drafts"
ASK_VETO = "screening.ask_veto"
