"""Files of text that a command is given: read whole, in whatever encoding they are in."""

from __future__ import annotations

from pathlib import Path

from zhiheng.core.errors import InputError, NotFoundError
from zhiheng.core.feeds.text_encoding import encoding_of


def text_of(path: Path, *, unreadable: str) -> str:
    """Return the text of a file, with a mark in place of what is damaged.

    Raises `NotFoundError` (`file.not_found`), and `InputError` under the code `unreadable` (values:
    path, received) where the system refuses.
    """
    try:
        with path.open("rb") as handle:
            encoding = encoding_of(handle)
        return path.read_bytes().decode(encoding, "replace")
    except FileNotFoundError as error:
        raise NotFoundError.of("file.not_found", path=path) from error
    except OSError as error:
        raise InputError.of(unreadable, path=path, received=error.strerror) from error
