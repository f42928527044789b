"""The record's Parquet files: typed by the codebook, sorted, the same bytes for the same rows.

Each of :data:`TABLES` is one file in ``data/record``, described by ``data/schemas/record_*.json``.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from plangaps import files, tables

FOLDER = tables.DATA / "record"
TABLES = {
    "reports": "record_report",
    "targets": "record_target",
    "outcomes": "record_outcome",
    "pairs": "record_pair",
    "bureau": "record_bureau",
}
VERSION = "plangaps.reader"  # key in a file's metadata: with which code it was read

_TYPES = {
    "string": pa.string(), "integer": pa.int32(), "number": pa.float64(), "boolean": pa.bool_(),
}  # fmt: skip
_ROWS = 16_384  # rows of a row group: small enough to skip the areas not asked for
_SIZES = ("start", "end", "outcome_start", "outcome_end")  # places rise from row to row


class RecordError(ValueError):
    """A record that is not there or not as the codebook says; the message says which and why."""


def schema(name: str) -> pa.Schema:
    """Arrow schema of a table: the fields of its table schema in their order."""
    fields = tables.schema(TABLES[name])["fields"]
    return pa.schema([(field["name"], _TYPES[field["type"]]) for field in fields])


def empty(name: str) -> pd.DataFrame:
    """The table without rows."""
    return _frame(schema(name).empty_table())


def write(frames: Mapping[str, pd.DataFrame], folder: Path, version: str) -> None:
    """Write tables by name into a folder that is there."""
    for name, frame in frames.items():
        plan = schema(name)
        table = pa.Table.from_pandas(frame[plan.names], plan, preserve_index=False)
        places = [column for column in _SIZES if column in plan.names]
        written = pa.BufferOutputStream()
        pq.write_table(
            table.replace_schema_metadata({VERSION: version}),
            written,
            row_group_size=_ROWS,
            compression="zstd",
            compression_level=19,
            use_dictionary=[column for column in plan.names if column not in places],
            column_encoding=dict.fromkeys(places, "DELTA_BINARY_PACKED"),
        )
        files.write(folder / f"{name}.parquet", written.getvalue())


def read(
    name: str,
    filters: list[tuple[str, str, Any]] | None = None,
    columns: list[str] | None = None,
    folder: Path = FOLDER,
) -> pd.DataFrame:
    """Rows of a table that the Parquet ``filters`` allow; :class:`RecordError` without a table."""
    path = folder / f"{name}.parquet"
    if not path.exists():
        raise RecordError(
            f"record: found no {path}; allowed: the table as `make record TEXTS=folder` writes it."
        )
    try:
        table = pq.read_table(path, columns=columns, filters=filters or None)
    except pa.ArrowException as error:
        raise RecordError(
            f"{path}: found no sound table ({type(error).__name__}); allowed: one as `make record` "
            "writes it."
        ) from None
    if lacking := [c for c in columns or schema(name).names if c not in table.column_names]:
        raise RecordError(
            f"{path}: the column {lacking[0]!r} is missing; allowed: a table of this version."
        )
    return _frame(table)


def counts(folder: Path = FOLDER) -> dict[str, int]:
    """How many rows each table has."""
    return {name: pq.read_metadata(folder / f"{name}.parquet").num_rows for name in TABLES}


def _frame(table: pa.Table) -> pd.DataFrame:
    """Whole numbers as int64, or Int64 where they may be missing; texts as ``str``."""
    return table.to_pandas(types_mapper={pa.int32(): pd.Int64Dtype()}.get)
