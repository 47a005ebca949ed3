"""The modules of the value objects: what they hold, and that a command loads no more of them than it needs."""

from __future__ import annotations

import pickle
import subprocess
import sys
from importlib import import_module

import pytest

import ecomgraph
from ecomgraph import model

HOMES = ("entities", "career_paths", "claims", "comparisons", "plans")


def test_the_package_offers_what_its_modules_do() -> None:
    held = [name for home in HOMES for name in import_module(f"ecomgraph.model.{home}").__all__]
    assert sorted(held) == model.__all__
    assert set(model.__all__) <= set(dir(model))
    for name in set(model.__all__) & set(ecomgraph.__all__):
        assert getattr(ecomgraph, name) is getattr(model, name)
    with pytest.raises(AttributeError, match="'Banana'"):
        model.Banana  # type: ignore[attr-defined]  # noqa: B018


def test_a_class_is_found_under_the_name_of_the_package() -> None:
    for name in model.__all__:
        assert pickle.loads(f"cecomgraph.model\n{name}\n.".encode()) is getattr(model, name)  # noqa: S301 - the text is written here


@pytest.mark.long
@pytest.mark.parametrize(
    ("call", "spared"),
    [
        ("graph.find_path('ecommerce-manager', 'chief-digital-officer')", {"claims", "comparisons", "plans"}),
        ("graph.activities('ecommerce-director')", {"comparisons", "plans"}),
        ("graph.skill_gap('ecommerce-manager', 'ecommerce-director')", {"plans"}),
    ],
)
def test_a_question_loads_no_more_than_it_needs(call: str, spared: set[str]) -> None:
    code = f"import sys, ecomgraph; graph = ecomgraph.load(); {call}; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    loaded = {name.rpartition(".")[2] for name in run.stdout.split() if name.startswith("ecomgraph.model.")}
    assert set(HOMES) - loaded == spared
