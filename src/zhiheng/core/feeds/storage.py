"""A disk that refuses while a feed is staged or compared, told apart from a bad file."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterator
from pathlib import Path

from zhiheng.core.errors import StorageError

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@contextlib.contextmanager
def storage_problems(folder: Path) -> Iterator[None]:
    """Turn what the disk refuses inside into a `StorageError` that names the folder."""
    import duckdb  # here, because processes that only read a feed need `is_full` but not this

    try:
        yield
    except (OSError, duckdb.IOException) as error:
        if is_full(error):
            raise StorageError.of("storage.full", root=folder) from error
        raise StorageError.of("storage.refused", root=folder, received=error) from error


def is_full(error: BaseException) -> bool:
    """Tell whether an error says that no more may be written, by number or in words."""
    if isinstance(error, OSError) and error.errno in FULL:
        return True
    return any(os.strerror(code) in str(error) for code in FULL)
