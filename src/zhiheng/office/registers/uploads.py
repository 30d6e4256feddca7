"""Files that people upload in the browser, kept as they came for as long as rows name them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path, PurePath
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile


def keep_uploads(files: Sequence[UploadedFile[Any]], *, on: datetime) -> list[str]:
    """Write uploaded files to a folder of their own and return their paths.

    Only the last part of a name is used, so that no name can lead outside the folder.
    """
    folder: Path = settings.ZHIHENG.home / "uploads" / on.strftime("%Y%m%dT%H%M%S%f")
    folder.mkdir(parents=True, exist_ok=False)
    return [_keep(file, folder) for file in files]


def _keep(file: UploadedFile[Any], folder: Path) -> str:
    name = PurePath((file.name or "upload").replace("\\", "/")).name.lstrip(".") or "upload"
    path = folder / name
    with path.open("xb") as target:
        for chunk in file.chunks():
            target.write(chunk)
    return str(path)
