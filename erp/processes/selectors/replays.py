"""Replays as their readers see them."""

from django.db.models import QuerySet

from erp.core.actor import Actor
from erp.core.commands import declare_permission
from erp.core.documents import document
from erp.processes.models import ReplayRun

DESIGN = declare_permission("processes.design_process", "Draw processes")


@document("replay", prefix="rpl", permission=DESIGN)
def visible_replays(actor: Actor) -> QuerySet[ReplayRun]:
    """The replays of all processes; each counts only documents that whoever asked for it may see."""
    return ReplayRun.objects.select_related("definition")
