"""Commands about a whole graph: its content in numbers, and its roles."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ecomgraph.cli.options import format_option, graph_option
from ecomgraph.cli.output import emit
from ecomgraph.web.answers import info_json, listed_roles, roles_json

if TYPE_CHECKING:
    from ecomgraph.cli.output import Row
    from ecomgraph.graph import CareerGraph
    from ecomgraph.model import Entity

__all__ = ["info", "roles"]


@click.command(epilog="Example: ecomgraph info --format json")
@format_option
@graph_option
def info(graph: CareerGraph, form: str) -> None:
    """Summarize the content of the graph.

    Shows the number of triples and of instances per class, the rules, sources and licenses, the frameworks of a
    database, and whether worker processes can reach the network.
    """
    from ecomgraph.isolation.seccomp import why_unavailable

    value = info_json(graph)
    reason = why_unavailable()
    rows: list[Row] = [
        ("version", "ecomgraph", value["version"]),
        *(("triples", part, str(count)) for part, count in value["triples"].items()),
        *(("class", name, count) for name, count in value["classes"].items()),
        *(("rule", name, "") for name in value["rules"]),
        *(("source", it["iri"], it["title"]) for it in value["sources"]),
        *(("license", it["iri"], it["license"]) for it in value["licenses"]),
        *(
            ("framework", it["name"], f"{it['title']}: {it['triples']} triples, {it['imported']}")
            for it in value["frameworks"]
        ),
        ("workers", "network", f"open: {reason}" if reason else "closed"),
        *(("attribution", it["name"], it["attribution"]) for it in value["frameworks"] if it["attribution"]),
    ]
    emit(form, ["what", "name", "value"], rows, value)


@click.command(epilog="Example: ecomgraph roles --profiles")
@click.option("--profiles", is_flag=True, help="List the profiles of each role too.")
@format_option
@graph_option
def roles(graph: CareerGraph, profiles: bool, form: str) -> None:
    """List the roles."""
    listed = listed_roles(graph)
    several = any(name for _, _, name in listed)
    columns = [
        "id",
        "role",
        *(("level", "specialization") if profiles else ()),
        *(("framework",) if several else ()),
    ]
    rows: list[Row] = []
    for role, own, name in listed:
        ending = (name,) if several else ()
        rows.append((role.id, role.label, *(("", "") if profiles else ()), *ending))
        narrower = own.profiles(role) if profiles else ()
        rows += [(it.id, it.label, _id(it.level), _id(it.specialization), *ending) for it in narrower]
    emit(form, columns, rows, roles_json(graph, profiles=profiles))


def _id(entity: Entity | None) -> str:
    return entity.id if entity else ""
