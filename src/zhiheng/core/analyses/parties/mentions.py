"""Mentions: every name of a party in every record, as columns of numbers over tables of texts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import ibis
import ibis.expr.types as ir
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from zhiheng.core.characters import fold, is_han
from zhiheng.core.declarations.catalogue import Catalogue
from zhiheng.core.declarations.models import Column, Register
from zhiheng.core.engine import DuckEngine, Engine
from zhiheng.core.identifiers.name_kinds import ALREADY_HIDDEN, is_organisation
from zhiheng.core.identifiers.uscc import uscc_problems

Codes: TypeAlias = npt.NDArray[np.int32]
Flags: TypeAlias = npt.NDArray[np.bool_]
KEY_SEPARATOR = "~"  # between the parts of a record's key, as addresses carry it
NONE = -1
# Only bodies are named so; of the others the name itself tells.
BODIES = ("agency", "enterprise")
# Whose addresses a record gives, in the order of the names.
HOUSED = ("applicant", "owner", "producer", "enterprise")
LISTS = ("strings", "texts")


@dataclass(frozen=True)
class PartyColumn:
    """A column that names parties; `code` and `address` are the columns that tell more of them."""

    register: Register
    column: Column
    code: str = ""
    address: str = ""

    @property
    def role(self) -> str:
        """Return as what the named stand in the record."""
        return str(self.column.party)


@dataclass(frozen=True)
class Mentions:
    """All mentions; arrays of one length, codes into the tables, `NONE` where nothing is known.

    `record` counts into `records` (register, key, day, division), `name` into `names` as written,
    `folded` into `folded_names`, `uscc` into `usccs`, `address` into `addresses`.
    """

    columns: tuple[PartyColumn, ...]
    records: pa.Table
    names: list[str]
    folded_names: list[str]
    usccs: list[str]
    addresses: list[str]
    record: Codes
    column: Codes
    place: Codes
    name: Codes
    folded: Codes
    uscc: Codes
    address: Codes
    person: Flags

    def __len__(self) -> int:
        return len(self.record)


@dataclass
class _Gathered:
    """What was read so far, part by part."""

    records: list[pa.Table] = field(default_factory=list)
    count: int = 0
    numbers: dict[str, list[Codes]] = field(
        default_factory=lambda: {"record": [], "column": [], "place": []}
    )
    texts: dict[str, list[pa.Array]] = field(
        default_factory=lambda: {"name": [], "uscc": [], "address": []}
    )


def party_columns(catalogue: Catalogue) -> list[PartyColumn]:
    """Return every column of a register that is imported or folded and names parties."""
    return [
        PartyColumn(register, column, _code_of(register, column), _address_of(register, column))
        for _, register in sorted(catalogue.registers.items())
        if not register.derived_from
        for column in register.columns
        if column.party
    ]


def fold_name(name: str) -> str:
    """Return the form in which names are the same name: folded, without needless blanks."""
    words = fold(name).split()
    if any(is_han(word[0]) for word in words):
        return "".join(words)
    return " ".join(words)


def read_mentions(
    engine: Engine, catalogue: Catalogue, chosen: Mapping[str, ir.Table] | None = None
) -> Mentions:
    """Read all mentions; `chosen` gives, by register, the rows to read in place of all rows."""
    columns = party_columns(catalogue)
    gathered = _Gathered()
    for name in dict.fromkeys(each.register.name for each in columns):
        register = catalogue.register(name)
        if chosen is not None and name not in chosen:
            continue
        table = engine.table(register) if chosen is None else chosen[name]
        own = [(place, each) for place, each in enumerate(columns) if each.register is register]
        for batch in _batches(engine, _selected(table, register, [each for _, each in own])):
            _gather(gathered, batch, register, own)
    return _finished(gathered, tuple(columns))


def mentions_of_rows(rows: pa.Table, catalogue: Catalogue) -> Mentions:
    """Return mentions as they were when these rows of `party-mentions` were stored."""
    columns = tuple(party_columns(catalogue))
    place_of = {(each.register.name, each.column.name): at for at, each in enumerate(columns)}
    titles = zip(rows["register"].to_pylist(), rows["column"].to_pylist(), strict=True)
    name, names = _encoded(rows["name"].chunks)
    uscc, usccs = _encoded(rows["uscc"].chunks)
    address, addresses = _encoded(rows["address"].chunks)
    folded, folded_names = _encoded(rows["name_key"].chunks)
    return Mentions(
        columns=columns,
        records=pa.table(
            {
                "register": rows["register"],
                "record": rows["record"],
                "on": rows["day"],
                "division": rows["division"],
            }
        ).combine_chunks(),
        names=names,
        folded_names=folded_names,
        usccs=usccs,
        addresses=addresses,
        record=np.arange(rows.num_rows, dtype=np.int32),
        column=np.array([place_of.get(title, 0) for title in titles], np.int32),
        place=rows["position"].to_numpy().astype(np.int32),
        name=name,
        folded=folded,
        uscc=uscc,
        address=address,
        person=np.array([kind == "person" for kind in rows["kind"].to_pylist()], np.bool_),
    )


def _code_of(register: Register, column: Column) -> str:
    if column.party_code:
        return column.party_code
    if column.party_also:
        return _code_of(register, register.column(column.party_also))
    own = f"{column.name}_uscc"
    return own if column.type not in LISTS and register.has_column(own) else ""


def _address_of(register: Register, column: Column) -> str:
    name = "addresses" if column.type in LISTS else "address"
    return name if column.party in HOUSED and register.has_column(name) else ""


def _selected(table: ir.Table, register: Register, columns: list[PartyColumn]) -> ir.Table:
    key = ibis.literal(KEY_SEPARATOR).join([table[name].cast("string") for name in register.key])
    sort = register.column(register.sort)
    on = table[sort.name] if sort.type == "date" else ibis.null("date")
    own = register.has_column("division")
    division = table.division if own else ibis.null("string")
    names = {name for each in columns for name in (each.column.name, each.code, each.address)}
    also = {f"c_{name}": table[name] for name in sorted(names - {""})}
    return table.select(r_record=key, r_on=on, r_division=division, **also)


def _batches(engine: Engine, expression: ir.Table) -> Iterator[pa.RecordBatch]:
    if isinstance(engine, DuckEngine):
        yield from engine.stream(expression, rows=100_000)
    else:
        yield from engine.run(expression).to_batches()


def _gather(
    gathered: _Gathered,
    batch: pa.RecordBatch,
    register: Register,
    columns: list[tuple[int, PartyColumn]],
) -> None:
    for place, each in columns:
        cells = batch[f"c_{each.column.name}"]
        names, rows, places = _listed(cells)
        kept = pc.fill_null(pc.greater(pc.utf8_length(pc.utf8_trim_whitespace(names)), 0), False)
        flags = kept.to_numpy(zero_copy_only=False)
        rows, places = rows[flags], places[flags]
        gathered.numbers["record"].append((rows + gathered.count).astype(np.int32))
        gathered.numbers["column"].append(np.full(len(rows), place, np.int32))
        gathered.numbers["place"].append(places)
        gathered.texts["name"].append(names.filter(kept))
        gathered.texts["uscc"].append(_beside(batch, each.code, rows, places))
        gathered.texts["address"].append(_beside(batch, each.address, rows, places))
    records = pa.table(
        {
            "register": pa.DictionaryArray.from_arrays(
                pa.array(np.zeros(len(batch), np.int32)), pa.array([register.name])
            ),
            "record": batch["r_record"].cast(pa.string()),
            "on": batch["r_on"].cast(pa.date32()),
            "division": batch["r_division"].cast(pa.string()),
        }
    )
    gathered.records.append(records)
    gathered.count += len(batch)


def _listed(cells: pa.Array) -> tuple[pa.Array, Codes, Codes]:
    """Return the texts of a column, the row of each, and its place in the row's list."""
    if not pa.types.is_list(cells.type):
        rows = np.arange(len(cells), dtype=np.int32)
        return cells, rows, np.zeros(len(cells), np.int32)
    rows = pc.list_parent_indices(cells).to_numpy(zero_copy_only=False).astype(np.int32)
    lengths = np.bincount(rows, minlength=len(cells))
    starts = np.concatenate([[0], np.cumsum(lengths)[:-1]]) if len(cells) else np.zeros(0, int)
    places = (np.arange(len(rows)) - starts[rows]).astype(np.int32)
    return pc.list_flatten(cells), rows, places


