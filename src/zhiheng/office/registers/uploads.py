"""Files that people upload in the browser, kept as they came for as long as rows name them."""

from __future__ import annotations

import errno
import itertools
import shutil
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path, PurePath
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from zhiheng.core.errors import StorageError

LONGEST_NAME = 255  # bytes, on the file systems in use; a Chinese character takes three
LONGEST_ENDING = 16
LONGEST_NUMBER = 8


def keep_uploads(files: Sequence[UploadedFile[Any]], *, on: datetime) -> list[str]:
    """Write uploaded files to a folder of their own and return their paths.

    Only the last part of a name is used, so that no name can lead outside the folder. Files of
    one name, as from several folders, get a number.
    """
    folder: Path = settings.ZHIHENG.home / "uploads" / on.strftime("%Y%m%dT%H%M%S%f")
    try:
        folder.mkdir(parents=True, exist_ok=False)
        return [_keep(file, folder) for file in files]
    except OSError as error:
        shutil.rmtree(folder, ignore_errors=True)  # nobody would ever ask for half of them
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise StorageError.of("storage.full", root=folder.parent) from error
        raise StorageError.of(
            "storage.refused", root=folder.parent, received=error.strerror or error
        ) from error


def _keep(file: UploadedFile[Any], folder: Path) -> str:
    given = PurePath((file.name or "").replace("\\", "/")).name.lstrip(".") or "upload"
    given = given.replace("!", "！")  # what parts an archive from its members in a row's source
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
    numbered = (f"{stem}-{number}{ending}" for number in itertools.count(taken + 1))
    names = itertools.chain([f"{stem}{ending}"], numbered)
    return next(path for name in names if not (path := folder / name).exists())
