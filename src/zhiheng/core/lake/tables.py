"""Reading and writing the tables of the lake.

Every write is one Delta commit: a reader sees the table before it or after it, a process killed
in the middle leaves files that no commit names. The commit's metadata keeps which import wrote it.
"""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pyarrow as pa
from deltalake import (
    CommitProperties,
    DeltaTable,
    PostCommitHookProperties,
    WriterProperties,
    write_deltalake,
)
from deltalake.exceptions import DeltaError, TableNotFoundError

from zhiheng.core.declarations.models import Register
from zhiheng.core.errors import ConflictError, NotFoundError, PersonError, StorageError
from zhiheng.core.lake.schema import table_schema

# zstd level 1 writes Chinese text about as fast as snappy and a third smaller. Row groups are
# small, so that the newest page of a table that lies in the order of its list reads one of them.
WRITING = WriterProperties(compression="ZSTD", compression_level=1, max_row_group_size=20_480)

# Delta forgets commits after 30 days unless told otherwise; "as of" any day needs all of them. The
# writer is told with every commit, because only tables made since keep it in their configuration;
# that is for other programs which write to the lake.
KEEPING_HISTORY = PostCommitHookProperties(create_checkpoint=True, cleanup_expired_logs=False)
CONFIGURATION = {
    "delta.enableExpiredLogCleanup": "false",
    "delta.logRetentionDuration": "interval 36500 days",
    "delta.deletedFileRetentionDuration": "interval 36500 days",
}

# The column by which rows given to `exchange` say that they are to be taken away.
GONE = "gone"


@dataclass(frozen=True)
class Commit:
    """One version of a table: when it was written and what the writer noted about it."""

    version: int
    at: datetime
    notes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Size:
    """How many rows the newest version of a table has, and when it was written."""

    rows: int
    written_at: datetime


