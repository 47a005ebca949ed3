"""Spark gives the same answers as DuckDB, to the last bit, in a process that cannot import DuckDB."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import pytest

from ecomgraph import load
from ecomgraph.workforce.made_up import MadeUp

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(find_spec("pyspark") is None or find_spec("duckdb") is None, reason="needs DuckDB and PySpark"),
    pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs Java"),
]

PEOPLE = 10_000
QUESTIONS = {
    "best": "found.best('ecommerce-director', 50)",
    "gaps": "found.gaps('department')",
    "nearest": "found.nearest(2)",
    "next": "found.where(department='Sales').next_steps()",
}
# In a process of its own: a JVM stays until the process ends.
BY_SPARK = """
import sys, warnings
warnings.simplefilter("ignore")
sys.modules["duckdb"] = None
import ecomgraph
from tests.workforce.test_spark import digests
found = ecomgraph.load().workforce(sys.argv[1], sys.argv[2], backend={backend!r})
print("digests", digests(found, sys.argv[3:]))
"""
# A short life is not worth compiling for.
LIGHT = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
PLAIN = "--conf spark.sql.codegen.wholeStage=false --conf spark.sql.codegen.factoryMode=NO_CODEGEN pyspark-shell"


def digests(found: Any, names: list[str]) -> str:
    """The digest of the answer to each question, as JSON; floats are written with all their digits."""
    answers = {name: eval(QUESTIONS[name], {}, {"found": found}) for name in names}  # noqa: S307 - our own text
    rows = {name: [row for batch in found.rows(table) for row in batch] for name, table in answers.items()}
    assert all(rows.values())
    return json.dumps({name: hashlib.sha256(repr(it).encode()).hexdigest() for name, it in rows.items()})


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("crowd")
    made = MadeUp(load().network)
    files = folder / "skills.csv", folder / "people.csv"
    for file, columns, rows in (
        (files[0], ("person", "skill", "level"), made.skills(PEOPLE, 5)),
        (files[1], ("person", "role", "department", "country"), made.people(PEOPLE)),
    ):
        with file.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows([columns, *rows])
    return files


def by_spark(backend: str, crowd: tuple[Path, Path], *names: str) -> str:
    environment = os.environ | {"JDK_JAVA_OPTIONS": LIGHT, "PYSPARK_SUBMIT_ARGS": PLAIN, "SPARK_LOCAL_IP": "127.0.0.1"}
    code = BY_SPARK.format(backend=backend)
    command = [sys.executable, "-c", code, *map(str, crowd), *names]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment, timeout=1200)  # noqa: S603
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout.rpartition("digests ")[2].strip()


def test_spark_and_duckdb_agree(crowd: tuple[Path, Path]) -> None:
    expected = digests(load().workforce(*crowd), list(QUESTIONS))
    assert by_spark("local[2]", crowd, *QUESTIONS) == expected
