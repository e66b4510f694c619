"""A case in memory: tokens move over the drawn graph, nothing is read or written.

The caller loads the tokens under lock, lets them move here and writes what changed. A question that
can't be answered yet (`Later`) leaves the token active at its node, to be settled by whoever may read
more; one that can't be answered at all makes a failure, which becomes an incident.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from erp.core.errors import DomainError
from erp.processes.calc.graph import Edge, Graph, Node
from erp.processes.calc.places import (
    ACTIVE,
    DONE,
    INCIDENT,
    LEAVE,
    WAITING,
    Failure,
    Later,
    Place,
    Step,
    words,
)

MOST_MOVES = 1_000

Ask = Callable[[str, Mapping[str, Any]], bool]


@dataclass
class Journey:
    """One case on its way: the tokens it has, and what has happened to them since they were loaded.

    `ask` answers a condition, given facts of the step besides those of the document; `new_ids` gives
    keys for tokens that are born at a split.
    """

    graph: Graph
    places: list[Place]
    visits: dict[str, int]
    at: datetime
    by: str
    ask: Ask
    new_id: Callable[[], int]
    decide: Callable[[str], Mapping[str, Any]] = lambda _code: {}
    instant: Callable[[str], datetime | None] = lambda _text: None
    steps: list[Step] = field(default_factory=list)
    logged: list[Step] = field(default_factory=list)
    visits_begun: list[tuple[int, str, int]] = field(default_factory=list)
    to_open: list[Place] = field(default_factory=list)
    to_close: list[int] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    event: Mapping[str, Any] = field(default_factory=lambda: {"event.name": ""})
    moves: int = 0
    entering: list[Place] = field(default_factory=list)
    is_going: bool = False

    # --- what is seen from outside ----------------------------------------------------------------
    @property
    def live(self) -> list[Place]:
        """The tokens that are not done."""
        return [place for place in self.places if place.state != DONE]

    @property
    def active(self) -> list[Place]:
        """The tokens that are to be run."""
        return [place for place in self.places if place.state == ACTIVE]

    @property
    def has_changed(self) -> bool:
        """Whether there is anything to write."""
        return bool(self.steps) or any(place.is_changed or place.is_new for place in self.places)

    @property
    def has_news(self) -> bool:
        """Whether there is anything to write or to tell."""
        return self.has_changed or bool(self.logged)

    def place(self, token_id: int) -> Place | None:
        """The token with this key, if it is not done."""
        return next((place for place in self.live if place.id == token_id), None)

    # --- what may happen to a case ------------------------------------------------------------------
    def settle(self, place: Place) -> None:
        """Do at a token's node what needs no person and no action, as far as it can be said now."""
        self.entering.append(place)
        self._go()

    def _go(self) -> None:
        """Settle every token that has come to a node, one after the other, and let joins pass."""
        if self.is_going:
            return
        self.is_going = True
        try:
            while self.entering or self._fire_joins():
                if self.entering:
                    place = self.entering.pop(0)
                    if place.state == ACTIVE:
                        self._settle(place)
        finally:
            self.is_going = False

    def _settle(self, place: Place) -> None:
        node = self.graph.node(place.node)
        self.moves += 1
        if self.moves > MOST_MOVES:
            self._fail(place, "too_many_steps", {"node": node.id, "limit": MOST_MOVES})
            return
        try:
            if place.wait_for.startswith(LEAVE):
                self.leave(place, place.wait_for.removeprefix(LEAVE))
            elif node.max_visits is not None and place.visit > node.max_visits:
                self._fail(place, "too_many_visits", {"node": node.id, "limit": node.max_visits})
            elif node.entry and node.type != "start" and not self.ask(node.entry, self._step_facts(place)):
                self.leave(place, "skipped")
            else:
                getattr(self, f"_at_{node.type}")(place, node)
        except Later:
            self._set(place, ACTIVE, wait_for=place.wait_for if place.wait_for.startswith(LEAVE) else "")
        except DomainError as refusal:
            self._fail(place, refusal.code, {"node": node.id, **refusal.facts})

    def leave(self, place: Place, outcome: str, *, edge: Edge | None = None, facts: Any = None) -> None:
        """End a visit with an outcome and go on by the link that the drawing says.

        Raises: Later when that link can't be told here (then nothing has changed).
        """
        links = [edge] if edge else self._links(place, outcome, facts or {})
        self._log(place, outcome, links[0].id if links else "")
        if not links:
            self._finish(place)
            return
        note = place.note
        for extra in links[1:]:
            self._enter(self._born(), extra, note)
        self._enter(place, links[0], note)
        self._go()

    def leave_or_wait(self, place: Place, outcome: str) -> None:
        """End a visit; where the way on can't be told here the token stays active, to be settled again."""
        try:
            self.leave(place, outcome)
        except Later:
            self._set(place, ACTIVE, wait_for=f"{LEAVE}{outcome}"[:120])
        except DomainError as refusal:
            self._fail(place, refusal.code, {"node": place.node, **refusal.facts})

    def send_to(self, place: Place, node_id: str, outcome: str, note: str = "") -> None:
        """Put a token on another node; branches that would come up again from there are called back."""
        for other in self.live:
            if other is not place and other.node in self.graph.reachable(node_id):
                self._log(other, "recalled", "")
                self._finish(other)
        self._log(place, outcome, "")
        self._enter(place, Edge(id="", source=place.node, target=node_id), note or place.note)
        self._go()

    def resume(self, place: Place) -> None:
        """Settle an active token again, now that more can be read."""
        self.settle(place)

    def put(self, place: Place, node_id: str) -> None:
        """Put a token on a node of another version; the caller gives that graph and resumes the token."""
        self._log(place, "migrated", "")
        self.visits[node_id] = self.visits.get(node_id, 0) + 1
        place.node, place.visit, place.edge = node_id, self.visits[node_id], ""
        place.entered_at, place.is_changed = self.at, True
        self._set(place, ACTIVE)
        self.visits_begun.append((place.id, node_id, place.visit))

    def hear(self, name: str, facts: Mapping[str, Any]) -> bool:
        """News of the document: tokens that wait for it go on, steps it has overtaken are left.

        Gives whether anything moved.
        """
        moved = False
        self.event = {**{f"event.{key}": value for key, value in facts.items()}, "event.name": name}
        for place in list(self.live):
            node = self.graph.node(place.node)
            if node.type == "wait" and place.state == WAITING:
                moved |= self._hear_at_wait(place, node, name)
            elif node.type != "wait" or place.state == ACTIVE:
                moved |= self._overtake(place, name)
        return moved

    def cancel(self, outcome: str) -> None:
        """End every token: the case is over."""
        for place in self.live:
            self._log(place, outcome, "")
            self._finish(place)

    def wake(self, place: Place) -> None:
        """A timer's time has come."""
        if place.state == WAITING and place.due_at is not None and place.due_at <= self.at:
            self.leave(place, "timer")

    def retry(self, place: Place) -> None:
        """Try a refused step again: it is active once more."""
        self._set(place, ACTIVE)

    def take_back(self, place: Place, node_id: str, facts: Mapping[str, Any]) -> None:
        """Put a token back on a step that was undone; it waits there for a person."""
        self._log(place, "undone", "")
        self.visits[node_id] = self.visits.get(node_id, 0) + 1
        place.node, place.visit, place.edge = node_id, self.visits[node_id], ""
        place.entered_at, place.is_changed = self.at, True
        self.visits_begun.append((place.id, node_id, place.visit))
        self._fail(place, "undone", {"node": node_id, **facts})

    def refuse(self, place: Place, code: str, facts: Mapping[str, Any]) -> None:
        """An action was refused: go on by the link drawn for that, else wait for a person."""
        try:
            links = [
                edge
                for edge in self.graph.out(place.node)
                if edge.condition and "step.outcome" in edge.condition and self._holds(edge, place, code, {})
            ]
        except (Later, DomainError):
            links = []
        if links:
            place.note = links[0].label or code
            self.leave(place, code, edge=links[0])
            return
        self._fail(place, code, facts)

    # --- nodes --------------------------------------------------------------------------------------
    def _at_start(self, place: Place, node: Node) -> None:
        self.leave(place, "started")

    def _at_gateway(self, place: Place, node: Node) -> None:
        facts: Mapping[str, Any] = {}
        if table := node.input.get("table"):
            facts = {f"decision.{key}": value for key, value in self.decide(str(table)).items()}
            place.note = str(facts.get("decision.why") or place.note)[:80]
        self.leave(place, "routed", facts=facts)

    def _at_parallel(self, place: Place, node: Node) -> None:
        self.leave(place, "split")

    def _at_join(self, place: Place, node: Node) -> None:
        self._set(place, WAITING)

    def _at_wait(self, place: Place, node: Node) -> None:
        if node.exit and self.ask(node.exit, self._step_facts(place)):
            self.leave(place, "passed")
            return
        self._set(place, WAITING, wait_for=node.wait_for, due_at=self._until(place, node))

    def _at_timer(self, place: Place, node: Node) -> None:
        due_at = self._until(place, node)
        self._set(place, WAITING, due_at=due_at)
        if due_at is None or due_at <= self.at:
            self.leave(place, "timer")

    def _at_task(self, place: Place, node: Node) -> None:
        self._set(place, WAITING)
        self.to_open.append(place)

    def _at_action(self, place: Place, node: Node) -> None:
        if node.exit and self.ask(node.exit, self._step_facts(place)):
            self.leave(place, "done_before")
            return
        self._set(place, ACTIVE)

    def _at_subprocess(self, place: Place, node: Node) -> None:
        self._set(place, ACTIVE)

    def _at_end(self, place: Place, node: Node) -> None:
        self._log(place, "ended", "")
        self._finish(place)

    # --- links ----------------------------------------------------------------------------------------
    def _links(self, place: Place, outcome: str, facts: Mapping[str, Any]) -> list[Edge]:
        node = self.graph.node(place.node)
        out = self.graph.out(place.node)
        if node.type == "parallel":
            return list(out)
        plain = next((edge for edge in out if edge.otherwise or not edge.condition), None)
        for edge in out:
            if edge.condition and not edge.otherwise and self._holds(edge, place, outcome, facts):
                return [self._noted(place, edge)]
        if plain is not None:
            return [self._noted(place, plain)]
        if node.type == "end" or not out:
            return []
        raise DomainError("no_way_out", node=place.node)

    def _noted(self, place: Place, edge: Edge) -> Edge:
        if edge.label and self.graph.node(place.node).type == "gateway" and not place.note:
            place.note = edge.label[:80]
        return edge

    def _holds(self, edge: Edge, place: Place, outcome: str, facts: Mapping[str, Any]) -> bool:
        return self.ask(edge.condition, {**self._step_facts(place), **facts, "step.outcome": outcome})

    def _step_facts(self, place: Place) -> dict[str, Any]:
        return {**self.event, "step.visit": place.visit, "step.note": place.note, "step.outcome": ""}

    def _enter(self, place: Place, edge: Edge, note: str) -> None:
        node_id = edge.target
        self.visits[node_id] = self.visits.get(node_id, 0) + 1
        place.node, place.visit, place.edge = node_id, self.visits[node_id], edge.id
        place.entered_at, place.note, place.is_changed = self.at, note[:80], True
        self._set(place, ACTIVE)
        self.visits_begun.append((place.id, node_id, place.visit))
        self.entering.append(place)

    def _hear_at_wait(self, place: Place, node: Node, name: str) -> bool:
        if name not in words(place.wait_for):
            return False
        try:
            if node.exit and not self.ask(node.exit, self._step_facts(place)):
                return False
        except Later:
            self._set(place, ACTIVE)
            return True
        except DomainError as refusal:
            self._fail(place, refusal.code, {"node": node.id, **refusal.facts})
            return True
        self.leave_or_wait(place, "event")
        return True

    def _overtake(self, place: Place, name: str) -> bool:
        """The document was moved on by hand past an action that this token was still to come to."""
        for node_id in [place.node, *sorted(self.graph.reachable(place.node))]:
            node = self.graph.node(node_id)
            if node.type != "action" or name not in words(node.wait_for):
                continue
            try:
                if node.exit and not self.ask(node.exit, self._step_facts(place)):
                    continue
            except (Later, DomainError):
                continue
            self._jump(place, node)
            return True
        return False

    def _jump(self, place: Place, node: Node) -> None:
        if place.node != node.id:
            self._log(place, "overtaken", "")
            self.visits[node.id] = self.visits.get(node.id, 0) + 1
            place.node, place.visit, place.entered_at = node.id, self.visits[node.id], self.at
            place.edge, place.is_changed = "", True
            self._set(place, ACTIVE)
            self.visits_begun.append((place.id, node.id, place.visit))
        self.leave_or_wait(place, "done")

    # --- the small change -------------------------------------------------------------------------------
    def _fire_joins(self) -> bool:
        """Let a join pass to which no other token of the case can come any more; whether one did."""
        for node in self.graph.joins:
            here = [p for p in self.live if p.node == node.id and p.state == WAITING and not p.wait_for]
            others = [p for p in self.live if p.node != node.id or p.state == ACTIVE]
            if not here or any(node.id in self.graph.reachable(p.node) for p in others):
                continue
            for merged in here[1:]:
                self._log(merged, "merged", "")
                self._finish(merged)
            self.leave_or_wait(here[0], "joined")
            return True
        return False

    def _born(self) -> Place:
        place = Place(self.new_id(), "", 0, ACTIVE, self.at, is_new=True)
        self.places.append(place)
        return place

    def _until(self, place: Place, node: Node) -> datetime | None:
        if node.timer_until:
            return self.instant(node.timer_until)
        if node.timer_seconds is None:
            return None
        return place.entered_at + timedelta(seconds=node.timer_seconds)

    def _log(self, place: Place, outcome: str, edge: str) -> None:
        if self.graph.node(place.node).type == "task":
            if (place.id, place.node, place.visit) not in self.visits_begun:
                self.to_close.append(place.id)
            self.to_open[:] = [one for one in self.to_open if one is not place]
        step = Step(place.id, place.node, place.visit, place.entered_at, self.at, outcome[:80], self.by, edge)
        self.steps.append(step)

    def _finish(self, place: Place) -> None:
        self._set(place, DONE)
        self.failures[:] = [failure for failure in self.failures if failure.place is not place]

    def _fail(self, place: Place, code: str, facts: Mapping[str, Any]) -> None:
        self._set(place, WAITING, wait_for=INCIDENT)
        self.failures.append(Failure(place, code, facts))

    def _set(self, place: Place, state: str, *, wait_for: str = "", due_at: datetime | None = None) -> None:
        if (place.state, place.wait_for, place.due_at) != (state, wait_for, due_at):
            place.state, place.wait_for, place.due_at = state, wait_for, due_at
            place.is_changed = True
