"""Processes that come with the product: each app lends those of its documents, companies begin with them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils import timezone

from erp.core.actor import Actor, system_actor
from erp.core.commands import command
from erp.processes.models import ProcessDefinition, ProcessVersion
from erp.processes.services.definitions import put_in_force


@dataclass(frozen=True)
class ShippedProcess:
    """A drawing that an app lends: for which document, and whether a new company runs by it at once."""

    code: str
    path: Path

    def read(self) -> dict[str, Any]:
        """The drawing with its names."""
        found: dict[str, Any] = json.loads(self.path.read_text(encoding="utf-8"))
        return found


_lent: dict[str, ShippedProcess] = {}


def lend_process(path: Path) -> None:
    """Lend a drawing kept as JSON beside the app's code; its file is named after its code.

    One that says it is a template is kept as a draft: nothing runs by it until somebody publishes it.
    """
    _lent[path.stem] = ShippedProcess(path.stem, path)


def shipped_processes() -> list[ShippedProcess]:
    """All lent drawings, by code."""
    return [process for _code, process in sorted(_lent.items())]


@command()
def publish_shipped(*, actor: Actor | None = None, codes: tuple[str, ...] = ()) -> list[str]:
    """Publish the lent processes that this company has never had; gives their codes. Safe to repeat.

    What the company has redrawn or switched off is left alone. `codes` limits it to some.
    """
    actor = actor or system_actor("set-up")
    known = set(ProcessDefinition.objects.values_list("code", flat=True))
    new = [p for p in shipped_processes() if p.code not in known and (not codes or p.code in codes)]
    at = timezone.now()
    for process in new:
        drawn = process.read()
        definition, made = ProcessDefinition.objects.get_or_create(
            code=process.code,
            defaults={
                "name": drawn["name"],
                "names": drawn.get("names", {}),
                "subject_kind": drawn["subject"],
                "is_shipped": True,
                "is_active": not drawn.get("template"),
            },
        )
        if not made:
            continue
        version = ProcessVersion(definition=definition, number=1, graph=drawn["graph"])
        if drawn.get("template"):
            version.save()
        else:
            put_in_force(definition, version, {}, actor=actor, at=at)
    return [process.code for process in new]
