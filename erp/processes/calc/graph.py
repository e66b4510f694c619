"""A process as drawn, in memory: nodes, links and what can be told by walking them."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from erp.processes.calc.shapes import Assignee, Countersign, Edge, Node, Rung

__all__ = ["Assignee", "Countersign", "Edge", "Graph", "Node", "Rung"]


@dataclass(frozen=True)
class Graph:
    """A whole process as drawn; immutable, its indexes are reckoned once."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]

    @cached_property
    def by_id(self) -> dict[str, Node]:
        """The nodes by id."""
        return {node.id: node for node in self.nodes}

    @cached_property
    def _out(self) -> dict[str, tuple[Edge, ...]]:
        return _grouped(self.edges, lambda edge: edge.source)

    @cached_property
    def _into(self) -> dict[str, tuple[Edge, ...]]:
        return _grouped(self.edges, lambda edge: edge.target)

    @cached_property
    def joins(self) -> tuple[Node, ...]:
        """The nodes where branches come together, in drawn order."""
        return tuple(node for node in self.nodes if node.type == "join")

    def node(self, node_id: str) -> Node:
        """A node by id.

        Raises: KeyError.
        """
        return self.by_id[node_id]

    def out(self, node_id: str) -> tuple[Edge, ...]:
        """The links that leave a node, in drawn order; the otherwise link comes last."""
        return self._out.get(node_id, ())

    def into(self, node_id: str) -> tuple[Edge, ...]:
        """The links that lead to a node."""
        return self._into.get(node_id, ())

    @cached_property
    def start(self) -> Node:
        """Where a case begins."""
        return next(node for node in self.nodes if node.type == "start")

    @cached_property
    def ends(self) -> tuple[Node, ...]:
        """Where a case may finish."""
        return tuple(node for node in self.nodes if node.type == "end")

    @cached_property
    def _reached(self) -> dict[str, frozenset[str]]:
        return {}

    def reachable(self, node_id: str) -> frozenset[str]:
        """Every node that a case at this one may come to, itself only by a loop; walked once."""
        found = self._reached.get(node_id)
        if found is None:
            found = self._walk(node_id, lambda at: (edge.target for edge in self.out(at)))
            self._reached[node_id] = found
        return found

    def before(self, node_id: str) -> frozenset[str]:
        """Every node from which a case may come to this one, itself only by a loop."""
        return self._walk(node_id, lambda at: (edge.source for edge in self.into(at)))

    def earlier_than(self, node_id: str) -> tuple[Node, ...]:
        """The tasks that a case at this node may be sent back to, in drawn order."""
        earlier = self.before(node_id)
        return tuple(
            node for node in self.nodes if node.id in earlier and node.type == "task" and node.id != node_id
        )

    def _walk(self, first: str, follow: Callable[[str], Iterable[str]]) -> frozenset[str]:
        found: set[str] = set()
        waiting = deque(follow(first))
        while waiting:
            at = waiting.popleft()
            if at not in found:
                found.add(at)
                waiting.extend(follow(at))
        return frozenset(found)


def _grouped(edges: Iterable[Edge], key: Callable[[Edge], str]) -> dict[str, tuple[Edge, ...]]:
    groups: dict[str, list[Edge]] = {}
    for edge in edges:
        groups.setdefault(key(edge), []).append(edge)
    return {at: tuple(sorted(found, key=lambda edge: edge.otherwise)) for at, found in groups.items()}
