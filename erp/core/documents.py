"""Which kinds of record exist for the outside: their public id, human key and who sees which rows.

A selector that gives the rows an actor may see is registered with `@document`. References in API
bodies and addresses, attachments and custom fields find it here by its kind, so that no app needs
to import another one's API.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.errors import Invalid

Visible = Callable[[Actor], "QuerySet[Any]"]
V = TypeVar("V", bound=Callable[..., Any])

_ID = re.compile(r"[a-z]{2,4}_[0-9]{1,18}")
_NUMBER = re.compile(r"[0-9]{1,18}")
_MAX_PK = 2**63 - 1


@dataclass(frozen=True, kw_only=True)
class Document:
    """A kind of record as the outside knows it."""

    kind: str
    prefix: str
    key: str
    permission: str
    visible: Visible

    def public_id(self, pk: int) -> str:
        """The opaque id of a row, such as ord_12."""
        return f"{self.prefix}_{pk}"

    def rows(self, actor: Actor) -> QuerySet[Any]:
        """The rows that the actor may see.

        Raises: NotPermitted when the actor may see none of this kind.
        """
        if self.permission:
            actor.require(self.permission)
        return self.visible(actor)


_documents: dict[str, Document] = {}


def document(kind: str, *, prefix: str, key: str = "", permission: str = "") -> Callable[[V], V]:
    """Register a selector `(actor) -> QuerySet` as the one that says who sees records of this kind.

    `prefix` makes the public id (`ord` → ord_12), `key` is the field of the human key or "".

    Raises: ValueError for a prefix that another kind has: an id must say what it is of.
    """
    if prefix and any(one.prefix == prefix and one.kind != kind for one in _documents.values()):
        raise ValueError(f"Another kind of record has the prefix {prefix}.")

    def register(visible: V) -> V:
        _documents[kind] = Document(kind=kind, prefix=prefix, key=key, permission=permission, visible=visible)
        return visible

    return register


def document_kind(kind: str) -> Document | None:
    """A kind of record by its name, or None."""
    if kind not in _documents:
        importlib.import_module(settings.ROOT_URLCONF)  # the assembly imports every app's doors
    return _documents.get(kind)


def known_document(kind: str) -> Document:
    """A kind of record that must be there.

    Raises: LookupError: an app names a kind that none registers.
    """
    found = document_kind(kind)
    if found is None:
        raise LookupError(f"No @document is registered for {kind!r}.")
    return found


def document_kinds() -> list[Document]:
    """Every kind of record that the outside knows."""
    importlib.import_module(settings.ROOT_URLCONF)
    return [_documents[kind] for kind in sorted(_documents)]


def parse_id(prefix: str, value: str) -> int | None:
    """The primary key behind a public id of this prefix, or None when the text is not one."""
    head, _, number = value.rpartition("_")
    if head != prefix or not _NUMBER.fullmatch(number):
        return None
    pk = int(number)
    return pk if pk <= _MAX_PK else None


def refuse_id_like(value: str, path: str) -> None:
    """Refuse a human key that could be taken for a public id.

    Raises: Invalid.
    """
    if _ID.fullmatch(value):
        raise Invalid.field(
            path, _("This looks like an internal id; choose another one."), code="id_like_key"
        )
