"""Load, schedules and the places of operations over the API."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from erp.core.errors import Invalid
from erp.core.http.fields import TextField
from erp.core.http.filters import Filters, RefFilter
from erp.core.http.refs import Body, IdField, RefField
from erp.core.http.views import Call, Endpoint, NoBody, Resource, creates, verb
from erp.masterdata.selectors.company import business_day
from production.models import ScheduledOperation, ScheduleRun, WorkCenter
from production.selectors.capacity import DayLoad, capacity_load, visible_centers
from production.selectors.schedule import with_names
from production.selectors.schedule_ways import Ways, ways_for
from production.services.scheduling import lock_operation, place_operation, run_schedule, unlock_operation

USUAL_DAYS = 14


class CapacityQuery(Body):
    """Which days (today and thirteen more unless said), and which work center."""

    since = serializers.DateField(required=False)
    until = serializers.DateField(required=False)
    work_center = TextField(required=False, max_length=40, help_text="Its code.")


class CapacityDayOut(serializers.Serializer[Any]):
    """A work center's hours on a day: what it has, what is scheduled, what waits for a place, what is
    planned.
    """

    date = serializers.DateField()
    capacity = serializers.DecimalField(max_digits=12, decimal_places=2)
    scheduled = serializers.DecimalField(max_digits=12, decimal_places=2)
    waiting = serializers.DecimalField(max_digits=12, decimal_places=2)
    planned = serializers.DecimalField(max_digits=12, decimal_places=2)
    load = serializers.CharField(
        allow_null=True, help_text="All three as a part of capacity, such as 0.8512."
    )


class CapacityCenterOut(serializers.Serializer[Any]):
    """A work center's load, day by day, in hours of its machines."""

    work_center = serializers.CharField()
    name = serializers.CharField()
    machines = serializers.IntegerField()
    days = CapacityDayOut(many=True)


class CapacityOut(serializers.Serializer[Any]):
    """The load of the work centers of the house."""

    results = CapacityCenterOut(many=True)


class Capacity(Endpoint):
    """Load against calendars."""

    @extend_schema(parameters=[CapacityQuery], responses=CapacityOut)
    def get(self, request: Request) -> Response:
        """Per work center and day, up to 92 days."""
        query = self.query(CapacityQuery)
        since = query.get("since") or business_day(timezone.now())
        until = query.get("until") or since + timedelta(days=USUAL_DAYS - 1)
        center = None
        if query.get("work_center"):
            center = visible_centers(self.actor).filter(code=query["work_center"]).first()
            if center is None:
                raise Invalid.field("work_center", _("There is no such thing, or you may not see it."))
        rows = capacity_load(
            self.actor, since=since, until=until, work_center_id=center.pk if center else None
        )
        return Response({"results": [_center(row.center, row.days) for row in rows]})


def _center(center: WorkCenter, days: list[DayLoad]) -> dict[str, Any]:
    shown = [
        {
            "date": day.day.isoformat(),
            "capacity": f"{day.capacity:.2f}",
            "scheduled": f"{day.scheduled:.2f}",
            "waiting": f"{day.waiting:.2f}",
            "planned": f"{day.planned:.2f}",
            "load": None if day.share is None else f"{day.share:.4f}",
        }
        for day in days
    ]
    return {"work_center": center.code, "name": center.name, "machines": center.machines, "days": shown}


class ScheduleOut(serializers.Serializer[Any]):
    """A schedule of everything open: how it was made and how good it is."""

    id = IdField("schedule")
    made_at = serializers.DateTimeField()
    made_by = serializers.CharField()
    direction = serializers.ChoiceField(choices=ScheduleRun.Direction.choices)
    operations = serializers.IntegerField()
    moved = serializers.IntegerField()
    work_orders = serializers.IntegerField(source="orders")
    late = serializers.IntegerField()
    late_before = serializers.IntegerField()
    lateness_seconds = serializers.IntegerField()
    seconds = serializers.FloatField()


class ScheduleIn(Body):
    """How the schedule is made: operations that begin within `freeze_hours` stay; without it as the
    settings say.
    """

    freeze_hours = serializers.IntegerField(min_value=0, max_value=720, required=False, allow_null=True)
    direction = serializers.ChoiceField(choices=ScheduleRun.Direction.choices, required=False)


class Schedules(Resource):
    """Schedules; the latest is in force."""

    kind = "schedule"
    out = ScheduleOut
    search_fields = ["made_by"]

    @creates(ScheduleIn)
    def create(self, call: Call) -> Any:
        """Schedule all open operations anew."""
        return run_schedule(
            freeze_hours=call.body.get("freeze_hours"),
            direction=call.body.get("direction") or ScheduleRun.Direction.FORWARD,
            actor=call.actor,
        )


