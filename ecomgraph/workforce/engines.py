"""The engines: DuckDB in this process, or Spark, both behind Ibis."""

from __future__ import annotations

import glob
import socket
import warnings
from contextlib import contextmanager
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import urlsplit

from ecomgraph.errors import ArgumentError, EcomgraphError, MissingDependencyError, SourceError
from ecomgraph.store.streams import shown

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

__all__ = ["Engine", "Table", "engine_for", "is_table"]

# A table of Ibis; type checkers do not know its columns, which are attributes.
Table: TypeAlias = Any

_PURPOSE = "working with many people"
_SUFFIXES = (".csv", ".parquet")
_REACHED_IN = 5.0
# Phrases in errors about lack of space, from DuckDB, Java and the operating system.
_FULL = ("no space left", "could not write", "out of memory", "failed to offload", "temp_directory")


class Engine:
    """One connection to an engine; ``in_chunks`` tells whether it cuts large work into chunks to save memory."""

    def __init__(self, connection: Any, folder: Path, *, name: str) -> None:
        self.connection = connection
        self.folder = folder
        self.name = name
        # The place that messages name if a calculation fails.
        self.what = name
        self.in_chunks = name == "duckdb"
        self._numbers = count()

    def read(self, path: str | os.PathLike[str], *, header: bool = True) -> Table:
        """Return the table in a CSV file, all cells as text, or in a Parquet file or a folder of Parquet files."""
        given = Path(path)
        if shown(given) != str(given):
            raise SourceError(shown(given), "cannot be read here: its name is not UTF-8; rename it")
        if not given.exists():
            raise SourceError(str(given), "cannot be read: no such file")
        if given.is_dir() and not any(given.glob("*.parquet")):
            raise SourceError(str(given), "holds no file that ends in .parquet: name the folder that does, or a file")
        suffix = ".parquet" if given.is_dir() else given.suffix.lower()
        if suffix not in _SUFFIXES:
            raise SourceError(str(given), "is neither CSV nor Parquet: name a file that ends in .csv or .parquet")
        with self.explained(str(given)):
            if self.name == "duckdb":
                # DuckDB would read every file that matches a name with wildcards.
                place = glob.escape(str(given)) + "/*.parquet" * given.is_dir()
                if suffix == ".csv":
                    return self.connection.read_csv(place, all_varchar=True, header=header)
                return self.connection.read_parquet(place)
            # Every process of a cluster needs an absolute path.
            place = given.resolve().as_uri()
            if suffix == ".csv":
                return self.connection.read_csv(place, inferSchema=False, header=header, escape='"', multiLine=True)
            return self.connection.read_parquet(place)

    def table(self, columns: Mapping[str, str], rows: Iterable[Sequence[object]]) -> Table:
        """Return a small table of rows; ``columns`` gives the Ibis type of each column."""
        import ibis
        import pyarrow as pa

        schema = ibis.schema(dict(columns))
        cells = list(zip(*rows, strict=True)) or [()] * len(columns)
        arrays = [pa.array(cells[at], type=it) for at, it in enumerate(schema.to_pyarrow().types)]
        table = pa.table(arrays, schema=schema.to_pyarrow())
        if self.name == "duckdb":
            return ibis.memtable(table)
        # If the plan itself contains the rows, Spark's planner takes minutes for some thousands of them.
        import pyarrow.parquet as pq

        path = self.new_file("table")
        pq.write_table(table, path)
        return self.read(path)

    def arrays(self, columns: Mapping[str, NDArray[Any]]) -> Table:
        """Return a table of NumPy arrays, without copying them."""
        import ibis
        import pyarrow as pa

        return ibis.memtable(pa.table({name: pa.array(column) for name, column in columns.items()}))

    def columns(self, table: Table) -> list[NDArray[Any]]:
        """Calculate a table of numbers without nulls, and return its columns as NumPy arrays."""
        with self.explained(self.what):
            found = self.connection.to_pyarrow(table)
        return [column.to_numpy() for column in found.columns]

    def array_batches(self, table: Table, size: int) -> Iterator[list[NDArray[Any]]]:
        """Calculate a table of numbers without nulls, and yield its columns as NumPy arrays, in batches."""
        with self.explained(self.what):
            reader = self.connection.to_pyarrow_batches(table, chunk_size=size)
            while (batch := _next(reader)) is not None:
                yield [column.to_numpy() for column in batch.columns]

    def new_file(self, name: str, suffix: str = ".parquet") -> Path:
        """Return the path of a new file; names are never reused, so answers can keep reading it."""
        return self.folder / f"{name}-{next(self._numbers)}{suffix}"

    def rows(self, table: Table) -> list[tuple[Any, ...]]:
        """Calculate a table and return its rows."""
        return [row for batch in self.batches(table) for row in batch]

    def batches(self, table: Table) -> Iterator[list[tuple[Any, ...]]]:
        """Calculate a table and yield its rows in batches of some thousands."""
        with self.explained(self.what):
            reader = self.connection.to_pyarrow_batches(table, chunk_size=10_000)
            while (batch := _next(reader)) is not None:
                columns = [column.to_pylist() for column in batch.columns]
                yield list(zip(*columns, strict=True))

    def keep(self, table: Table, path: Path) -> Table:
        """Materialize a table as Parquet, and return a table that reads it."""
        self.write(table, path)
        return self.read(path)

    def write(self, table: Table, path: Path) -> None:
        """Calculate a table into Parquet: a file by DuckDB, a folder of files by Spark."""
        with self.explained(str(path)):
            if self.name == "duckdb":
                self.connection.to_parquet(table, path, compression="zstd")
            else:
                self.connection.to_parquet_dir(table, path.resolve().as_uri())

    def write_file(self, table: Table, path: Path) -> None:
        """Calculate a table into one Parquet file."""
        with self.explained(str(path)):
            if self.name == "duckdb":
                self.connection.to_parquet(table, path, compression="zstd")
            else:
                self.connection.to_parquet(table, path)

    @contextmanager
    def explained(self, what: str) -> Iterator[None]:
        """Turn an error of the engine into an ecomgraph error of one sentence, without cells of a table."""
        try:
            yield
        except EcomgraphError:
            raise
        except OSError as error:
            raise SourceError(what, f"cannot be written: {error.strerror or error}") from None
        except Exception as error:
            # DuckDB catches Ctrl-C itself, and raises errors of several types.
            if "interrupt" in str(error).lower():
                raise KeyboardInterrupt from None
            home = type(error).__module__.partition(".")[0]
            if home not in {"duckdb", "_duckdb", "pyspark", "py4j", "ibis", "pyarrow"}:
                raise
            raise SourceError(what, _sentence(error)) from None


