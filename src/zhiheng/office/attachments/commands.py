"""Keeping attached files.

The act that needs a file checks who may attach it and records it on the ledger with its digest;
here are only the bytes.
"""

from __future__ import annotations

import errno
import hashlib
import mimetypes
import os
import tempfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path, PurePath
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import ProtectedError, QuerySet

from zhiheng.core.errors import InputError, Problem, StorageError
from zhiheng.office.accounts.models import User
from zhiheng.office.attachments.models import Attachment
from zhiheng.office.attachments.queries import folder_of_files, path_of
from zhiheng.office.attachments.scanning import harm_in

LARGEST_FILE = 50 * 1024 * 1024
LONGEST_NAME = 200
# What can be run on the computer of whoever opens it, whatever its name promises.
REFUSED_ENDINGS = frozenset(
    [
        ".exe",
        ".com",
        ".bat",
        ".cmd",
        ".scr",
        ".msi",
        ".ps1",
        ".vbs",
        ".js",
        ".jar",
        ".lnk",
        ".hta",
        ".html",
        ".htm",
        ".svg",
        ".xhtml",
    ]
)


def check_files(files: Sequence[UploadedFile[Any]]) -> None:
    """Raise with everything that keeps the files from being attached.

    Kind, size, emptiness; what is well in all of that is looked through for harmful content.
    """
    problems = [problem for file in files for problem in _problems(file)]
    if problems:
        raise InputError(*problems)


def attach(*, file: UploadedFile[Any], by: User, on: datetime) -> Attachment:
    """Keep an uploaded file; call it inside the transaction of the act it belongs to."""
    check_files([file])
    return _keep(_given_name(file), file.chunks(), by=by, on=on)


def attach_bytes(*, name: str, content: bytes, by: User, on: datetime) -> Attachment:
    """Keep bytes that did not come through a form."""
    return _keep(PurePath(name).name[-LONGEST_NAME:] or "file", [content], by=by, on=on)


def erase(links: QuerySet[Any]) -> None:
    """Delete rows that point at files by `attachment`, and the files that no other row needs.

    Needed is what a row protects: a line of a case, a paper, the proof of a service, a draft. The
    bytes go with the transaction, where no other attachment has the same.
    """
    files = [each.attachment for each in links.select_related("attachment")]
    links.delete()
    for each in files:
        _erase(each)


def _erase(attachment: Attachment) -> None:
    try:
        attachment.delete()
    except ProtectedError:
        return
    digest = attachment.digest
    if not Attachment.objects.filter(digest=digest).exists():
        transaction.on_commit(lambda: path_of(digest).unlink(missing_ok=True))


def _keep(name: str, chunks: Iterable[bytes], *, by: User, on: datetime) -> Attachment:
    try:
        digest, size = _store(chunks)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise StorageError.of("storage.full", root=folder_of_files()) from error
        raise StorageError.of(
            "storage.refused", root=folder_of_files(), received=error.strerror or error
        ) from error
    return Attachment.objects.create(
        name=name,
        media_type=mimetypes.guess_type(name)[0] or "application/octet-stream",
        size=size,
        digest=digest,
        attached_by=by,
        attached_at=on,
    )


def _store(chunks: Iterable[bytes]) -> tuple[str, int]:
    """Write the bytes under their digest, whole or not at all; return digest and size."""
    folder = folder_of_files()
    folder.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    with tempfile.NamedTemporaryFile(dir=folder, delete=False) as target:
        part = Path(target.name)
        try:
            for chunk in chunks:
                digest.update(chunk)
                size += len(chunk)
                target.write(chunk)
            target.flush()
            os.fsync(target.fileno())
            final = path_of(digest.hexdigest())
            final.parent.mkdir(exist_ok=True)
            part.replace(final)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
    return digest.hexdigest(), size


def _problems(file: UploadedFile[Any]) -> list[Problem]:
    name = _given_name(file)
    found = []
    if PurePath(name).suffix.lower() in REFUSED_ENDINGS:
        found.append(Problem("attachment.kind_refused", {"received": name}))
    if not file.size:
        found.append(Problem("attachment.empty", {"received": name}))
    elif file.size > LARGEST_FILE:
        size, most = str(file.size // 2**20), str(LARGEST_FILE // 2**20)
        found.append(
            Problem("attachment.too_large", {"file": name, "received": size, "expected": most})
        )
    return found or _harm(file, name)


def _harm(file: UploadedFile[Any], name: str) -> list[Problem]:
    """Return what harmful thing a file holds; one that was looked through is not again."""
    if file.__dict__.get("looked_through"):
        return []
    if harm := harm_in(file.chunks(), settings.ZHIHENG.clamd):
        return [Problem("attachment.harmful", {"file": name, "received": harm})]
    file.seek(0)  # whoever reads it next reads it from its beginning
    file.__dict__["looked_through"] = True
    return []


def _given_name(file: UploadedFile[Any]) -> str:
    """Return the last part of a name; the end is kept, so that its ending is."""
    name = PurePath((file.name or "").replace("\\", "/")).name
    # A line break would end the header that a download begins with; a mark that turns the
    # direction of reading would hide the ending.
    name = "".join(each for each in name if each.isprintable()).strip().lstrip(".")
    return name[-LONGEST_NAME:] or "file"
