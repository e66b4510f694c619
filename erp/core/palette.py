"""The palette: what business apps lend to processes, rules and reports. What is not here they cannot use.

An app lends the facts of its kinds of document (with types and labels, for conditions) and actions
(with the kinds they apply to, typed inputs and the right they need).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, Protocol

from erp.core.actor import Actor
from erp.core.errors import Misconfigured
from erp.core.expressions import FactType
from erp.core.refs import DocumentRef

InputType = Literal["text", "number", "boolean", "date", "choice", "role", "user", "recipients", "json"]
FactsFunction = Callable[[DocumentRef], dict[str, Any]]


class ActionFunction(Protocol):
    """An action on a document, called inside a command."""

    def __call__(self, subject: DocumentRef, *, actor: Actor, at: datetime, **values: Any) -> Any:
        """Do it, or raise a DomainError."""


@dataclass(frozen=True)
class Fact:
    """One thing known about a kind of document: its ASCII key, its label and type, its possible values.

    A list's fields are facts of their own: "lines" is a list, "lines[].category" a text.
    """

    key: str
    label: Any
    type: FactType
    choices: Sequence[tuple[str, Any]] | Callable[[], Sequence[tuple[str, Any]]] = ()

    def options(self) -> list[tuple[str, str]]:
        """The possible values with their labels, in the reader's language; empty when any value may be."""
        given = self.choices() if callable(self.choices) else self.choices
        return [(str(value), str(label)) for value, label in given]


@dataclass(frozen=True)
class Input:
    """One value that an action is given."""

    name: str
    label: Any
    type: InputType = "text"
    required: bool = False
    choices: Sequence[tuple[str, Any]] | Callable[[], Sequence[tuple[str, Any]]] = ()

    def options(self) -> list[tuple[str, str]]:
        """The values that may be given, with their labels in the reader's language; empty for any."""
        given = self.choices() if callable(self.choices) else self.choices
        return [(str(value), str(label)) for value, label in given]


@dataclass(frozen=True)
class Action:
    """One action that the no-code side may order; the key is the service's and the right's name.

    `subjects` are the kinds it applies to (none: every kind), `undo` the action that takes it back,
    `is_critical` says that no time-out may order it without a person, `ends_with_cause` that a rule takes it
    back by itself when its conditions hold no more (a warning, a mark).
    """

    key: str
    title: Any
    function: ActionFunction
    subjects: tuple[str, ...] = ()
    inputs: tuple[Input, ...] = ()
    permission: str = ""
    undo: str = ""
    is_critical: bool = False
    ends_with_cause: bool = False


_actions: dict[str, Action] = {}
_facts: dict[str, dict[str, FactsFunction]] = {}
_declared: dict[str, dict[str, Fact]] = {}


def lend_action(
    key: str,
    title: Any,
    *,
    subjects: Iterable[str] = (),
    inputs: Iterable[Input] = (),
    permission: str | None = None,
    undo: str = "",
    is_critical: bool = False,
    ends_with_cause: bool = False,
) -> Callable[[ActionFunction], ActionFunction]:
    """Lend an action under its key; the right it needs has the key's name unless told."""

    def register(function: ActionFunction) -> ActionFunction:
        right = key if permission is None else permission
        _actions[key] = Action(
            key, title, function, tuple(subjects), tuple(inputs), right, undo, is_critical, ends_with_cause
        )
        return function

    return register


def lend_facts(kind: str, *, part: str = "") -> Callable[[FactsFunction], FactsFunction]:
    """Lend the facts of a kind of document: plain numbers and strings by dotted key.

    A `part` ("lines") holds the keys that start with it and is read only when one of them is wanted.
    """

    def register(function: FactsFunction) -> FactsFunction:
        _facts.setdefault(kind, {})[part] = function
        return function

    return register


def declare_facts(kind: str, facts: Iterable[Fact]) -> None:
    """Say which facts a kind of document has, with labels and types; a later declaration adds to it."""
    _declared.setdefault(kind, {}).update({fact.key: fact for fact in facts})


def run_action(key: str, subject: DocumentRef, *, actor: Actor, at: datetime, **values: Any) -> Any:
    """Run a lent action.

    Raises: Misconfigured when nothing is lent under the key; whatever the action refuses with.
    """
    action = _actions.get(key)
    if action is None:
        raise Misconfigured("unknown_action", action=key)
    return action.function(subject, actor=actor, at=at, **values)


def action_of(key: str) -> Action | None:
    """A lent action by its key, or None."""
    return _actions.get(key)


def actions_for(kind: str) -> list[Action]:
    """The actions that may be ordered on a kind of document, by key."""
    return [
        action for _, action in sorted(_actions.items()) if not action.subjects or kind in action.subjects
    ]


