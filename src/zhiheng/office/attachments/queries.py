"""Where the bytes of attached files are."""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.conf import settings
from django.http import FileResponse

from zhiheng.core.errors import StorageError
from zhiheng.office.attachments.models import Attachment


def folder_of_files() -> Path:
    """Return the folder that holds the bytes."""
    home: Path = settings.ZHIHENG.home
    return home / "attachments"


def path_of(digest: str) -> Path:
    """Return where the bytes with a digest lie."""
    return folder_of_files() / digest[:2] / digest


def content_of(attachment: Attachment) -> bytes:
    """Return the bytes; StorageError where they are gone or are no longer those attached."""
    try:
        content = path_of(attachment.digest).read_bytes()
    except OSError as error:
        raise StorageError.of("attachment.lost", file=attachment.name) from error
    if hashlib.sha256(content).hexdigest() != attachment.digest:
        raise StorageError.of("attachment.changed", file=attachment.name)
    return content


def download(attachment: Attachment) -> FileResponse:
    """Return the answer that gives a file to a browser, always to be saved and never shown."""
    path = path_of(attachment.digest)
    if not path.is_file():
        raise StorageError.of("attachment.lost", file=attachment.name)
    return FileResponse(
        path.open("rb"),
        as_attachment=True,
        filename=attachment.name,
        content_type=attachment.media_type,
    )