@dataclass(frozen=True)
class Lake:
    """A folder or an object-store address that holds one Delta table a register."""

    root: str
    options: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_local(self) -> bool:
        """Tell whether the lake lies on this machine's file system."""
        return "://" not in self.root

    def address(self, register: str) -> str:
        """Return where the table of a register lies."""
        return f"{self.root.rstrip('/')}/{register}"

    def open(self, register: str, *, version: int | None = None) -> DeltaTable | None:
        """Open a table at its newest or at an earlier version; None where nothing was stored."""
        try:
            return DeltaTable(
                self.address(register), version=version, storage_options=dict(self.options)
            )
        except TableNotFoundError as error:
            if version is None or self.open(register) is None:
                return None
            raise _unknown_version(register, version) from error
        except (DeltaError, OverflowError) as error:
            if version is None:
                raise StorageError.of(
                    "storage.unreadable", root=self.root, received=error
                ) from error
            raise _unknown_version(register, version) from error
        except OSError as error:
            raise StorageError.of("storage.unreadable", root=self.root, received=error) from error

    def refresh(self, table: DeltaTable) -> None:
        """Bring an open table to its newest version."""
        try:
            table.update_incremental()
        except (DeltaError, OSError) as error:
            raise StorageError.of("storage.unreadable", root=self.root, received=error) from error

    def files(self, table: DeltaTable) -> tuple[str, ...]:
        """Return the addresses of the files that a table is made of; on a disk, their paths."""
        addresses = table.file_uris()
        # Delta writes them as URIs, in which 知衡 and a blank are percent signs and digits.
        return tuple(map(unquote, addresses) if self.is_local else addresses)

    def version(self, register: str) -> int | None:
        """Return the newest version of a table, or None where nothing was stored."""
        table = self.open(register)
        return None if table is None else int(table.version())

    def version_at(self, register: str, at: datetime) -> int | None:
        """Return the version that was the newest at a moment; None before the first."""
        known = [commit.version for commit in self.commits(register) if commit.at <= at]
        return max(known, default=None)

    def commits(self, register: str) -> list[Commit]:
        """Return every commit of a table, newest first."""
        table = self.open(register)
        return [] if table is None else [_commit(entry) for entry in table.history()]

    def size(self, register: str) -> Size | None:
        """Return how large a table is, read from its log alone; None where nothing was stored."""
        table = self.open(register)
        if table is None:
            return None
        return Size(int(table.count()), _commit(table.history(1)[0]).at)

    def append(
        self, register: Register, rows: pa.RecordBatchReader, *, notes: Mapping[str, str]
    ) -> None:
        """Add rows in one commit; the caller has made sure that their keys are new."""
        with _storage_problems(self.root):
            write_deltalake(
                self.address(register.name),
                rows,
                mode="append",
                schema_mode="merge",
                storage_options=dict(self.options),
                configuration=CONFIGURATION,
                writer_properties=WRITING,
                commit_properties=CommitProperties(custom_metadata=dict(notes)),
                post_commithook_properties=KEEPING_HISTORY,
            )

    def upsert(
        self, register: Register, rows: pa.RecordBatchReader, *, notes: Mapping[str, str]
    ) -> None:
        """Replace the rows whose key is stored already and add the others, in one commit."""
        table = self.open(register.name)
        if table is None:
            self.append(register, rows, notes=notes)
            return
        same_key = " AND ".join(f"stored.{name} = given.{name}" for name in register.key)
        with _storage_problems(self.root):
            (
                table.merge(
                    rows,
                    predicate=same_key,
                    source_alias="given",
                    target_alias="stored",
                    merge_schema=True,  # a declaration may have gained columns
                    writer_properties=WRITING,
                    commit_properties=CommitProperties(custom_metadata=dict(notes)),
                    post_commithook_properties=KEEPING_HISTORY,
                )
                .when_matched_update_all()
                .when_not_matched_insert_all()
                .execute()
            )

    def exchange(
        self, register: Register, rows: pa.RecordBatchReader, *, notes: Mapping[str, str]
    ) -> None:
        """Take away the stored rows whose key comes with `GONE`, put the others in, in one commit.

        The stored table has the columns that the register declares.
        """
        table = self.open(register.name)
        assert table is not None, "only what is stored can be exchanged"
        same_key = " AND ".join(f"stored.{name} = given.{name}" for name in register.key)
        values = {name: f"given.{name}" for name in table_schema(register).names}
        stays = f"NOT given.{GONE}"
        with _storage_problems(self.root):
            (
                table.merge(
                    rows,
                    predicate=same_key,
                    source_alias="given",
                    target_alias="stored",
                    writer_properties=WRITING,
                    commit_properties=CommitProperties(custom_metadata=dict(notes)),
                    post_commithook_properties=KEEPING_HISTORY,
                )
                .when_matched_delete(predicate=f"given.{GONE}")
                .when_matched_update(values, predicate=stays)
                .when_not_matched_insert(values, predicate=stays)
                .execute()
            )

    def replace(
        self, register: Register, rows: pa.RecordBatchReader, *, notes: Mapping[str, str]
    ) -> None:
        """Put other rows in the place of all rows, in one commit; earlier versions stay."""
        with _storage_problems(self.root):
            write_deltalake(
                self.address(register.name),
                rows,
                mode="overwrite",
                schema_mode="overwrite",
                storage_options=dict(self.options),
                configuration=CONFIGURATION,
                writer_properties=WRITING,
                commit_properties=CommitProperties(custom_metadata=dict(notes)),
                post_commithook_properties=KEEPING_HISTORY,
            )

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the lake for one writer; a second one is told so at once.

        On an object store there is no lock to hold. Delta's commit protocol keeps every commit
        whole, but of two imports of the same new rows it would let both append: run one at a time.
        """
        if not self.is_local:
            yield
            return
        import fcntl

        Path(self.root).mkdir(parents=True, exist_ok=True)
        with (Path(self.root) / ".writing").open("w") as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                raise ConflictError.of("lake.busy") from error
            yield


def empty_rows(register: Register) -> pa.RecordBatchReader:
    """Return no rows, in the shape of the register's table."""
    return table_schema(register).empty_table().to_reader()


def _unknown_version(register: str, version: int) -> PersonError:
    return NotFoundError.of("lake.version_unknown", register=register, received=version)


def _commit(entry: Mapping[str, Any]) -> Commit:
    known = {"timestamp", "version", "operation", "operationParameters", "operationMetrics"}
    notes = {name: str(value) for name, value in entry.items() if name not in known}
    at = datetime.fromtimestamp(entry["timestamp"] / 1000).astimezone()
    return Commit(int(entry["version"]), at, notes)


@contextlib.contextmanager
def _storage_problems(root: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StorageError.of("storage.refused", root=root, received=error) from error
    except DeltaError as error:
        if "Python exception" in str(error):
            raise  # a bug in the code that produces the rows, not the storage's fault
        if _is_full(str(error)):
            raise StorageError.of("storage.full", root=root) from error
        raise ConflictError.of("lake.commit_failed", received=error) from error


def _is_full(message: str) -> bool:
    return any(os.strerror(code) in message for code in (errno.ENOSPC, errno.EFBIG, errno.EDQUOT))
