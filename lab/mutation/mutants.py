"""The mutants: cosmic-ray's operators and two more, a statement left out and a string emptied."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

ROOT = Path(__file__).resolve().parents[2]


# Of cosmic-ray's replacements of operators, only the most similar ones; the others hardly ever survive alone.
NEAREST = {
    "Binary": "Add_Sub Add_Mul BitAnd_BitOr BitOr_BitAnd BitOr_BitXor BitXor_BitOr Div_FloorDiv Div_Mul FloorDiv_Mul "
    "LShift_RShift Mod_Mul Mul_Add Mul_FloorDiv Pow_Mul RShift_LShift Sub_Add",
    "Comparison": "Eq_NotEq Gt_GtE Gt_LtE GtE_Gt GtE_Lt Is_IsNot IsNot_Is Lt_GtE Lt_LtE LtE_Gt LtE_Lt NotEq_Eq",
    "Unary": "Delete_Invert Delete_Not Delete_USub",
}


class Mutant(NamedTuple):
    """The n-th place in a module where an operator applies, with its lines."""

    module: str
    operator: str
    occurrence: int
    first: int
    last: int


def path_of(module: str) -> Path:
    """Return the file of a module."""
    return ROOT.joinpath(*module.split(".")).with_suffix(".py")


@cache
def source_of(module: str) -> str:
    """Return the text of a module."""
    return path_of(module).read_text(encoding="utf-8")


def mutants(module: str) -> Iterator[Mutant]:
    """Yield all mutants of a module."""
    from cosmic_ray import plugins
    from cosmic_ray.ast import ast_nodes, get_ast

    nodes = list(ast_nodes(get_ast(source_of(module))))
    nearest = {f"Replace{kind}Operator_{pair}" for kind, pairs in NEAREST.items() for pair in pairs.split()}
    for name in sorted(plugins.operator_names()):
        short = name.rpartition("/")[2]
        if re.match(r"Replace\w+Operator_", short) and short not in nearest:
            continue
        operator_class = plugins.get_operator(name)
        if not operator_class.arguments():
            operator = operator_class()
            places = [place for node in nodes for place in operator.mutation_positions(node)]
            for occurrence, (start, end) in enumerate(places):
                yield Mutant(module, name, occurrence, start[0], end[0])
    for name, places_of in OWN.items():
        for occurrence, (node, _) in enumerate(places_of(ast.parse(source_of(module)))):
            yield Mutant(module, name, occurrence, node.lineno, node.end_lineno or node.lineno)


def statements(tree: ast.AST) -> list[tuple[ast.stmt, str]]:
    """Return the statements that can be left out, and their replacements."""
    found = [
        (node, "return None" if isinstance(node, ast.Return) else "pass")
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign | ast.AugAssign | ast.Delete | ast.Expr | ast.Raise | ast.Return)
    ]
    return [
        (node, stand_in)
        for node, stand_in in found
        if not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)) and ast.unparse(node) != stand_in
    ]


def strings(tree: ast.AST) -> list[tuple[ast.expr, str]]:
    """Return the strings that can be emptied; an empty one gets a letter."""
    parts = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    documentation = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return [
        (node, '"M"' if isinstance(node, ast.Constant) and not node.value else '""')
        for node in ast.walk(tree)
        if (isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str)))
        and id(node) not in parts | documentation
    ]


OWN: dict[str, Callable[[ast.AST], Sequence[tuple[ast.stmt | ast.expr, str]]]] = {
    "statement left out": statements,
    "string emptied": strings,
}


def mutated(mutant: Mutant) -> str | None:
    """Return the text of the module with the change in it."""
    text = source_of(mutant.module)
    if mutant.operator not in OWN:
        from cosmic_ray import plugins
        from cosmic_ray.mutating import mutate_code

        changed = mutate_code(text, plugins.get_operator(mutant.operator)(), mutant.occurrence)
        return None if changed is None else str(changed)
    node, stand_in = OWN[mutant.operator](ast.parse(text))[mutant.occurrence]
    lines = [line.encode() for line in text.splitlines(keepends=True)]
    first, last = node.lineno - 1, (node.end_lineno or node.lineno) - 1
    # Positions are in bytes; empty lines keep all other lines in place.
    rest = lines[last][node.end_col_offset :]
    filler = [b"\n"] * (last - first) if isinstance(node, ast.stmt) else []
    lines[first : last + 1] = [lines[first][: node.col_offset] + stand_in.encode() + rest, *filler]
    return b"".join(lines).decode()


@cache
def difference(mutant: Mutant) -> tuple[str, str]:
    """Return the first line changed by a mutant, before and after."""
    before, after = source_of(mutant.module).splitlines(), (mutated(mutant) or "").splitlines()
    for one, other in zip(before, after, strict=False):
        if one != other:
            return one.strip(), other.strip()
    return "", ""


def what_runs(text: str, *, on_import: bool) -> str:
    """Return a module without annotations and, to compare code that runs on import, without function bodies."""
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.arg):
            node.annotation = None
        elif isinstance(node, ast.AnnAssign):
            node.annotation = ast.Constant(None)
        elif isinstance(node, ast.FunctionDef):
            node.returns = None
            node.body = [ast.Pass()] if on_import else node.body
    return ast.dump(tree)
