"""News of the business: what an event is, who listens inline and who listens after the commit."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, ClassVar, TypeVar

from django.utils import timezone

from erp.core import commands
from erp.core.actor import Actor
from erp.core.refs import DocumentRef


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that has happened to a document, in the past tense.

    `document` is the one it happened to; `about` the one on whose timeline it is told as well
    (a shipment's event is told on its order's timeline). Further fields of a subclass are its
    facts; they are stored as JSON and handed to listeners.
    """

    name: ClassVar[str] = ""
    is_ready: ClassVar[bool] = False  # whether all facts are made of what JSON carries as it is
    document: DocumentRef
    about: DocumentRef | None = None

    def facts(self) -> dict[str, Any]:
        """The event's own fields, as JSON-ready values; made once, to be read only."""
        made: dict[str, Any] | None = self.__dict__.get("_facts")
        if made is None:
            put = _as_it_is if self.is_ready else to_json
            made = {name: put(getattr(self, name)) for name in _own_fields(self)}
            self.__dict__["_facts"] = made  # frozen to its readers
        return made


_own: dict[type, tuple[str, ...]] = {}


def _own_fields(event: Event) -> tuple[str, ...]:
    kind = type(event)
    if kind not in _own:
        _own[kind] = tuple(one.name for one in fields(event) if one.name not in {"document", "about"})
    return _own[kind]


def _as_it_is(value: Any) -> Any:
    return value


def to_json(value: Any) -> Any:
    """A value as JSON carries it: decimals and dates as text, containers element by element."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, dict):
        return {str(key): to_json(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [to_json(item) for item in value]
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return str(value)


@dataclass(frozen=True)
class Told:
    """An event with who caused it, when, and what it changed from what to what."""

    uid: uuid.UUID
    event: Event
    actor: Actor
    at: datetime
    changes: dict[str, Any]


Heard = TypeVar("Heard", bound=Event)
InlineListener = Callable[[Heard, Actor, datetime], None]
_inline: dict[str, list[InlineListener[Any]]] = {}
_deferred: dict[str, list[str]] = {}
_deferred_functions: dict[str, Callable[..., None]] = {}
_wanted: dict[str, Callable[[Any], bool]] = {}
_patient: set[str] = set()
_batched: dict[str, Callable[..., None]] = {}


def inline(*names: str) -> Callable[[InlineListener[Heard]], InlineListener[Heard]]:
    """Have a function run inside the transaction of the events named, where the books must agree at once.

    It takes the class of these events. "*" as an event name listens to everything.
    """

    def register(function: InlineListener[Heard]) -> InlineListener[Heard]:
        for name in names:
            listeners = _inline.setdefault(name, [])
            if function not in listeners:
                listeners.append(function)
        return function

    return register


def deferred(
    *names: str, subscriber: str, prompt: bool = True, when: Callable[[Any], bool] | None = None
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Have a function run from the outbox after the commit, in order per document, at least once.

    It is called with `event: StoredEvent` of `erp.core.outbox` and must be idempotent. `subscriber`
    is its stable name in the outbox; "*" as an event name listens to everything. One that is not
    `prompt` (it waits for other systems) is left to the worker and never run in a person's request.
    `when` says of an event being told whether it is for this subscriber: others cost nothing.
    """

    def register(function: Callable[..., None]) -> Callable[..., None]:
        if when is not None:
            _wanted[subscriber] = when
        for name in names:
            listeners = _deferred.setdefault(name, [])
            if subscriber not in listeners:
                listeners.append(subscriber)
        _deferred_functions[subscriber] = function
        if not prompt:
            _patient.add(subscriber)
        return function

    return register


def batched(subscriber: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Have a function run by the worker with many events at once, of the names in table `core_eventlistener`.

    Which events it hears is data (see `erp.core.outbox.listen`): events that nobody asks for cost nothing.
    It is called with `events: list[StoredEvent]`, must be idempotent, and answers for single failures itself.
    """

    def register(function: Callable[..., None]) -> Callable[..., None]:
        _batched[subscriber] = function
        _patient.add(subscriber)
        return function

    return register


def batched_subscribers() -> dict[str, Callable[..., None]]:
    """The subscribers that take many events at once, by name."""
    return _batched


def deferred_subscribers(event: Event) -> list[str]:
    """Names of the subscribers that an event is relayed to."""
    found = _deferred.get(event.name, []) + _deferred.get("*", [])
    return [name for name in found if name not in _wanted or _wanted[name](event)]


def patient_subscribers() -> list[str]:
    """Names of the subscribers that only a worker may run."""
    return sorted(_patient)


def deferred_function(subscriber: str) -> Callable[..., None] | None:
    """The function behind a subscriber's name, if it is still there."""
    return _deferred_functions.get(subscriber)


def emit(
    event: Event, *, actor: Actor, at: datetime | None = None, changes: dict[str, Any] | None = None
) -> None:
    """Tell an event: inline listeners hear it now, the outbox after the commit, the timeline for ever.

    `changes` maps a field to [from, to]; they make the audit trail.
    """
    at = at or timezone.now()
    told = Told(uuid.uuid4(), event, actor, at, changes or {})
    commands.current().events.append(told)
    for listener in (*_inline.get(event.name, ()), *_inline.get("*", ())):
        listener(event, actor, at)
