"""Memory that is freed goes back to the operating system."""

from __future__ import annotations

import ctypes
import platform
from pathlib import Path

import pytest

from ecomgraph.store.freed_memory import give_back


def megabytes_in_use() -> int:
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) >> 10


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc keeps freed memory, and can be told not to")
def test_freed_blocks_are_given_back() -> None:
    before = megabytes_in_use()
    blocks = [bytes(2_000) for _ in range(20_000)]
    # The last block keeps the C library from returning those before it on its own.
    last = blocks[-1]
    blocks.clear()
    assert megabytes_in_use() > before + 20
    give_back()
    assert megabytes_in_use() < before + 20
    assert len(last) == 2_000


@pytest.mark.parametrize("error", [OSError, TypeError])
def test_other_c_libraries_are_left_alone(error: type[Exception], monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(name: None) -> None:
        raise error(name)

    monkeypatch.setattr(ctypes, "CDLL", refuse)
    give_back()
    monkeypatch.setattr(ctypes, "CDLL", lambda _: object())
    give_back()
