"""The colours of documents, as six hexadecimal digits; the same in Word and in PDF.

Chosen so that tones differ in lightness too and stay apart in a grey print; whatever a colour says
stands beside it in words.
"""

from __future__ import annotations

from zhiheng.core.documents.model import Chart, Tone

TEXT = "000000"
QUIET = "595959"
RULE = "7F7F7F"
SHADE = "EDF1F6"
# The red of letterheads on official papers.
OFFICIAL = "C8161D"
TONES: dict[Tone, str] = {
    "good": "2B8A3E",
    "warning": "E67700",
    "bad": "C92A2A",
    "unknown": "868E96",
}
SERIES = ("1F4E79", "C55A11", "5B9BD5", "7F6000", "538135", "7030A0")


def series_colours(chart: Chart) -> list[str]:
    """Return the colour of each series: its tone's, else the next of the row."""
    plain = iter(range(len(chart.series)))
    return [
        TONES[each.tone] if each.tone else SERIES[next(plain) % len(SERIES)]
        for each in chart.series
    ]