def _beside(batch: pa.RecordBatch, name: str, rows: Codes, places: Codes) -> pa.Array:
    """Return what another column says of the named: its own text, or that at the same place."""
    if not name:
        return pa.nulls(len(rows), pa.string())
    cells = batch[f"c_{name}"]
    if not pa.types.is_list(cells.type):
        return cells.take(pa.array(rows))
    texts, parents, found = _listed(cells)
    width = int(max(found.max(initial=0), places.max(initial=0))) + 1
    at = {int(code): index for index, code in enumerate(parents.astype(np.int64) * width + found)}
    wanted = rows.astype(np.int64) * width + places
    return texts.take(pa.array([at.get(int(code)) for code in wanted], pa.int64()))


def _finished(gathered: _Gathered, columns: tuple[PartyColumn, ...]) -> Mentions:
    numbers: dict[str, Any] = {
        name: np.concatenate(parts) if parts else np.zeros(0, np.int32)
        for name, parts in gathered.numbers.items()
    }
    name, names = _encoded(gathered.texts["name"])
    uscc, usccs = _encoded(gathered.texts["uscc"])
    address, addresses = _encoded(gathered.texts["address"])
    folded_texts = [fold_name(each) for each in names]
    folded_names = sorted(set(folded_texts))
    places = {text: place for place, text in enumerate(folded_names)}
    fold_of = np.array([places[text] for text in folded_texts], np.int32)
    wrong = np.array([bool(uscc_problems(text)) for text in usccs], np.bool_)
    uscc[(uscc >= 0) & np.append(wrong, False)[uscc]] = NONE
    hidden = np.array(
        [
            each in ALREADY_HIDDEN or not fold
            for each, fold in zip(names, folded_texts, strict=True)
        ],
        np.bool_,
    )
    kept = ~hidden[name] if len(names) else np.zeros(0, np.bool_)
    folded = fold_of[name] if len(names) else np.zeros(0, np.int32)
    person = _persons(numbers["column"], folded, columns, folded_names)
    records = pa.concat_tables(gathered.records).unify_dictionaries() if gathered.records else None
    return Mentions(
        columns=columns,
        records=records.combine_chunks() if records is not None else _no_records(),
        names=names,
        folded_names=folded_names,
        usccs=usccs,
        addresses=addresses,
        record=numbers["record"][kept],
        column=numbers["column"][kept],
        place=numbers["place"][kept],
        name=name[kept],
        folded=folded[kept],
        uscc=uscc[kept],
        address=address[kept],
        person=person[kept],
    )


