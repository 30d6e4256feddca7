"""The rows of the register of marks beside the index of their words: which rows bear a text.

    rows-000003/
      rows.arrow    number, nice_class, mark_text, filing_date, one line a row
      texts.bin     (2, rows): the text of each row in the index, and that of its English words; -1
      order.bin     rows in the order of their texts
      begins.bin    where in `order` the rows of each text begin

All of it is memory-mapped; rows of other offices than the home one and marks without words are not
in it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from zhiheng.core.matching.mark_index.segment import damaged, mapped

Numbers = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
COLUMNS = ("number", "nice_class", "mark_text", "filing_date")
_ARRAYS = ("texts", "order", "begins")


@dataclass(frozen=True)
class Rows:
    """The rows in which marks stand; see the module."""

    table: pa.Table
    texts: Numbers
    order: Numbers
    begins: Numbers

    def __len__(self) -> int:
        """Return how many rows there are."""
        return int(self.table.num_rows)

    def of_text(self, text: int) -> Numbers:
        """Return the rows that bear a text of the index."""
        if text + 1 >= len(self.begins):
            return np.zeros(0, np.int64)
        return self.order[self.begins[text] : self.begins[text + 1]]

    def values(self, rows: Numbers) -> list[dict[str, Any]]:
        """Return some rows as plain data."""
        found: list[dict[str, Any]] = self.table.take(pa.array(rows)).to_pylist()
        return found

    def narrowed(
        self, *, nice_classes: Collection[str] = (), filed_before: date | None = None
    ) -> Mask:
        """Return which rows are of some classes, and filed before a day.

        What is not given does not narrow; a row without a day of filing was filed before none.
        """
        mask = np.ones(len(self), np.bool_)
        if nice_classes:
            wanted = pa.array(sorted(nice_classes), pa.string())
            mask &= pc.is_in(self.table["nice_class"], value_set=wanted).to_numpy()
        if filed_before is not None:
            mask &= self._filed < np.datetime64(filed_before)
        return mask

    def texts_of(self, mask: Mask, texts: int) -> Mask:
        """Return which of so many texts stand in rows of a mask."""
        found = np.zeros(texts + 1, np.bool_)  # the last for rows without a text
        for column in self.texts:
            found[column[mask]] = True
        return found[:-1]

    @cached_property
    def _filed(self) -> npt.NDArray[np.datetime64]:
        days = self.table["filing_date"].fill_null(date.max)
        return np.asarray(days.to_numpy().astype("datetime64[D]"))


def rows_of(table: pa.Table, all_texts: pa.Array, english: pa.ChunkedArray) -> Rows:
    """Put rows beside the texts of an index, the columns of `table` being `COLUMNS`."""
    texts = np.stack([_places(table["mark_text"], all_texts), _places(english, all_texts)])
    borne = texts.reshape(-1)
    of = np.tile(np.arange(table.num_rows), 2)[borne >= 0]
    borne = borne[borne >= 0]
    order = of[np.argsort(borne, kind="stable")]
    begins = np.cumsum([0, *np.bincount(borne, minlength=len(all_texts)).tolist()], dtype=np.int64)
    return Rows(table, texts, order, begins)


def write_rows(rows: Rows, place: Path) -> None:
    """Write rows to a folder, which is made."""
    place.mkdir(parents=True)
    for name in _ARRAYS:
        array: Numbers = getattr(rows, name)
        array.astype(np.int64).tofile(place / f"{name}.bin")
    with (
        (place / "rows.arrow").open("wb") as handle,
        pa.ipc.new_file(handle, rows.table.schema) as writer,
    ):
        writer.write_table(rows.table)


def read_rows(place: Path) -> Rows:
    """Map rows into memory; `StorageError` where the files are not whole."""
    try:
        table = pa.ipc.open_file(pa.memory_map(str(place / "rows.arrow"))).read_all()
    except (OSError, pa.ArrowInvalid) as error:
        raise damaged(place / "rows.arrow") from error
    arrays: Mapping[str, Numbers] = {
        name: mapped(place / f"{name}.bin", np.int64) for name in _ARRAYS
    }
    begins = arrays["begins"]
    whole = begins.size and begins[-1] == len(arrays["order"])
    if not whole or arrays["texts"].size != 2 * table.num_rows:
        raise damaged(place)
    return Rows(table, arrays["texts"].reshape(2, -1), arrays["order"], arrays["begins"])


def _places(values: pa.ChunkedArray, all_texts: pa.Array) -> Numbers:
    wanted = values.cast(pa.large_string())
    found = pc.fill_null(pc.index_in(wanted, value_set=all_texts, skip_nulls=True), -1)
    return np.asarray(found.to_numpy(), np.int64)
