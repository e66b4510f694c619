"""Suppliers' scores and inspection exemptions over the API."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from erp.core.http.fields import DateField, QuantityField, TextField
from erp.core.http.filters import ChoicesFilter, Filters, RefFilter
from erp.core.http.pages import CursorPage, PageQuery
from erp.core.http.refs import Body, IdField, RefField, resolve
from erp.core.http.views import Call, Endpoint, ReasonBody, Resource, creates, verb
from erp.masterdata.selectors.company import business_day
from erp.masterdata.selectors.parties import supplier_rows
from inventory.calc.scoring import Figures
from inventory.models import InspectionExemption
from inventory.selectors.receiving import VIEW_SCORE
from inventory.selectors.supplier_score import (
    delivery_rows,
    lot_rows,
    monthly_scores,
    supplier_scores,
    window_of,
)
from inventory.services.exemptions import (
    end_exemption,
    freeze_exemption,
    grant_exemption,
    unfreeze_exemption,
)

MOST_EVIDENCE = 500


class FiguresOut(serializers.Serializer[Any]):
    """Rates 0 to 1, delay in days, price for 100 at standard cost, points to 100; null: nothing to count."""

    due = serializers.IntegerField(help_text="Lines that were due.")
    on_time = serializers.IntegerField(help_text="Of these, in full on or before their day.")
    on_time_rate = serializers.DecimalField(None, 4, allow_null=True)
    mean_delay_days = serializers.DecimalField(None, 2, allow_null=True)
    lots = serializers.IntegerField(help_text="Lots that were judged.")
    pass_rate = serializers.DecimalField(None, 4, allow_null=True)
    price_index = serializers.DecimalField(None, 1, allow_null=True)
    points = serializers.DecimalField(None, 1, allow_null=True)


class ScoreOut(FiguresOut):
    """A supplier's figures."""

    supplier = serializers.CharField()
    name = serializers.CharField()


class ScoresOut(serializers.Serializer[Any]):
    """A page of suppliers with their figures over a window."""

    since = DateField()
    until = DateField()
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
    results = ScoreOut(many=True)


class MonthOut(FiguresOut):
    """The figures of one month."""

    month = DateField()


class SupplierDeliveryOut(serializers.Serializer[Any]):
    """A line that was due."""

    purchase_order = serializers.CharField(source="order")
    line = serializers.IntegerField(source="line_no")
    product = serializers.CharField(source="sku")
    quantity = QuantityField()
    received = QuantityField()
    expected_date = DateField(source="delivery.expected_on")
    complete_date = DateField(source="delivery.complete_on", allow_null=True)
    days_late = serializers.IntegerField()
    on_time = serializers.BooleanField(source="delivery.is_on_time")


class JudgedLotOut(serializers.Serializer[Any]):
    """A lot that was judged."""

    receipt = serializers.CharField()
    line = serializers.IntegerField(source="line_no")
    product = serializers.CharField(source="sku")
    judged_date = DateField(source="lot.judged_on")
    accepted = QuantityField(source="lot.accepted")
    rejected = QuantityField(source="lot.rejected")
    reason = serializers.CharField()


class SupplierScoreOut(ScoreOut):
    """A supplier's figures with the months and the rows behind them."""

    since = DateField()
    until = DateField()
    months = MonthOut(many=True)
    deliveries = SupplierDeliveryOut(many=True)
    judged = JudgedLotOut(many=True)


class ScoreQuery(Body):
    """The window ends on this day and has so many days; today and the company's number unless given."""

    as_of = DateField(required=False)
    days = serializers.IntegerField(min_value=1, max_value=1100, required=False)


class ScoresQuery(PageQuery, ScoreQuery):
    """The same for a page of suppliers."""


def _window(asked: Endpoint, takes: type[ScoreQuery] = ScoreQuery) -> tuple[date, int | None]:
    """The day and number of days asked for."""
    query = asked.query(takes)
    return query.get("as_of") or business_day(timezone.now()), query.get("days")


def _shown(figures: Figures) -> dict[str, Any]:
    return dict(FiguresOut(figures).data)


