"""What lists write in place of words where a mark has none."""

from __future__ import annotations

DEVICES = ("图形", "图形商标", "图")
# A person may ask for the word 无; where a list says it, there are no words.
WITHOUT_WORDS = (*DEVICES, "无")
