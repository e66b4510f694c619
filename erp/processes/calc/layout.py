"""Where the nodes of a process lie on the canvas; kept beside the graph and ignored by execution."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from erp.processes.calc.graph import Graph

COLUMN, ROW = 240, 130
SIZES = {"start": (36, 36), "end": (36, 36), "wait": (36, 36), "timer": (36, 36)}
GATES = {"gateway", "parallel", "join"}
Place = tuple[float, float]


def size_of(kind: str) -> tuple[int, int]:
    """Width and height of a node as drawn in BPMN diagrams."""
    return SIZES.get(kind, (50, 50) if kind in GATES else (160, 80))


def places_of(drawn: Any) -> dict[str, Place]:
    """The places given with a drawing (`x`, `y` per node); nodes without one are left out."""
    nodes = drawn.get("nodes") if isinstance(drawn, Mapping) else None
    found: dict[str, Place] = {}
    for node in nodes if isinstance(nodes, list) else []:
        if isinstance(node, Mapping) and _is_number(node.get("x")) and _is_number(node.get("y")):
            found[str(node.get("id"))] = (float(node["x"]), float(node["y"]))
    return found


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e6


def laid_out(graph: Graph, places: Mapping[str, Place] | None = None) -> dict[str, Place]:
    """A place for every node: the one given, else by its distance from the start, left to right."""
    given = dict(places or {})
    depth = {graph.start.id: 0}
    waiting = [graph.start.id]
    for at in waiting:
        for edge in graph.out(at):
            if edge.target not in depth:
                depth[edge.target] = depth[at] + 1
                waiting.append(edge.target)
    rows: dict[int, int] = {}
    for node in graph.nodes:
        column = depth.get(node.id, max(depth.values()) + 1)
        row = rows.get(column, 0)
        rows[column] = row + 1
        given.setdefault(node.id, (float(column * COLUMN), float(row * ROW)))
    return given
