"""A process as JSON: read into a graph, bounded and checked for form, and written again.

What can't be taken at all (unknown kinds, two starts, too large, links to nowhere) is refused here,
naming the node and the rule; what may be drawn but not published is told by `validation`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from erp.core.errors import Invalid, Text
from erp.processes.calc.graph import Graph
from erp.processes.calc.shapes import (
    COUNTERSIGN_MODES,
    MAX_EDGES,
    MAX_LIST,
    MAX_NODES,
    MAX_RUNGS,
    MAX_SECONDS,
    MAX_TEXT,
    NODE_TYPES,
    PICKS,
    RUNG_ACTIONS,
    Assignee,
    Countersign,
    Edge,
    Node,
    Rung,
)

_UNSTORABLE = re.compile("[\\x00\\ud800-\\udfff]")  # PostgreSQL has no place for them
_ID = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,59}")


def parse(drawn: Any) -> Graph:
    """The graph drawn as JSON (shape: api.md "Process JSON").

    Raises: Invalid with the path of the node or link and the rule, for whatever can't be taken.
    """
    reader = _Reader()
    nodes, edges = reader.graph(drawn)
    if reader.errors:
        raise Invalid("bad_graph", errors=reader.errors)
    return Graph(nodes, edges)


class _Reader:
    """Reads the JSON and collects what is wrong by path; stops at once only where it is too large."""

    def __init__(self) -> None:
        self.errors: dict[str, list[Any]] = {}

    def wrong(self, path: str, message: str) -> None:
        if len(self.errors) < 100:
            self.errors.setdefault(path, []).append(Text(message))

    def graph(self, drawn: Any) -> tuple[tuple[Node, ...], tuple[Edge, ...]]:
        drawn = drawn if isinstance(drawn, Mapping) else {}
        raw_nodes, raw_edges = drawn.get("nodes"), drawn.get("edges", [])
        if not isinstance(raw_nodes, list) or not raw_nodes:
            raise Invalid.field("nodes", Text("A process needs nodes."), code="bad_graph")
        if not isinstance(raw_edges, list):
            raise Invalid.field("edges", Text("This has to be a list."), code="bad_graph")
        if len(raw_nodes) > MAX_NODES:
            raise Invalid.field(
                "nodes", Text("A process may have at most 500 nodes."), code="bad_graph", nodes=len(raw_nodes)
            )
        if len(raw_edges) > MAX_EDGES:
            raise Invalid.field(
                "edges",
                Text("A process may have at most 2,000 links."),
                code="bad_graph",
                edges=len(raw_edges),
            )
        nodes = tuple(self.node(raw, index) for index, raw in enumerate(raw_nodes))
        self.check_nodes(nodes)
        known = {node.id for node in nodes}
        edges = tuple(self.edge(raw, index, known) for index, raw in enumerate(raw_edges))
        self.check_edges(edges)
        return nodes, edges

    def check_nodes(self, nodes: tuple[Node, ...]) -> None:
        seen: set[str] = set()
        starts = [node.id for node in nodes if node.type == "start"]
        for node in nodes:
            if node.id in seen:
                self.wrong(f"nodes.{node.id}.id", "Two nodes have this id.")
            seen.add(node.id)
        for extra in starts[1:]:
            self.wrong(f"nodes.{extra}.type", "A process has one start only.")
        if not starts:
            self.wrong("nodes", "A process needs a start.")
        for node in nodes:
            if node.reject_to and node.reject_to not in seen:
                self.wrong(f"nodes.{node.id}.reject_to", "There is no such node.")

    def check_edges(self, edges: tuple[Edge, ...]) -> None:
        seen: set[str] = set()
        for edge in edges:
            if edge.id in seen:
                self.wrong(f"edges.{edge.id}.id", "Two links have this id.")
            seen.add(edge.id)

    def node(self, raw: Any, index: int) -> Node:
        if not isinstance(raw, Mapping):
            self.wrong(f"nodes[{index}]", "This has to be an object.")
            return Node(id=f"?{index}", type="task")
        node_id = raw.get("id")
        if not isinstance(node_id, str) or not _ID.fullmatch(node_id):
            self.wrong(f"nodes[{index}].id", "An id has letters, digits, - and _, at most 60.")
            node_id = f"?{index}"
        at = f"nodes.{node_id}"
        kind = self.choice(raw, "type", at, NODE_TYPES)
        return Node(
            id=node_id,
            type=kind or "task",
            name=self.text(raw, "name", at, 120),
            names=self.names(raw, "names", at, 120),
            assignee=self.assignee(raw.get("assignee"), f"{at}.assignee"),
            countersign=self.countersign(raw.get("countersign"), f"{at}.countersign"),
            critical=self.flag(raw, "critical", at),
            target_seconds=self.seconds(raw, "target_seconds", at),
            calendar=self.text(raw, "calendar", at, 60),
            ladder=self.ladder(raw.get("ladder"), f"{at}.ladder"),
            action=self.text(raw, "action", at, 80),
            input=self.mapping(raw, "input", at),
            wait_for=self.text(raw, "wait_for", at, 80),
            timer_seconds=self.seconds(raw, "timer_seconds", at),
            timer_until=self.text(raw, "timer_until", at, 2_000),
            process=self.text(raw, "process", at, 60),
            instruction=self.text(raw, "instruction", at, MAX_TEXT),
            instructions=self.names(raw, "instructions", at, MAX_TEXT),
            checklist=self.texts(raw, "checklist", at, 300),
            attachments=self.texts(raw, "attachments", at, 120),
            entry=self.text(raw, "entry", at, 2_000),
            exit=self.text(raw, "exit", at, 2_000),
            reject_to=self.text(raw, "reject_to", at, 60),
            outputs=self.texts(raw, "outputs", at, 60),
            max_visits=self.whole(raw, "max_visits", at, 1, 1_000),
        )

    def edge(self, raw: Any, index: int, known: set[str]) -> Edge:
        if not isinstance(raw, Mapping):
            self.wrong(f"edges[{index}]", "This has to be an object.")
            return Edge(id=f"?{index}", source="", target="")
        edge_id = raw.get("id") or f"edge_{index + 1}"
        if not isinstance(edge_id, str) or len(edge_id) > 150:
            self.wrong(f"edges[{index}].id", "An id is a text of at most 150 characters.")
            edge_id = f"?{index}"
        at = f"edges.{edge_id}"
        ends = {}
        for name, other in (("from", "source"), ("to", "target")):
            end = raw.get(name, raw.get(other))
            if not isinstance(end, str) or end not in known:
                self.wrong(f"{at}.{name}", "There is no such node.")
            ends[name] = end if isinstance(end, str) else ""
        return Edge(
            id=edge_id,
            source=ends["from"],
            target=ends["to"],
            condition=self.text(raw, "condition", at, 2_000),
            otherwise=self.flag(raw, "otherwise", at),
            label=self.text(raw, "label", at, 120),
            labels=self.names(raw, "labels", at, 120),
        )

    def assignee(self, raw: Any, at: str) -> Assignee | None:
        if raw in (None, "", {}):
            return None
        if not isinstance(raw, Mapping):
            self.wrong(at, "This has to be an object.")
            return None
        sources = ("role", "user", "users", "field", "manager_of", "table")
        if sum(bool(raw.get(name)) for name in sources) != 1:
            self.wrong(at, "Name exactly one of role, user, users, field, manager_of and table.")
        single = {name: self.text(raw, name, at, 120) for name in sources if name != "users"}
        pick = self.choice(raw, "pick", at, PICKS) if raw.get("pick") else "queue"
        return Assignee(users=self.texts(raw, "users", at, 150), pick=pick or "queue", **single)

    def countersign(self, raw: Any, at: str) -> Countersign | None:
        if raw in (None, "", {}):
            return None
        if not isinstance(raw, Mapping):
            self.wrong(at, "This has to be an object.")
            return None
        mode = self.choice(raw, "mode", at, COUNTERSIGN_MODES) or "any"
        required = self.whole(raw, "required", at, 1, MAX_LIST)
        if mode == "n_of_m" and required is None:
            self.wrong(f"{at}.required", "Say how many have to sign.")
        return Countersign(mode, required, self.flag(raw, "veto", at))

    def ladder(self, raw: Any, at: str) -> tuple[Rung, ...]:
        if raw in (None, ""):
            return ()
        if not isinstance(raw, list) or len(raw) > MAX_RUNGS:
            self.wrong(at, "A ladder is a list of at most 20 rungs.")
            return ()
        return tuple(self.rung(one, f"{at}[{index}]") for index, one in enumerate(raw))

    def rung(self, raw: Any, at: str) -> Rung:
        if not isinstance(raw, Mapping):
            self.wrong(at, "This has to be an object.")
            return Rung("remind", 0)
        action = self.choice(raw, "action", at, RUNG_ACTIONS) or "remind"
        after = self.seconds(raw, "after_seconds", at)
        if after is None:
            self.wrong(f"{at}.after_seconds", "Say after how many seconds.")
        to = raw.get("to")
        if to is not None and self.assignee(to, f"{at}.to") is None:
            to = None
        return Rung(action, after or 0, to)

    def choice(self, raw: Mapping[str, Any], name: str, at: str, allowed: tuple[str, ...]) -> str | None:
        value = raw.get(name)
        if value in allowed and isinstance(value, str):
            return value
        self.wrong(f"{at}.{name}", "This kind is not known.")
        return None

    def text(self, raw: Mapping[str, Any], name: str, at: str, limit: int) -> str:
        value = raw.get(name)
        if value is None:
            return ""
        if not isinstance(value, str) or len(value) > limit or _UNSTORABLE.search(value):
            self.wrong(f"{at}.{name}", "This has to be a text that is not too long.")
            return ""
        return value

    def texts(self, raw: Mapping[str, Any], name: str, at: str, limit: int) -> tuple[str, ...]:
        value = raw.get(name)
        if value in (None, ""):
            return ()
        if not isinstance(value, list) or len(value) > MAX_LIST:
            self.wrong(f"{at}.{name}", "This has to be a list of at most 100 texts.")
            return ()
        if not all(isinstance(one, str) and 0 < len(one) <= limit for one in value) or any(
            map(_UNSTORABLE.search, value)
        ):
            self.wrong(f"{at}.{name}", "This has to be a list of texts that are not too long.")
            return ()
        return tuple(value)

    def names(self, raw: Mapping[str, Any], name: str, at: str, limit: int) -> dict[str, str]:
        value = raw.get(name)
        if value in (None, ""):
            return {}
        if not isinstance(value, Mapping) or len(value) > 20:
            self.wrong(f"{at}.{name}", "This has to be texts by language.")
            return {}
        return {str(key)[:20]: self.text(value, key, f"{at}.{name}", limit) for key in value}

    def mapping(self, raw: Mapping[str, Any], name: str, at: str) -> dict[str, Any]:
        value = raw.get(name)
        if value in (None, ""):
            return {}
        if not isinstance(value, Mapping) or len(value) > MAX_LIST or len(str(value)) > MAX_TEXT:
            self.wrong(f"{at}.{name}", "This has to be an object of values by name, not too large.")
            return {}
        return dict(value)

    def flag(self, raw: Mapping[str, Any], name: str, at: str) -> bool:
        value = raw.get(name, False)
        if value is None:
            return False
        if not isinstance(value, bool):
            self.wrong(f"{at}.{name}", "This has to be true or false.")
            return False
        return value

    def seconds(self, raw: Mapping[str, Any], name: str, at: str) -> int | None:
        return self.whole(raw, name, at, 0, MAX_SECONDS)

    def whole(self, raw: Mapping[str, Any], name: str, at: str, least: int, most: int) -> int | None:
        value = raw.get(name)
        if value in (None, ""):
            return None
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            self.wrong(f"{at}.{name}", "This has to be a whole number within the limits.")
            return None
        return value


def to_json(graph: Graph) -> dict[str, Any]:
    """The graph as JSON again, without what is empty; `parse` gives the same graph back."""
    return {
        "nodes": [_bare(node) for node in graph.nodes],
        "edges": [_edge_json(edge) for edge in graph.edges],
    }


def _edge_json(edge: Edge) -> dict[str, Any]:
    found = _bare(edge)
    return {"id": found.pop("id"), "from": found.pop("source"), "to": found.pop("target"), **found}


def _bare(one: Any) -> Any:
    """A dataclass as JSON, empty members left out (a rung at once keeps its zero)."""
    if isinstance(one, Node | Edge | Assignee | Countersign | Rung):
        members = {name: _bare(value) for name, value in vars(one).items()}
        kept = {
            name: value
            for name, value in members.items()
            if value not in ("", None, [], {}, False) or (value == 0 and value is not False)
        }
        if kept.get("pick") == "queue":
            del kept["pick"]
        return kept
    if isinstance(one, tuple | list):
        return [_bare(item) for item in one]
    return dict(one) if isinstance(one, Mapping) else one
