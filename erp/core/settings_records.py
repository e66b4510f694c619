"""Settings without rules of their own: one command saves them and tells what changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db.models import Model

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import NotPermitted
from erp.core.events import Event, emit, to_json
from erp.core.refs import DocumentRef


@dataclass(frozen=True, kw_only=True)
class SettingSaved(Event):
    """A setting of the company was made or changed."""

    name: ClassVar[str] = "setting.saved"
    setting: str


@command("core.edit_setting", "Change settings of the company")
def save_setting(*, row: Model, names: Sequence[str], is_new: bool, actor: Actor) -> Model:
    """Save a row that a form has validated and filled.

    Emits:  SettingSaved, with the fields named.
    Raises: NotPermitted for rows that are no settings.
    """
    if row._meta.label_lower not in SETTINGS:
        raise NotPermitted(setting=row._meta.label_lower)
    before: dict[str, Any] = {}
    if not is_new:
        stored = type(row)._default_manager.filter(pk=row.pk).values(*names).first() if names else {}
        before = stored or {}
    row.save()
    after = type(row)._default_manager.filter(pk=row.pk).values(*names).get() if names else {}
    changed = {name: [to_json(before.get(name)), to_json(after[name])] for name in names}
    pk = row.pk if isinstance(row.pk, int) else 0
    event = SettingSaved(document=DocumentRef("setting", pk, str(row)[:60]), setting=row._meta.label_lower)
    emit(event, actor=actor, changes=changed)
    return row


SETTINGS = {"core.numberseries", "core.customfielddefinition"}


def register_setting(model: type[Model]) -> None:
    """Let an app's own settings be saved by this command; called from its `apps.ready`."""
    SETTINGS.add(model._meta.label_lower)