class SupplierScores(Endpoint):
    """How suppliers do."""

    @extend_schema(
        operation_id="supplier_scores_list",
        parameters=[ScoresQuery],
        responses=ScoresOut,
    )
    def get(self, request: Request) -> Response:
        """A page of active suppliers with their figures."""
        self.actor.require(VIEW_SCORE)
        as_of, days = _window(self, ScoresQuery)
        page = CursorPage(request, {"supplier": "code"}, "supplier")
        rows = page.take(supplier_rows(self.actor).filter(is_active=True))
        found = supplier_scores([row.pk for row in rows], as_of=as_of, days=days)
        since, until = window_of(as_of, days)
        results = [{"supplier": row.code, "name": row.name} | _shown(found[row.pk]) for row in rows]
        return Response({"since": since.isoformat(), "until": until.isoformat()} | page.answer(results))


class SupplierScore(Endpoint):
    """How one supplier does."""

    @extend_schema(
        operation_id="supplier_scores_retrieve", parameters=[ScoreQuery], responses=SupplierScoreOut
    )
    def get(self, request: Request, supplier: str) -> Response:
        """A supplier's figures, month by month, with the deliveries and lots they are made of."""
        self.actor.require(VIEW_SCORE)
        row = supplier_rows(self.actor).get(pk=resolve("supplier", supplier, self.actor))
        as_of, days = _window(self)
        since, until = window_of(as_of, days)
        body: dict[str, Any] = {"supplier": row.code, "name": row.name}
        body |= _shown(supplier_scores([row.pk], as_of=as_of, days=days)[row.pk])
        body |= {"since": since.isoformat(), "until": until.isoformat()}
        body["months"] = [
            {"month": start.isoformat()} | _shown(figures)
            for start, figures in monthly_scores(row.pk, as_of=as_of)
        ]
        deliveries = delivery_rows([row.pk], since, until)[-MOST_EVIDENCE:]
        body["deliveries"] = SupplierDeliveryOut(deliveries, many=True).data
        body["judged"] = JudgedLotOut(lot_rows([row.pk], since, until)[-MOST_EVIDENCE:], many=True).data
        return Response(body)


class ExemptionOut(serializers.Serializer[Any]):
    """Goods of a supplier, or one product of it, that go past inspection."""

    id = IdField("exemption")
    number = serializers.CharField()
    supplier = RefField("supplier")
    product = RefField("product", source="item", allow_null=True)
    state = serializers.ChoiceField(choices=InspectionExemption.State.choices)
    evidence = serializers.CharField()
    granted_at = serializers.DateTimeField()
    granted_by = serializers.CharField()
    frozen_at = serializers.DateTimeField(allow_null=True)
    frozen_by = serializers.CharField()
    frozen_rule = serializers.CharField(help_text="bad_lots, late or by_hand")
    frozen_evidence = serializers.JSONField()
    decided_at = serializers.DateTimeField(allow_null=True)
    decided_by = serializers.CharField()
    reason = serializers.CharField()
    version = serializers.IntegerField()


class ExemptionBody(Body):
    """For a supplier, or one product of it, with what speaks for it."""

    supplier = RefField("supplier")
    product = RefField("product", required=False, allow_null=True)
    evidence = TextField(max_length=2000)


class ExemptionFilters(Filters):
    """Filters of the list of exemptions."""

    state = ChoicesFilter(choices=InspectionExemption.State.choices, field_name="state")
    supplier = RefFilter("supplier", field_name="supplier")


class Exemptions(Resource):
    """Inspection exemptions."""

    kind = "exemption"
    out = ExemptionOut
    filters = ExemptionFilters
    orderings = {"granted_at": "granted_at"}
    search_fields = ["supplier__code", "supplier__name", "item__sku"]

    def rows(self) -> QuerySet[Any]:
        """With supplier and product."""
        return super().rows().select_related("supplier", "item")

    @creates(ExemptionBody)
    def create(self, call: Call) -> Any:
        """Grant an exemption."""
        item = call.body.get("product")
        return grant_exemption(
            supplier_id=call.body["supplier"].pk,
            item_id=item.pk if item else None,
            evidence=call.body["evidence"],
            actor=call.actor,
            at=call.at,
        )

    @verb(ReasonBody)
    def freeze(self, call: Call) -> Any:
        """Have the goods inspected from now on."""
        return freeze_exemption(**_named(call))

    @verb(ReasonBody)
    def unfreeze(self, call: Call) -> Any:
        """Trust again."""
        return unfreeze_exemption(**_named(call))

    @verb(ReasonBody)
    def end(self, call: Call) -> Any:
        """Take it back for good."""
        return end_exemption(**_named(call))


def _named(call: Call) -> dict[str, Any]:
    return {"exemption_id": call.id, "reason": call.body["reason"], "actor": call.actor, "at": call.at}
