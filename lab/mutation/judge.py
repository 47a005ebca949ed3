"""Replace code by a mutant, and run tests on it."""

from __future__ import annotations

import signal
import sys
from importlib import import_module
from importlib.abc import Loader, MetaPathFinder
from importlib.util import spec_from_loader
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING

from lab.mutation.mutants import mutated, path_of, source_of, what_runs

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from importlib.machinery import ModuleSpec
    from types import CodeType, FunctionType, ModuleType

    import pytest

    from lab.mutation.mutants import Mutant

SURVIVED, KILLED, WITHOUT_EFFECT, ON_IMPORT, NOT_PYTHON = range(5)


def functions(owner: ModuleType | type, module: str, prefix: str = "") -> Iterator[tuple[str, FunctionType]]:
    """Yield the functions and methods of a module, by qualified name."""
    for name, value in list(vars(owner).items()):
        if isinstance(value, type) and value.__module__ == module and not prefix:
            yield from functions(value, module, f"{name}.")
        for attribute in ("__func__", "fget", "func", "__wrapped__"):
            value = getattr(value, attribute, None) or value
        if hasattr(value, "__code__") and value.__module__ == module:
            yield f"{prefix}{name}", value


def codes(code: CodeType) -> Iterator[CodeType]:
    """Yield the code objects of functions and classes in some code, except those nested in functions."""
    for constant in code.co_consts:
        if hasattr(constant, "co_code"):
            yield constant
            if not constant.co_flags & 1:  # CO_OPTIMIZED: a function
                yield from codes(constant)


def exchange(module: str, text: str) -> None:
    """Replace the code of an imported module's functions by that of another text of the module."""
    new = {code.co_qualname: code for code in codes(compile(text, str(path_of(module)), "exec"))}
    for name, function in functions(import_module(module), module):
        if name in new:
            function.__code__ = new[name]


def run_items(items: Sequence[pytest.Item], folder: str, limits: Sequence[float] = ()) -> bool:
    """Run tests until one fails; return whether all pass. A test that takes too long ends the process."""
    from _pytest.runner import runtestprotocol

    factory = items[0].config._tmp_path_factory  # type: ignore[attr-defined]
    factory._given_basetemp, factory._basetemp = Path(folder), None
    for item, following, limit in zip_longest(items, items[1:], limits):
        signal.setitimer(signal.ITIMER_PROF, limit or 0)
        if any(report.failed for report in runtestprotocol(item, log=False, nextitem=following)):
            return False
    return True


def judge(mutant: Mutant, items: Sequence[pytest.Item], limits: Sequence[float], folder: str) -> int:
    """Return the outcome for a mutant of a function."""
    text = mutated(mutant)
    try:
        if text is None or what_runs(text, on_import=False) == what_runs(source_of(mutant.module), on_import=False):
            return WITHOUT_EFFECT
        if what_runs(text, on_import=True) != what_runs(source_of(mutant.module), on_import=True):
            return ON_IMPORT
        exchange(mutant.module, text)
    except SyntaxError:
        return NOT_PYTHON
    except ValueError:  # another number of free variables
        return ON_IMPORT
    return SURVIVED if not items or run_items(items, folder, limits) else KILLED


class Exchanged(MetaPathFinder, Loader):
    """An import hook that finds one module with another text."""

    def __init__(self, module: str, text: str) -> None:
        self.module, self.text = module, text

    def find_spec(self, fullname: str, *_: object) -> ModuleSpec | None:
        """Return the specification of that module."""
        if fullname != self.module:
            return None
        return spec_from_loader(fullname, self, origin=str(path_of(fullname)))

    def exec_module(self, module: ModuleType) -> None:
        """Run the other text."""
        module.__file__ = str(path_of(self.module))
        exec(compile(self.text, module.__file__, "exec"), module.__dict__)  # noqa: S102


def judge_on_import(mutant: Mutant, tests: Sequence[str], folder: str) -> int:
    """Return the outcome for a mutant of code that runs on import."""
    import pytest

    sys.meta_path.insert(0, Exchanged(mutant.module, mutated(mutant) or ""))
    options = ["-q", "-x", "-n0", "-m", "", "-p", "no:cacheprovider", f"--basetemp={folder}"]
    # A few quick tests, which are collected much faster than all, catch most mutants.
    parts = (tests[:20], tests[20:])
    return SURVIVED if all(pytest.main([*options, *part]) in {0, 5} for part in parts if part) else KILLED
