"""Arrow schemas derived from register declarations, and the columns every row carries."""

from __future__ import annotations

import pyarrow as pa

from zhiheng.core.declarations.models import Register

ARROW_TYPES: dict[str, pa.DataType] = {
    "string": pa.string(),
    "text": pa.string(),
    "date": pa.date32(),
    "integer": pa.int64(),
    "decimal": pa.float64(),
    "strings": pa.list_(pa.string()),
    "texts": pa.list_(pa.string()),
}

# Where a row came from: the file as it was named on import (archive members after "!"), the
# place in it, SHA-256 of the record's bytes, and the import that brought it.
LINEAGE = pa.schema(
    [
        ("source_file", pa.string()),
        ("source_position", pa.string()),
        ("source_digest", pa.string()),
        ("import_id", pa.string()),
        ("imported_at", pa.timestamp("us", tz="UTC")),
        ("content_digest", pa.string()),
    ]
)


def content_schema(register: Register) -> pa.Schema:
    """Return the Arrow schema of the declared columns."""
    return pa.schema([(column.name, ARROW_TYPES[column.type]) for column in register.columns])


def table_schema(register: Register) -> pa.Schema:
    """Return the Arrow schema of the stored table: declared columns, then lineage."""
    return pa.schema([*content_schema(register), *LINEAGE])
