"""What the process engine lends to rules: beginning a process."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from erp.core.actor import Actor
from erp.core.palette import Input, lend_action
from erp.core.refs import DocumentRef
from erp.processes.models import ProcessDefinition
from erp.processes.services.starting import start_case

MOST = 200


def _processes() -> Sequence[tuple[str, Any]]:
    language = (get_language() or "").lower()
    rows = ProcessDefinition.objects.filter(is_active=True).order_by("code")[:MOST]
    return [(row.code, row.names.get(language) or row.name) for row in rows]


@lend_action(
    "processes.start_case",
    _("Begin a process"),
    inputs=[Input("process", _("Process"), "choice", required=True, choices=_processes)],
    permission="processes.manage_case",
)
def start(subject: DocumentRef, *, actor: Actor, at: datetime, **values: Any) -> int:
    """Put the document onto its way through a process; refused where it is on its way already."""
    return start_case(code=str(values.get("process", "")), subject=subject, actor=actor, at=at)