def _next(reader: Any) -> Any:
    """Return the next batch, ``None`` at the end, without warnings that Ibis calls deprecated functions of DuckDB."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return next(iter(reader), None)


def _sentence(error: Exception) -> str:
    text = " ".join(str(error).split())
    if any(word in text.lower() for word in _FULL):
        return "there is not enough room on the disk or in memory: free some, or set TMPDIR to a larger disk"
    kind = type(error).__name__
    if "magic bytes" in text or "Parquet" in text:
        return "is not a Parquet file that can be read"
    if "CSV" in text or "Invalid Input" in text:
        return "is not a well-formed table: check that every line has the same number of cells, in UTF-8"
    return f"the engine failed with {kind}; a smaller table tells whether it is the data or the engine"


def is_table(value: object) -> bool:
    """Return whether a value is an Ibis table, without importing Ibis."""
    return type(value).__module__.startswith("ibis.") and hasattr(value, "get_backend")


def engine_for(backend: str | None, tables: Iterable[object], folder: Path, memory: str) -> Engine:
    """Return the engine that the user chose, else Spark if the tables are in Spark, else DuckDB.

    Spark addresses are ``spark://host:port`` and ``local[N]``. Raises :class:`~ecomgraph.ArgumentError` for other
    addresses and :class:`~ecomgraph.SourceError` for a cluster that does not answer.
    """
    if find_spec("ibis") is None:
        raise MissingDependencyError("Ibis", _PURPOSE, "workforce")
    homes = [table.get_backend() for table in tables if is_table(table)]  # type: ignore[attr-defined]
    spark = next((it for it in homes if it.name == "pyspark"), None)
    if spark is not None and backend is None:
        return Engine(spark, folder, name="spark")
    if backend in (None, "duckdb"):
        return Engine(_duckdb(folder, memory), folder, name="duckdb")
    assert backend is not None
    if not backend.startswith(("spark://", "local[")):
        message = f"the backend must be duckdb, local[N], or the spark://host:port of a Spark master, not {backend!r}"
        raise ArgumentError(message)
    return Engine(_spark(backend), folder, name="spark")


def _duckdb(folder: Path, memory: str) -> Any:
    if find_spec("duckdb") is None:
        raise MissingDependencyError("DuckDB", _PURPOSE, "workforce")
    import duckdb
    import ibis

    spill = folder / "spill"
    refused = ArgumentError(f"the memory must be a size such as 2GB, not {memory!r}")
    # DuckDB takes a negative size as no limit.
    if memory.lstrip().startswith("-"):
        raise refused
    try:
        # Extensions are not downloaded, whatever a file name says.
        return ibis.duckdb.connect(
            memory_limit=memory,
            temp_directory=str(spill),
            autoinstall_known_extensions=False,
            autoload_known_extensions=False,
        )
    except (duckdb.Error, UnicodeError):
        raise refused from None


def _spark(address: str) -> Any:
    if find_spec("pyspark") is None:
        raise MissingDependencyError("PySpark", "a Spark backend", "spark")
    _refuse_unreachable(address)
    host = urlsplit(address).hostname if address.startswith("spark://") else "127.0.0.1"
    with warnings.catch_warnings():
        # PySpark warns about versions of pandas that it does not know.
        warnings.simplefilter("ignore")
        import ibis
        from pyspark.sql import SparkSession

        builder = SparkSession.builder.master(address).appName("ecomgraph").config("spark.ui.enabled", "false")
        builder = builder.config("spark.ui.showConsoleProgress", "false").config("spark.log.level", "ERROR")
        if host in {"127.0.0.1", "localhost", "::1"}:
            builder = builder.config("spark.driver.bindAddress", "127.0.0.1").config("spark.driver.host", "127.0.0.1")
            builder = builder.config("spark.sql.shuffle.partitions", "4")
        try:
            return ibis.pyspark.connect(builder.getOrCreate())
        except Exception as error:
            reason = f"Spark cannot be started ({type(error).__name__}): install Java 17 or newer and set JAVA_HOME"
            raise SourceError(address, reason) from None


def _refuse_unreachable(address: str) -> None:
    """Check the master first, because Spark itself retries for a minute and fails with a long Java stack trace."""
    if not address.startswith("spark://"):
        return
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port or 7077
        socket.create_connection((host, port), timeout=_REACHED_IN).close()
    except (OSError, ValueError):
        reason = "no Spark master answers there: wait until it has started, or name another"
        raise SourceError(address, reason) from None
