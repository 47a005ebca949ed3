"""Ctrl-C while the command line imports its parts."""

import signal
from concurrent.futures import ThreadPoolExecutor
from types import FrameType

import pytest

from ecomgraph.cli.signals import interrupts_wait


def test_an_interrupt_is_raised_when_the_imports_are_done() -> None:
    done = []

    def imported() -> None:
        with interrupts_wait():
            signal.raise_signal(signal.SIGINT)
            done.append("imports")

    with pytest.raises(KeyboardInterrupt):
        imported()
    assert done == ["imports"]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_an_error_of_an_import_comes_out() -> None:
    with pytest.raises(ImportError), interrupts_wait():
        raise ImportError
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_a_handler_of_somebody_else_stays() -> None:
    seen = []

    def own(number: int, _: FrameType | None) -> None:
        seen.append(number)

    before = signal.signal(signal.SIGINT, own)
    try:
        with interrupts_wait():
            signal.raise_signal(signal.SIGINT)
        assert signal.getsignal(signal.SIGINT) is own
    finally:
        signal.signal(signal.SIGINT, before)
    assert seen == [signal.SIGINT]


def test_other_threads_import_without_handlers() -> None:
    def imported() -> str:
        with interrupts_wait():
            return "imported"

    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(imported).result() == "imported"
