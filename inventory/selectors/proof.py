"""What was proven last: whether the books agree, and whether many at once could break them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from erp.core.actor import Actor
from erp.core.commands import declare_permission
from erp.core.integrity import checks
from erp.masterdata.selectors.company import company
from inventory.models import Proof

VIEW_PROOF_ROWS = declare_permission("inventory.view_proof_rows", "See the rows that break an invariant")


@dataclass(frozen=True)
class CheckState:
    """An invariant and how it stood at the last proof; `broken` counts its violations, the first 20."""

    code: str
    title: str
    stops_release: bool
    is_known: bool
    broken: int
    rows: list[dict[str, Any]]

    @property
    def holds(self) -> bool:
        """Whether it was proven and held."""
        return self.is_known and self.broken == 0


@dataclass(frozen=True)
class ProofState:
    """How the books stand: the last proof, each invariant, the last proof under contention."""

    last: Proof | None
    checks: list[CheckState]
    concurrency: Proof | None
    release_stopped_at: datetime | None

    @property
    def is_green(self) -> bool:
        """Whether every invariant held at the last proof."""
        return self.last is not None and self.last.is_green


def visible_proofs(actor: Actor) -> QuerySet[Proof]:
    """Proofs are for everybody who works here."""
    return Proof.objects.all()


def last_proof(kind: str) -> Proof | None:
    """The newest proof of a kind."""
    return Proof.objects.filter(kind=kind).order_by("-id").first()


def proof_state(actor: Actor) -> ProofState:
    """How the books stood at the last proof; the breaking rows are shown to those with the right."""
    last = last_proof(Proof.Kind.BOOKS)
    found = {one["code"]: one for one in last.facts["checks"]} if last else {}
    may_see = actor.has(VIEW_PROOF_ROWS)
    states = [
        CheckState(
            code=check.code,
            title=check.title,
            stops_release=check.stops_release,
            is_known=check.code in found,
            broken=found.get(check.code, {}).get("broken", 0),
            rows=found.get(check.code, {}).get("rows", []) if may_see else [],
        )
        for check in checks()
    ]
    return ProofState(last, states, last_proof(Proof.Kind.CONCURRENCY), company().release_stopped_at)
