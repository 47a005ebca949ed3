"""The progress of a long import, on standard error."""

from __future__ import annotations

import threading
import time

import click

__all__ = ["ImportProgress"]


class ImportProgress:
    """Progress of a long import on standard error, after one second: step, rate, and estimated remaining time."""

    def __init__(self, *, quiet: bool) -> None:
        self._lock = threading.Lock()
        self._timer = threading.Timer(1.0, self._begin)
        self._timer.daemon = True
        self._shown = False
        self._start = time.perf_counter()
        self._steps: list[tuple[str, int, float]] = []
        if not quiet:
            self._timer.start()

    def __enter__(self) -> ImportProgress:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        """Stop printing."""
        self._timer.cancel()
        with self._lock:
            self._shown = False

    def step(self, name: str, size: int) -> None:
        """Record the start of a step; ``size`` is in bytes for ``read`` and in triples otherwise, 0 if unknown."""
        with self._lock:
            self._steps.append((name, size, time.perf_counter()))
            if self._shown:
                self._print()

    def _begin(self) -> None:
        with self._lock:
            self._shown = True
            if self._steps:
                self._print()

    def _print(self) -> None:
        from ecomgraph.exchange.importers.import_steps import STEPS

        name, size, since = self._steps[-1]
        unit, amount = ("MB", size / 1e6) if name == "read" else ("triples", float(size))
        text = f"{name}: {amount:,.0f} {unit}" if size else name
        if len(self._steps) > 1:
            before, done, start = self._steps[-2]
            seconds = max(since - start, 1e-3)
            rate = f"{done / 1e6 / seconds:,.1f} MB/s" if before == "read" else f"{done / seconds:,.0f} triples/s"
            share = sum(STEPS[step] for step, _, _ in self._steps[:-1])
            left = (since - self._start) / share * (sum(STEPS.values()) - share)
            text += f" ({before} took {seconds:.1f} s{f', {rate}' if done else ''}; about {left:.0f} s left)"
        click.echo(text, err=True)