class ScheduledOperationOut(serializers.Serializer[Any]):
    """When and where an operation is to be done, and what it waits for. Machines count from 1; 0 has no
    limit.
    """

    id = IdField("scheduled_operation")
    operation = IdField("operation", source="operation_id")
    work_order = RefField("work_order", source="operation.work_order")
    number = serializers.IntegerField(source="operation.number")
    name = serializers.CharField(source="operation.name")
    state = serializers.CharField(source="operation.state")
    work_center = serializers.CharField(source="work_center.code", default=None, allow_null=True)
    machine = serializers.IntegerField()
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    setup_seconds = serializers.IntegerField()
    is_locked = serializers.BooleanField()
    waits_for = serializers.ChoiceField(choices=ScheduledOperation.Wait.choices, allow_blank=True)
    waits_since = serializers.DateTimeField(allow_null=True)
    behind = IdField("operation", source="behind_id", allow_null=True)
    started_before = serializers.DateTimeField(source="was_starts_at", allow_null=True)
    ended_before = serializers.DateTimeField(source="was_ends_at", allow_null=True)


class ScheduledOperationFilters(Filters):
    """Filters of the schedule."""

    work_order = RefFilter("work_order", field_name="operation__work_order")
    work_center = django_filters.CharFilter(field_name="work_center__code")
    is_locked = django_filters.BooleanFilter(field_name="is_locked")
    starts_before = django_filters.IsoDateTimeFilter(field_name="starts_at", lookup_expr="lt")
    ends_after = django_filters.IsoDateTimeFilter(field_name="ends_at", lookup_expr="gt")


class PlaceBody(Body):
    """Where an operation goes: it begins with the first working time from `starts_at` on, and is locked
    there.
    """

    starts_at = serializers.DateTimeField()
    machine = serializers.IntegerField(min_value=0, max_value=10_000)
    work_center = TextField(
        required=False, allow_null=True, max_length=40, help_text="The code of one of its alternatives."
    )


class WayOut(serializers.Serializer[Any]):
    """A way to be done earlier, with its date, cost and how many work orders would then be late."""

    kind = serializers.CharField()
    title = serializers.CharField()
    detail = serializers.CharField()
    ends_at = serializers.DateTimeField()
    days_gained = serializers.FloatField()
    cost = serializers.CharField(
        allow_null=True, help_text="In base currency; null without the right to see it."
    )
    late = serializers.IntegerField()
    is_on_time = serializers.BooleanField()


class WaysOut(serializers.Serializer[Any]):
    """A work order's end in a schedule made now, and the ways to be earlier."""

    work_order = serializers.CharField()
    due_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    late = serializers.IntegerField()
    ways = WayOut(many=True)


class WaysBody(Body):
    """Whose ways are asked for."""

    work_order = RefField("work_order")


class ScheduleWays(Endpoint):
    """Ways to be done earlier with a work order: overtime, a shift, another center, outside, in halves."""

    @extend_schema(parameters=[WaysBody], responses=WaysOut)
    def get(self, request: Request) -> Response:
        """Each is reckoned by scheduling the whole shop with it; nothing is changed."""
        found = ways_for(self.actor, self.query(WaysBody)["work_order"].pk)
        return Response(shown_ways(found, sees_cost=self.actor.has("inventory.view_cost")))


def shown_ways(found: Ways, *, sees_cost: bool) -> dict[str, Any]:
    """Ways as the API tells them."""
    return {
        "work_order": found.order.number,
        "due_at": found.due_at,
        "ends_at": found.ends_at,
        "late": found.late,
        "ways": [{**vars(way), "cost": str(way.cost) if sees_cost else None} for way in found.ways],
    }


class ScheduledOperations(Resource):
    """The schedule: every open operation with its place."""

    kind = "scheduled_operation"
    out = ScheduledOperationOut
    filters = ScheduledOperationFilters
    orderings = {"starts_at": "starts_at"}
    search_fields = ["operation__name", "operation__work_order__number"]

    def rows(self) -> QuerySet[Any]:
        """With what a place is called by."""
        return with_names(super().rows())

    @verb(PlaceBody)
    def place(self, call: Call) -> Any:
        """Put it elsewhere and lock it there; who is in its way goes later."""
        code = call.body.get("work_center")
        center = WorkCenter.objects.filter(code=code).first() if code else None
        if code and center is None:
            raise Invalid.field("work_center", _("There is no such thing, or you may not see it."))
        return place_operation(
            operation_id=self.found_row().operation_id,
            starts_at=call.body["starts_at"],
            machine=call.body["machine"],
            work_center_id=center.pk if center else None,
            actor=call.actor,
        )

    @verb(NoBody)
    def lock(self, call: Call) -> Any:
        """Keep it where it is."""
        return lock_operation(operation_id=self.found_row().operation_id, actor=call.actor)

    @verb(NoBody)
    def unlock(self, call: Call) -> Any:
        """Let the next schedule move it again."""
        return unlock_operation(operation_id=self.found_row().operation_id, actor=call.actor)
