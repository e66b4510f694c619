"""Loops, forks and joins of a drawn process: what a walk along its links can tell."""

from __future__ import annotations

from collections.abc import Iterator

from erp.processes.calc.graph import Graph

_STOPS_A_LOOP = {"task", "wait"}  # somebody, or something outside, has to act before it goes round again


def check_loops(graph: Graph) -> Iterator[str]:
    """The nodes of loops that would go round by themselves: no person, no event, no limit of visits."""
    free = {node.id for node in graph.nodes if node.type not in _STOPS_A_LOOP and node.max_visits is None}
    for loop in _components(graph, free):
        first = loop[0]
        if len(loop) > 1 or any(edge.target == first for edge in graph.out(first)):
            yield from sorted(loop, key=[node.id for node in graph.nodes].index)


def _components(graph: Graph, among: set[str]) -> Iterator[list[str]]:
    """Strongly connected parts of the nodes given.

    Source: Tarjan, Depth-first search and linear graph algorithms, SIAM J. Comput. 1 (1972).
    """
    number: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    on_stack: set[str] = set()
    for root in sorted(among):
        if root in number:
            continue
        walk = [(root, iter([edge.target for edge in graph.out(root)]))]
        number[root] = low[root] = len(number)
        stack.append(root)
        on_stack.add(root)
        while walk:
            at, targets = walk[-1]
            target = next((one for one in targets if one in among), None)
            if target is None:
                walk.pop()
                if walk:
                    low[walk[-1][0]] = min(low[walk[-1][0]], low[at])
                if low[at] == number[at]:
                    part = stack[stack.index(at) :]
                    del stack[stack.index(at) :]
                    on_stack.difference_update(part)
                    yield part
            elif target not in number:
                number[target] = low[target] = len(number)
                stack.append(target)
                on_stack.add(target)
                walk.append((target, iter([edge.target for edge in graph.out(target)])))
            elif target in on_stack:
                low[at] = min(low[at], number[target])


def check_joins(graph: Graph) -> Iterator[tuple[str, str, str]]:
    """Joins that no fork feeds (a case would wait there for ever) and forks whose branches never meet."""
    forks = [node for node in graph.nodes if node.type == "parallel"]
    joins = [node for node in graph.nodes if node.type == "join"]
    branches = {
        fork.id: [{edge.target} | graph.reachable(edge.target) for edge in graph.out(fork.id)]
        for fork in forks
    }
    for join in joins:
        if len(graph.into(join.id)) < 2:
            yield join.id, "join_of_one", "warning"
        if not any(sum(join.id in reach for reach in reaches) > 1 for reaches in branches.values()):
            yield join.id, "join_without_fork", "error"
    for fork in forks:
        reaches = branches[fork.id]
        if len(reaches) < 2:
            yield fork.id, "fork_of_one", "warning"
        elif not any(all(join.id in reach for reach in reaches) for join in joins):
            yield fork.id, "fork_without_join", "warning"
