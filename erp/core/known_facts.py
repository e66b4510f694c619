"""Facts of a document that the running command knows already, because it holds the document's row.

Processes ask conditions inside other commands, just before the commit. What can be answered from the
row that the command has locked costs no statement; everything else waits until after the commit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from erp.core.commands import current
from erp.core.refs import DocumentRef

Read = Callable[[Any], Any]
_known: dict[str, Mapping[str, Read]] = {}


def lend_known_facts(kind: str, facts: Mapping[str, Read]) -> None:
    """Lend facts of a kind of document, each told by its locked row alone; keys as in the palette."""
    _known[kind] = facts


def facts_of_row(kind: str, row: Any) -> dict[str, Any]:
    """All facts that a document's row tells by itself."""
    return {name: tell(row) for name, tell in _known[kind].items()}


def known_facts(subject: DocumentRef, wanted: Iterable[str]) -> dict[str, Any]:
    """Of the wanted facts those known without asking the database; none when it is not locked here."""
    lent = _known.get(subject.kind)
    row = current().recall(subject.kind, subject.id)
    if lent is None or row is None:
        return {}
    return {name: lent[name](row) for name in wanted if name in lent}
