"""Targets, snapshots, frozen baselines and assumptions of measures."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, TypedDict

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import Conflict, Invalid
from erp.core.events import emit, to_json
from erp.core.locks import row_for_update
from erp.core.records import Problems, set_values
from erp.core.refs import DocumentRef
from erp.core.rows import insert_rows
from erp.identity.selectors.roles import role_names
from erp.masterdata.selectors.company import business_day
from sla.calc.metrics import METRICS, VERSION
from sla.events import AssumptionsChanged, BaselineFrozen, MetricTargetSet
from sla.models import MetricBaseline, MetricSnapshot, MetricTarget, RoiAssumptions
from sla.selectors.metrics import LIVE_MONTHS, Figure, Question, board, history_value, months_until

EDIT = ("sla.edit_targets", "Edit targets of measures")
MOST = Decimal(1_000_000)
KEPT_DAYS = 3


class TargetValues(TypedDict, total=False):
    """A target in force from a day; shares from 0 to 1."""

    metric: str
    from_on: date
    target: Decimal
    baseline: Decimal | None
    department: str


def _check(row: MetricTarget, problems: Problems) -> None:
    metric = METRICS.get(row.metric)
    if metric is None:
        problems.add("metric", _("There is no such measure."))
    most = Decimal(1) if metric is not None and metric.unit == "share" else MOST
    for name in ("target", "baseline"):
        value = getattr(row, name)
        if value is not None and not 0 <= value <= most:
            problems.add(name, _("Must be between 0 and %(most)s.") % {"most": most})
    if row.department not in role_names():
        problems.add("department", _("There is no such role."))


@command(*EDIT)
def set_target(
    *, values: TargetValues, actor: Actor, target_id: int | None = None, expected_version: int | None = None
) -> MetricTarget:
    """Say what a measure is to reach from a day on; a row of the same day is the one that is edited.

    Locks:  the row.
    Emits:  MetricTargetSet.
    Raises: Invalid; NotFound; StaleVersion; Conflict (`target_exists`).
    """
    row = MetricTarget()
    if target_id is not None:
        row = row_for_update(MetricTarget, target_id, "metric_target", expected_version)
    problems = Problems()
    changes = set_values(row, values, problems)
    if not problems.errors:
        _check(row, problems)
    problems.refuse()
    if target_id is not None and changes:
        row.version += 1
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise Conflict("target_exists", metric=row.metric, from_on=str(row.from_on)) from error
    if changes:
        emit(
            MetricTargetSet(
                document=DocumentRef("metric_target", row.pk, row.metric),
                metric=row.metric,
                from_on=row.from_on.isoformat(),
                target=str(row.target),
            ),
            actor=actor,
            changes=changes,
        )
    return row


@command(*EDIT)
def delete_target(*, target_id: int, actor: Actor) -> None:
    """Take a target back; the one before it is in force again.

    Emits:  MetricTargetSet.
    Raises: NotFound.
    """
    row = row_for_update(MetricTarget, target_id, "metric_target")
    ref = DocumentRef("metric_target", row.pk, row.metric)
    emit(
        MetricTargetSet(
            document=ref,
            metric=row.metric,
            from_on=row.from_on.isoformat(),
            target=str(row.target),
            is_gone=True,
        ),
        actor=actor,
    )
    row.delete()


@command()
def take_snapshots(*, actor: Actor, at: datetime | None = None) -> int:
    """Keep the figures of the closed months as of the day before; may run at any time and twice.

    Gives how many figures are kept.
    """
    now = at or timezone.now()
    as_of = business_day(now) - timedelta(days=1)
    spans = months_until(business_day(now))[:-LIVE_MONTHS]
    MetricSnapshot.objects.filter(as_of__lte=as_of - timedelta(days=KEPT_DAYS)).delete()
    MetricSnapshot.objects.filter(as_of=as_of, definition=VERSION).delete()
    found = board(actor, Question(spans[0][0], spans[-1][1], as_of), months=len(spans))
    rows = [_snapshot(one, now) for figures in found.trend.values() for one in figures]
    insert_rows(rows)
    return len(rows)


def _snapshot(figure: Figure, at: datetime) -> MetricSnapshot:
    return MetricSnapshot(
        metric=figure.metric.code,
        definition=VERSION,
        starts_on=figure.starts_on,
        ends_on=figure.ends_on,
        as_of=figure.as_of,
        counted=figure.sum.counted,
        hits=figure.sum.hits,
        weight=figure.sum.weight,
        right=figure.sum.right,
        seconds=figure.sum.seconds,
        value=None if figure.value is None else round(figure.value, 8),
        made_at=at,
    )


@command(*EDIT)
def freeze_baseline(
    *,
    name: str,
    since: date,
    until: date,
    actor: Actor,
    at: datetime | None = None,
    as_of: date | None = None,
) -> MetricBaseline:
    """Keep a period's figures for ever, to compare later ones with. It can't be changed or deleted.

    Emits:  BaselineFrozen.
    Raises: Invalid; NotPermitted; Conflict (`baseline_exists`).
    """
    now = at or timezone.now()
    title = name.strip()[:120]
    if not title:
        raise Invalid.field("name", _("This field is required."))
    if until > business_day(now):
        raise Invalid.field("until", _("The period must be over."))
    if actor.scope.kind != "all":
        raise Invalid.field("name", _("A baseline is of the whole company; you see a part of it."))
    if MetricBaseline.objects.filter(name=title).exists():
        raise Conflict("baseline_exists", name=title)
    known = as_of or business_day(now)
    found = board(actor, Question(since, until, known), months=1)
    row = MetricBaseline.objects.create(
        name=title,
        starts_on=since,
        ends_on=until,
        as_of=known,
        definition=VERSION,
        figures=[history_value(one) for one in found.figures.values()],
        frozen_at=now,
        frozen_by=actor.label[:150],
    )
    emit(
        BaselineFrozen(document=DocumentRef("baseline", row.pk, title[:60]), title=title), actor=actor, at=now
    )
    return row


@command(*EDIT)
def change_assumptions(
    *, values: dict[str, Any], actor: Actor, expected_version: int | None = None
) -> RoiAssumptions:
    """Change what the company assumes about money.

    Locks:  the row.
    Emits:  AssumptionsChanged.
    Raises: Invalid; StaleVersion.
    """
    row = row_for_update(RoiAssumptions, 1, "assumptions", expected_version)
    problems = Problems()
    changes = set_values(row, values, problems)
    if not problems.errors:
        problems.not_negative(row, *values)
        for share in ("contribution", "capital_cost", "retention_per_point"):
            if getattr(row, share) > 1:
                problems.add(share, _("Must be between 0 and %(most)s.") % {"most": "100 %"})
    problems.refuse()
    if changes:
        row.version += 1
        row.save()
        told = {name: to_json(pair) for name, pair in changes.items()}
        emit(AssumptionsChanged(document=DocumentRef("assumptions", 1, "")), actor=actor, changes=told)
    return row
