"""Writing so that it is on the disk: a name in a manifest may then be trusted after a crash."""

from __future__ import annotations

import os
from pathlib import Path


def flush(path: Path) -> None:
    """See that a file, or a folder with the files in it, is on the disk."""
    if path.is_dir():
        for each in sorted(path.iterdir()):
            _flush(each)
    _flush(path)


def replace_text(path: Path, text: str) -> None:
    """Put a text in the place of a file in one step."""
    unfinished = path.with_name(f".{path.name}.unfinished")
    unfinished.write_text(text, encoding="utf-8")
    _flush(unfinished)
    unfinished.replace(path)
    _flush(path.parent)


def free_name(folder: Path, stem: str) -> str:
    """Return a name with a number that nothing in a folder has, not even what nobody names."""
    numbers = (path.name.rpartition("-")[2] for path in folder.glob(f"{stem}-*"))
    taken = (int(number) for number in numbers if number.isdecimal())
    return f"{stem}-{max(taken, default=0) + 1:06}"


def _flush(path: Path) -> None:
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
