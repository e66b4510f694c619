"""Which conditions hold: of many rules over one document at once, and why, for the trace."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from erp.core.events import to_json
from erp.core.expressions import BadExpression, compiled, holds_in, nested
from erp.core.refs import DocumentRef
from erp.rules.calc.rule import test_text
from erp.rules.selectors.rules import ActiveRule, Ready, active_rules

Answer = bool | BadExpression
_TOGETHER = 1_800  # characters of conditions that are evaluated in one go


def judged(text: str, tree: dict[str, Any]) -> Answer:
    """Whether one condition holds over a document's facts, or why it can't be said; "" always holds."""
    try:
        return holds_in(text, tree) if text else True
    except BadExpression as error:
        return error


class Together:
    """Conditions that are evaluated over the same facts: compiled into few expressions, once."""

    def __init__(self, texts: Sequence[str]) -> None:
        """Put as many into each expression as its bounds allow; what can't be joined stands alone."""
        self._count = len(texts)
        self._parts: list[tuple[list[int], list[str], Any]] = []
        part: list[int] = []
        for index, text in enumerate(texts):
            if not text:
                continue
            if part and sum(len(texts[one]) + 4 for one in part) + len(text) > _TOGETHER:
                self._add(part, texts)
                part = []
            part.append(index)
        if part:
            self._add(part, texts)

    def _add(self, part: list[int], texts: Sequence[str]) -> None:
        mine = [texts[index] for index in part]
        try:
            joined = compiled(f"[{', '.join(f'({text})' for text in mine)}]")
        except BadExpression:  # together they divide too often, or one of them can't be read
            joined = None
        self._parts.append((part, mine, joined))

    def answers(self, tree: dict[str, Any]) -> list[Answer]:
        """Which of them hold; one that fails is judged by itself and spoils no other."""
        answers: list[Answer] = [True] * self._count
        for indices, texts, joined in self._parts:
            for index, answer in zip(indices, _evaluated(texts, joined, tree), strict=True):
                answers[index] = answer
        return answers


def _evaluated(texts: Sequence[str], joined: Any, tree: dict[str, Any]) -> Sequence[Answer]:
    if joined is not None:
        try:
            found = joined.evaluate(tree)
        except RuntimeError:
            found = None
        if isinstance(found, list) and all(isinstance(one, bool) for one in found):
            return found
    return [judged(text, tree) for text in texts]


@dataclass(frozen=True)
class Panel:
    """The rules that are asked at one event about one kind of document.

    `steady` are those of one version that counts for everybody; of the others it depends on the document.
    """

    event: str
    subject: str
    steady: tuple[tuple[ActiveRule, Ready], ...]
    piloted: tuple[ActiveRule, ...]

    @cached_property
    def wanted(self) -> frozenset[str]:
        """The facts that any of them reads."""
        own = {name for _rule, ready in self.steady for name in ready.wanted}
        return frozenset(own.union(*(rule.wanted for rule in self.piloted)))

    @cached_property
    def reads_event(self) -> bool:
        """Whether it matters which event of its name it is."""
        return any(name.startswith("event") for name in self.wanted)

    @cached_property
    def _together(self) -> Together:
        return Together([ready.text for _rule, ready in self.steady])

    @cached_property
    def _heads(self) -> frozenset[str]:
        return frozenset(name.partition("[")[0] for name in self.wanted)

    def holding(
        self, subject: DocumentRef, facts: Mapping[str, Any], *, at: datetime
    ) -> list[tuple[ActiveRule, Ready]]:
        """The rules whose conditions hold over these facts, or can't be judged: both are answered for."""
        heads = self._heads
        tree = nested({name: value for name, value in facts.items() if name in heads}, at=at)
        answers = self._together.answers(tree)
        found = [pair for pair, answer in zip(self.steady, answers, strict=True) if answer is not False]
        for rule in self.piloted:
            ready = rule.version_for(subject, facts)
            listens = ready is not None and self.event in ready.rule.events
            if ready is not None and listens and judged(ready.text, tree) is not False:
                found.append((rule, ready))
        return found


class _Panels:
    """The panels of the rules that are on, made anew when those are read anew."""

    def __init__(self) -> None:
        self.rules: list[ActiveRule] | None = None
        self.by_event: dict[str, list[Panel]] = {}

    def of(self, event: str) -> list[Panel]:
        rules = active_rules()
        if rules is not self.rules:
            self.rules, self.by_event = rules, {}
        if event not in self.by_event:
            self.by_event[event] = list(_panels(event, rules))
        return self.by_event[event]


_kept = _Panels()


def panels_at(event: str) -> list[Panel]:
    """Who is asked at an event, one panel per kind of document."""
    return _kept.of(event)


def _panels(event: str, rules: Sequence[ActiveRule]) -> Iterator[Panel]:
    asked = [rule for rule in rules if rule.trigger_type == "event" and event in rule.events]
    for subject in sorted({rule.subject for rule in asked}):
        mine = [rule for rule in asked if rule.subject == subject]
        yield Panel(
            event,
            subject,
            tuple((rule, rule.versions[0]) for rule in mine if not rule.has_pilots),
            tuple(rule for rule in mine if rule.has_pilots),
        )


def explained(ready: Ready, facts: Mapping[str, Any], *, at: datetime) -> list[dict[str, Any]]:
    """Which condition was what, for the trace."""
    tree = nested(facts, at=at)
    lines = []
    for test in ready.rule.tests:
        fact = str(test["fact"])
        answer = judged(test_text(test, ready.types.get(fact, "text")), tree)
        lines.append({**test, "was": _plain(facts.get(fact)), "held": answer is True})
    if ready.rule.expression:
        answer = judged(ready.rule.expression, tree)
        why = str(answer.facts.get("why", "")) if isinstance(answer, BadExpression) else ""
        lines.append({"expression": ready.rule.expression, "held": answer is True, "why": why})
    return lines


def _plain(value: Any) -> Any:
    """A fact as the trace keeps it: numbers stay numbers."""
    return value if isinstance(value, float) else to_json(value)