def _encoded(parts: list[pa.Array]) -> tuple[Codes, list[str]]:
    """Return texts as codes and the table they count into; `NONE` for no text."""
    if not parts:
        return np.zeros(0, np.int32), []
    texts = pa.chunked_array([part.cast(pa.string()) for part in parts]).combine_chunks()
    if isinstance(texts, pa.ChunkedArray):  # as combine_chunks returns what was too long for one
        texts = pa.concat_arrays(texts.chunks)
    encoded = texts.dictionary_encode()
    codes = pc.fill_null(encoded.indices, NONE).to_numpy(zero_copy_only=False).astype(np.int32)
    return codes, encoded.dictionary.to_pylist()


def _persons(
    column: Codes, folded: Codes, columns: tuple[PartyColumn, ...], folded_names: list[str]
) -> Flags:
    """Tell which mentions name persons: what is somewhere a body's name is one everywhere."""
    roles = np.array([each.role in BODIES for each in columns], np.bool_)
    body = np.array([is_organisation(text) for text in folded_names], np.bool_)
    if len(folded):
        body[folded[roles[column]]] = True
    return ~body[folded]


def _no_records() -> pa.Table:
    return pa.table(
        {
            "register": pa.array([], pa.dictionary(pa.int32(), pa.string())),
            "record": pa.array([], pa.string()),
            "on": pa.array([], pa.date32()),
            "division": pa.array([], pa.string()),
        }
    )
