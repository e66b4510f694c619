"""The palette: what business apps lend to processes, rules and reports. What is not here they cannot use."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from erp.core.actor import Actor
from erp.core.errors import Misconfigured
from erp.core.refs import DocumentRef


class ActionFunction(Protocol):
    """An action on a document, called inside a command."""

    def __call__(self, subject: DocumentRef, *, actor: Actor, at: datetime, **values: Any) -> Any:
        """Do it, or raise a DomainError."""


@dataclass(frozen=True)
class Action:
    """One action that the no-code side may order; the key is the service's and the right's name."""

    key: str
    title: str
    function: ActionFunction


_actions: dict[str, Action] = {}
_facts: dict[str, Callable[[DocumentRef], dict[str, Any]]] = {}


def lend_action(key: str, title: str) -> Callable[[ActionFunction], ActionFunction]:
    """Lend an action under its key."""

    def register(function: ActionFunction) -> ActionFunction:
        _actions[key] = Action(key, title, function)
        return function

    return register


def lend_facts(kind: str) -> Callable[[Callable[[DocumentRef], dict[str, Any]]], Callable[..., Any]]:
    """Lend the facts of a kind of document: plain numbers and strings by dotted key."""

    def register(function: Callable[[DocumentRef], dict[str, Any]]) -> Callable[..., Any]:
        _facts[kind] = function
        return function

    return register


def run_action(key: str, subject: DocumentRef, *, actor: Actor, at: datetime, **values: Any) -> Any:
    """Run a lent action.

    Raises: Misconfigured when nothing is lent under the key; whatever the action refuses with.
    """
    action = _actions.get(key)
    if action is None:
        raise Misconfigured("unknown_action", action=key)
    return action.function(subject, actor=actor, at=at, **values)


def facts_about(subject: DocumentRef) -> dict[str, Any]:
    """The facts lent about a document; none for kinds that lend none."""
    function = _facts.get(subject.kind)
    return function(subject) if function else {}
