"""Facts of a document that the running command knows already, because it holds the document's row.

Processes ask conditions inside other commands, just before the commit. What can be answered from the
row that the command has locked costs no statement; everything else waits until after the commit.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from erp.core.commands import current
from erp.core.refs import DocumentRef

_known: dict[str, Callable[[Any], dict[str, Any]]] = {}


def lend_known_facts(
    kind: str,
) -> Callable[[Callable[[Any], dict[str, Any]]], Callable[[Any], dict[str, Any]]]:
    """Lend facts of a kind of document, reckoned from its locked row alone; keys as in the palette."""

    def register(function: Callable[[Any], dict[str, Any]]) -> Callable[[Any], dict[str, Any]]:
        _known[kind] = function
        return function

    return register


def known_facts(subject: DocumentRef) -> dict[str, Any]:
    """What is known about a document without asking the database; nothing when it is not locked here."""
    function = _known.get(subject.kind)
    row = current().recall(subject.kind, subject.id)
    return function(row) if function is not None and row is not None else {}
