"""Files that people upload in the browser, kept as they came for as long as rows name them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path, PurePath
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

LONGEST_NAME = 255  # bytes, on the file systems in use; a Chinese character takes three
LONGEST_ENDING = 16
LONGEST_NUMBER = 8


def keep_uploads(files: Sequence[UploadedFile[Any]], *, on: datetime) -> list[str]:
    """Write uploaded files to a folder of their own and return their paths.

    Only the last part of a name is used, so that no name can lead outside the folder. Files of
    one name, as from several folders, get a number.
    """
    folder: Path = settings.ZHIHENG.home / "uploads" / on.strftime("%Y%m%dT%H%M%S%f")
    folder.mkdir(parents=True, exist_ok=False)
    return [_keep(file, folder) for file in files]


def _keep(file: UploadedFile[Any], folder: Path) -> str:
    given = PurePath((file.name or "").replace("\\", "/")).name.lstrip(".") or "upload"
    path = _free_path(folder, PurePath(given))
    with path.open("xb") as target:
        for chunk in file.chunks():
            target.write(chunk)
    return str(path)


def _free_path(folder: Path, name: PurePath) -> Path:
    ending = "".join(name.suffixes[-2:])[-LONGEST_ENDING:]
    room = LONGEST_NAME - len(ending.encode()) - LONGEST_NUMBER
    stem = name.name.removesuffix(ending).encode()[:room].decode(errors="ignore")
    taken = len(list(folder.iterdir()))
    path = folder / f"{stem}{ending}"
    return folder / f"{stem}-{taken + 1}{ending}" if path.exists() else path
