"""Sessions as an iCalendar file (RFC 5545), for the calendar programs of officers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

_LONGEST_LINE = 75  # octets, RFC 5545 section 3.1


@dataclass(frozen=True)
class CalendarEvent:
    """One session: its own identifier, when it begins and ends, what and where it is."""

    uid: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    summary: str
    place: str
    description: str
    changed_at: dt.datetime


def calendar_file(events: Iterable[CalendarEvent], *, title: str) -> bytes:
    """Return the file: UTF-8, lines ended by CRLF and folded at 75 octets."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Zhiheng//Sessions//ZH",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{_escaped(title)}",
    ]
    for each in events:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{_escaped(each.uid)}",
            f"DTSTAMP:{_moment(each.changed_at)}",
            f"DTSTART:{_moment(each.starts_at)}",
            f"DTEND:{_moment(each.ends_at)}",
            f"SUMMARY:{_escaped(each.summary)}",
            f"LOCATION:{_escaped(each.place)}",
            f"DESCRIPTION:{_escaped(each.description)}",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines).encode()


def _moment(at: dt.datetime) -> str:
    return f"{at.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    plain = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return plain.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n")


def _folded(line: str) -> str:
    """Return a line broken so that none is longer than allowed; no character is split."""
    parts, part, size = [], "", 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > _LONGEST_LINE:
            parts.append(part)
            part, size = " ", 1
        part += letter
        size += octets
    return "\r\n".join([*parts, part])
