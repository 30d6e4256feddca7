"""Zip packages whose bytes depend on nothing but their parts."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

# The earliest time a zip can state; the packages state theirs inside.
_NO_TIME = (1980, 1, 1, 0, 0, 0)


def without_times(package: bytes, replaced: Mapping[str, bytes] | None = None) -> bytes:
    """Return a zip with the same parts in the same order, no time on any, some parts replaced."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as source, zipfile.ZipFile(target, "w") as made:
        for name in source.namelist():
            part = zipfile.ZipInfo(name, _NO_TIME)
            part.compress_type = zipfile.ZIP_DEFLATED
            part.create_system = 0  # or the file would tell on which system it was made
            made.writestr(part, (replaced or {}).get(name, source.read(name)))
    return target.getvalue()
