"""A drawing tried on the past: documents that were on their way already go through it in memory.

What people and the outside did is taken from the document's own news; what the drawing does itself
takes no time; how long a person needs is told by `Handling`. News that an action of the drawing
causes are not taken from the past: the action happens when the drawing comes to it, and the later
news move by as much as it came later or earlier than it did then.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from erp.core.errors import DomainError
from erp.processes.calc.graph import Graph, Node
from erp.processes.calc.journey import Journey
from erp.processes.calc.places import ACTIVE, WAITING, Place, words

MOST_HAPPENINGS = 400
MOST_DEPTH = 5

Ask = Callable[[str, Mapping[str, Any]], bool]
Decide = Callable[[str, Mapping[str, Any]], Mapping[str, Any]]


@dataclass(frozen=True)
class News:
    """Something that was told of the document, and which of its facts it changed."""

    at: datetime
    name: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    changes: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Past:
    """A document of the past: what was known of it when its case began, and what was told after."""

    number: str
    began_at: datetime
    facts: Mapping[str, Any]
    news: tuple[News, ...]


@dataclass(frozen=True)
class Handling:
    """How long people need for a step, and how often longer than its target. Units: seconds, share 0–1."""

    seconds: float
    late_share: float = 0.0
    is_assumed: bool = False


@dataclass(frozen=True)
class Part:
    """A process that a step is made of: its drawing, and how long people need for its steps."""

    graph: Graph
    handling: Callable[[Node], Handling]


@dataclass(frozen=True)
class Work:
    """A step that a person would have had to do."""

    node: str
    role: str
    at: datetime
    handling: Handling


@dataclass(frozen=True)
class Replayed:
    """What one document would have gone through.

    `route` names the steps of people, and where a gateway chose, by which link; `ended` is
    `completed`, `cancelled`, `waiting:<node>` where the past says no more, or `failed:<code>`.
    """

    number: str
    route: tuple[str, ...]
    work: tuple[Work, ...]
    ended: str
    seconds: float

    @property
    def is_automatic(self) -> bool:
        """Whether no person had to decide anything."""
        return not self.work


@dataclass(frozen=True)
class Means:
    """What a replay asks of whoever can read: conditions, decision tables, processes that are parts.

    `part(code)` gives None where no version is known: such a step takes no time.
    """

    ask: Ask
    decide: Decide
    part: Callable[[str], Part | None] = lambda _code: None


def replay(whole: Part, past: Past, means: Means, *, depth: int = 0) -> Replayed:
    """Lead one document of the past through a drawing; reads and writes nothing itself."""
    return _Run(whole, past, means, depth).run()


class _Run:
    """One document on its way through the drawing, moment by moment."""

    def __init__(self, whole: Part, past: Past, means: Means, depth: int) -> None:
        graph = whole.graph
        self.graph, self.past, self.handling, self.means, self.depth = (
            graph, past, whole.handling, means, depth,
        )  # fmt: skip
        self.facts = dict(past.facts)
        self.news = list(past.news)
        self.lag = timedelta()
        self.work: list[Work] = []
        self.finish: dict[int, tuple[datetime, str]] = {}
        self.ended = ""
        self.own = {name for node in graph.nodes if node.type == "action" for name in words(node.wait_for)}
        self.cancel_on = frozenset(words(graph.start.input.get("cancel_on")))
        keys = itertools.count(2)
        place = Place(1, graph.start.id, 1, ACTIVE, past.began_at)
        self.journey = Journey(
            graph=graph,
            places=[place],
            visits={graph.start.id: 1},
            at=past.began_at,
            by="replay",
            ask=lambda text, own: means.ask(text, {**self.facts, **own}),
            new_id=lambda: next(keys),
            decide=lambda table: means.decide(table, self.facts),
            instant=lambda _text: None,
        )

    def run(self) -> Replayed:
        """Go on until the case ends or the past has no more to tell."""
        try:
            for _turn in range(MOST_HAPPENINGS):
                self.settle()
                if self.ended or not self.journey.live or not self.happen():
                    break
            else:
                self.ended = "failed:too_many_steps"
        except DomainError as refusal:
            self.ended = f"failed:{refusal.code}"
        return Replayed(
            number=self.past.number,
            route=tuple(self.route()),
            work=tuple(self.work),
            ended=self.ended or self.where(),
            seconds=(self.journey.at - self.past.began_at).total_seconds(),
        )

    def settle(self) -> None:
        """Do what needs no time: gateways, actions, the opening of tasks."""
        while active := self.journey.active:
            place = active[0]
            node = self.graph.node(place.node)
            before = (place.node, place.visit, place.state)
            self.journey.resume(place)
            if (place.node, place.visit, place.state) != before or place.state != ACTIVE:
                continue
            if node.type == "subprocess":
                self.begin_part(place, node)
                continue
            self.act(node)
            self.journey.leave(place, "done")
        if self.journey.failures:
            self.ended = f"failed:{self.journey.failures[0].code}"
        for place in self.journey.to_open:
            self.ask_person(place)
        self.journey.to_open.clear()

    def ask_person(self, place: Place) -> None:
        node = self.graph.node(place.node)
        found = self.handling(node)
        role = node.assignee.role if node.assignee and node.assignee.role else ""
        self.work.append(Work(node.id, role, place.entered_at, found))
        self.finish[place.id] = place.entered_at + timedelta(seconds=found.seconds), "approved"

    def begin_part(self, place: Place, node: Node) -> None:
        """A process inside this one takes the time of its own steps; what the past told is the whole's."""
        part = self.means.part(node.process) if self.depth < MOST_DEPTH else None
        if part is None:
            self.journey.leave(place, "completed")
            return
        past = Past(self.past.number, self.journey.at, dict(self.facts), ())
        inside = replay(part, past, self.means, depth=self.depth + 1)
        self.work += inside.work
        outcome = "cancelled" if inside.ended == "cancelled" else "completed"
        self.finish[place.id] = self.journey.at + timedelta(seconds=inside.seconds), outcome
        place.state = WAITING

    def act(self, node: Node) -> None:
        """The drawing does it now; what the past told of it then sets the pace of what followed."""
        names = words(node.wait_for)
        then = next((news for news in self.news if news.name in names), None)
        if then is None:
            return
        self.lag = self.journey.at - then.at
        self.news.remove(then)
        self.facts.update(then.changes)

    def happen(self) -> bool:
        """Let the next thing happen: a person is ready, a time has come, news arrives; false for nothing."""
        ways = sorted(self.ways(), key=lambda way: way[0])
        if not ways:
            return False
        at, way = ways[0]
        self.journey.at = max(self.journey.at, at)
        way()
        return True

    def ways(self) -> Iterator[tuple[datetime, Callable[[], None]]]:
        """Everything that may happen next, with its moment."""
        for place in self.journey.live:
            if place.id in self.finish:
                yield self.finish[place.id][0], partial(self.finished, place)
            elif place.state == WAITING and place.due_at is not None:
                yield place.due_at, partial(self.journey.wake, place)
        news = self.next_news()
        if news is not None:
            yield max(news.at + self.lag, self.past.began_at), partial(self.hear, news)

    def next_news(self) -> News | None:
        """The next news; none while the drawing has still to cause what was told before it."""
        for news in self.news:
            if news.name not in self.own:
                return news
            if any(self.is_still_to_come(place, news.name) for place in self.journey.live):
                return None
        return None

    def is_still_to_come(self, place: Place, name: str) -> bool:
        return any(
            name in words(self.graph.node(node_id).wait_for)
            for node_id in (place.node, *self.graph.reachable(place.node))
            if self.graph.node(node_id).type == "action"
        )

    def hear(self, news: News) -> None:
        self.news.remove(news)
        self.facts.update(news.changes)
        if news.name in self.cancel_on:
            self.journey.cancel("cancelled")
            self.ended = "cancelled"
            return
        self.journey.hear(news.name, news.facts)

    def finished(self, place: Place) -> None:
        """A person, or a process inside this one, is ready."""
        _at, outcome = self.finish.pop(place.id)
        self.journey.leave_or_wait(place, outcome)

    def route(self) -> Iterator[str]:
        for step in self.journey.steps:
            node = self.graph.node(step.node)
            if node.type == "task" and step.outcome != "skipped":
                yield node.id
            elif node.type == "gateway" and len(self.graph.out(node.id)) > 1 and step.edge:
                yield step.edge

    def where(self) -> str:
        live = self.journey.live
        return f"waiting:{live[0].node}" if live else "completed"
