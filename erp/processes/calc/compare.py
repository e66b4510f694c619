"""What changed between two versions of a process, node by node and link by link."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from erp.processes.calc.drawn import to_json
from erp.processes.calc.graph import Graph, Node


@dataclass(frozen=True)
class Change:
    """One node or link that was added, removed or changed; `members` has before and after by name."""

    part: str
    id: str
    kind: str
    title: str
    members: Mapping[str, tuple[Any, Any]]


def compare(before: Graph, after: Graph, *, language: str = "") -> list[Change]:
    """The differences from one version to another: nodes first, then links, in drawn order.

    Links are matched by what they join, not by their id, so that a redrawn link is no change.
    """
    old = {node.id: node for node in before.nodes}
    new = {node.id: node for node in after.nodes}
    found = _differences("node", _members(before, "nodes"), _members(after, "nodes"))
    named = [
        Change(part, key, kind, (new.get(key) or old[key]).title(language), members)
        for part, key, kind, members in found
    ]
    links = _differences("edge", _links(before), _links(after))
    return named + [
        Change(part, key, kind, _link_title(key, old, new, language), members)
        for part, key, kind, members in links
    ]


def _members(graph: Graph, part: str) -> dict[str, dict[str, Any]]:
    return {one["id"]: one for one in to_json(graph)[part]}


def _links(graph: Graph) -> dict[str, dict[str, Any]]:
    """Links by what they join; several between the same nodes are told apart by their order."""
    found: dict[str, dict[str, Any]] = {}
    for drawn, edge in zip(to_json(graph)["edges"], graph.edges, strict=True):
        key = _free(f"{edge.source} → {edge.target}", found)
        found[key] = {name: value for name, value in drawn.items() if name != "id"}
    return found


def _free(key: str, taken: Mapping[str, Any]) -> str:
    number = 2
    name = key
    while name in taken:
        name = f"{key} ({number})"
        number += 1
    return name


def _differences(
    part: str, before: Mapping[str, dict[str, Any]], after: Mapping[str, dict[str, Any]]
) -> list[tuple[str, str, str, dict[str, tuple[Any, Any]]]]:
    found: list[tuple[str, str, str, dict[str, tuple[Any, Any]]]] = []
    for key in [*after, *(one for one in before if one not in after)]:
        old, new = before.get(key), after.get(key)
        if old == new:
            continue
        kind = "added" if old is None else "removed" if new is None else "changed"
        names = [*dict.fromkeys([*(old or {}), *(new or {})])] if kind == "changed" else []
        members = {
            name: ((old or {}).get(name), (new or {}).get(name))
            for name in names
            if (old or {}).get(name) != (new or {}).get(name)
        }
        found.append((part, key, kind, members))
    return found


def _link_title(key: str, old: Mapping[str, Node], new: Mapping[str, Node], language: str) -> str:
    ends = key.rsplit(" (", 1)[0].split(" → ")
    return " → ".join((new.get(end) or old[end]).title(language) for end in ends)