def facts_of(kind: str) -> list[Fact]:
    """The facts declared for a kind of document, in the order of declaration."""
    return list(_declared.get(kind, {}).values())


def fact_types(kind: str) -> dict[str, FactType]:
    """The declared facts as the expressions' checker wants them: type by key."""
    return {key: fact.type for key, fact in _declared.get(kind, {}).items()}


def subject_kinds() -> list[str]:
    """The kinds of document that processes and rules may be drawn for: those with declared facts."""
    return sorted(_declared)


def facts_about(subject: DocumentRef, wanted: Collection[str] | None = None) -> dict[str, Any]:
    """The facts lent about a document; none for kinds that lend none.

    With `wanted` (keys, "lines" or "lines[].category") only the parts that hold one of them are read.
    """
    found: dict[str, Any] = {}
    for part, function in _facts.get(subject.kind, {}).items():
        if part and wanted is not None and not any(_in_part(key, part) for key in wanted):
            continue
        found.update(function(subject))
    return found


def _parts_about(subject: DocumentRef, wanted: Collection[str] | None) -> dict[str, Any]:
    """The parts of a document's facts that are read only where one of them is wanted."""
    found: dict[str, Any] = {}
    for part, function in _facts.get(subject.kind, {}).items():
        if part and (wanted is None or any(_in_part(key, part) for key in wanted)):
            found.update(function(subject))
    return found


def _in_part(key: str, part: str) -> bool:
    return key == part or key.startswith((f"{part}.", f"{part}["))


# --- documents by the set: what rules watch -----------------------------------------------------------
SetFunction = Callable[[datetime, "Collection[int] | None"], Iterable[tuple[DocumentRef, dict[str, Any]]]]
DwellFunction = Callable[[Collection[str], datetime, int], Iterable[tuple[DocumentRef, datetime]]]
ManyFunction = Callable[[Collection[int]], Mapping[int, dict[str, Any]]]


@dataclass(frozen=True)
class SubjectSet:
    """Documents of a kind with the facts that can be measured about them, read in few queries."""

    key: str
    label: Any
    kind: str
    function: SetFunction


@dataclass(frozen=True)
class Dwell:
    """How long documents of a kind have been in some of their states without a break."""

    key: str
    label: Any
    kind: str
    states: Sequence[tuple[str, Any]]
    function: DwellFunction


_sets: dict[str, SubjectSet] = {}
_dwells: dict[str, Dwell] = {}
_many: dict[str, ManyFunction] = {}


def lend_set(key: str, label: Any, *, kind: str) -> Callable[[SetFunction], SetFunction]:
    """Lend a set of documents: `function(at, only)` gives each with its facts; `only` names some keys."""

    def register(function: SetFunction) -> SetFunction:
        _sets[key] = SubjectSet(key, label, kind, function)
        return function

    return register


def lend_dwell(
    key: str, label: Any, *, kind: str, states: Sequence[tuple[str, Any]]
) -> Callable[[DwellFunction], DwellFunction]:
    """Lend a way to find documents in given states since before an instant, the longest first."""

    def register(function: DwellFunction) -> DwellFunction:
        _dwells[key] = Dwell(key, label, kind, states, function)
        return function

    return register


def lend_facts_of_many(kind: str) -> Callable[[ManyFunction], ManyFunction]:
    """Lend the facts of many documents of a kind at once, by primary key."""

    def register(function: ManyFunction) -> ManyFunction:
        _many[kind] = function
        return function

    return register


def subject_sets() -> list[SubjectSet]:
    """Every lent set, by key."""
    return [found for _, found in sorted(_sets.items())]


def subject_set(key: str) -> SubjectSet | None:
    """A lent set by its key, or None."""
    return _sets.get(key)


def dwells() -> list[Dwell]:
    """Every lent way of dwelling, by key."""
    return [found for _, found in sorted(_dwells.items())]


def dwell_of(key: str) -> Dwell | None:
    """A lent way of dwelling by its key, or None."""
    return _dwells.get(key)


def facts_about_many(
    subjects: Collection[DocumentRef], wanted: Collection[str] | None = None
) -> dict[DocumentRef, dict[str, Any]]:
    """The facts about many documents, each read once; in sets where their kind lends that."""
    found: dict[DocumentRef, dict[str, Any]] = {}
    for kind in {subject.kind for subject in subjects}:
        mine = [subject for subject in subjects if subject.kind == kind]
        many = _many.get(kind)
        if many is None:
            found.update((subject, facts_about(subject, wanted)) for subject in mine)
            continue
        known = many([subject.id for subject in mine])
        for subject in mine:
            if subject.id in known:
                found[subject] = {**known[subject.id], **_parts_about(subject, wanted)}
    return found
