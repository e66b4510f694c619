"""Review packs: what stands in one, who sees them, and what became of the last one's actions."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, QuerySet

from erp.core.actor import Actor
from erp.core.documents import document
from orders.models import ReturnRequest
from orders.selectors.orders import visible_orders
from sla.calc.lateness import added, by_party
from sla.models import ReviewAction, ReviewPack
from sla.selectors.lateness import LateOrder, late_orders_between
from sla.selectors.metrics import VIEW_METRICS, Board, Question, history_value

TOP = 8


@document("review", prefix="rev", key="number", permission=VIEW_METRICS)
def visible_reviews(actor: Actor) -> QuerySet[ReviewPack]:
    """Review packs: figures of the whole company, so for those alone who see all of it."""
    is_whole = actor.has(VIEW_METRICS) and actor.scope.kind == "all"
    return ReviewPack.objects.all() if is_whole else ReviewPack.objects.none()


@document("review_action", prefix="rva", permission=VIEW_METRICS)
def visible_actions(actor: Actor) -> QuerySet[ReviewAction]:
    """Actions of the packs that an actor sees, and his own ones."""
    if actor.scope.kind == "all" and actor.has(VIEW_METRICS):
        return ReviewAction.objects.select_related("pack", "owner")
    return ReviewAction.objects.select_related("pack", "owner").filter(owner_id=actor.user_id)


def reviews_in_list(rows: QuerySet[ReviewPack]) -> QuerySet[ReviewPack]:
    """Packs with how many actions they have and how many are open; one query."""
    return rows.annotate(
        action_count=Count("actions"), open_count=Count("actions", filter=Q(actions__state="open"))
    )


def causes_of(actor: Actor, question: Question) -> dict[str, Any]:
    """Why orders of a period were late and came back: by step and party, the worst, the reasons."""
    late = late_orders_between(actor, question)
    parts = added(one.parts for one in late)
    reasons = (
        ReturnRequest.objects.filter(
            order__in=visible_orders(actor),
            created_at__date__gte=question.since,
            created_at__date__lte=question.until,
        )
        .exclude(state="rejected")
        .order_by()
        .values("reason__code", "reason__name")
        .annotate(count=Count("pk"))
        .order_by("-count", "reason__code")[:TOP]
    )
    return {
        "late_orders": len(late),
        "seconds": sum(one.seconds for one in late),
        "by_party": by_party(parts),
        "parts": [{"step": one.step, "party": one.party, "seconds": one.seconds} for one in parts[:TOP]],
        "worst": [_worst(one) for one in late[:TOP]],
        "returns": [{"reason": row["reason__name"], "count": row["count"]} for row in reasons],
    }


def _worst(one: LateOrder) -> dict[str, Any]:
    most = max(one.parts, key=lambda part: part.seconds)
    return {"order": one.facts.number, "seconds": one.seconds, "step": most.step, "party": most.party}


def figures_of(found: Board) -> list[dict[str, Any]]:
    """The board's figures with those of the month before, as a pack keeps them."""
    rows = []
    for code, figure in found.figures.items():
        before = found.trend[code][-2].value if len(found.trend[code]) > 1 else None
        rows.append(history_value(figure) | {"before": None if before is None else str(round(before, 8))})
    return rows
