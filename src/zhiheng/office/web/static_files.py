"""Addresses of static files, each with a digest of its content."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage


class DigestStorage(StaticFilesStorage):
    """Adds `?v=DIGEST`, so browsers may keep a file for long and still see a new one at once."""

    def url(self, name: str | None) -> str:
        """Return the address of a static file; one that does not exist is a bug."""
        found = finders.find(name or "")
        if not found:
            # A ValueError, as Django's own storages raise: WhiteNoise asks and expects that one.
            raise ValueError(f"no static file {name}; was tools/build_static.py run?")
        return f"{super().url(name)}?v={_digest(Path(found), Path(found).stat().st_mtime_ns)}"


@cache
def _digest(path: Path, changed_at: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]
