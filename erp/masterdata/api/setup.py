"""Units, carriers, tax codes and working calendars over the API."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from erp.core.http.columns import columns
from erp.core.http.fields import DateField, KeyTextField, MoneyField, StrictDecimalField, TextField
from erp.core.http.refs import Body, IdField, RefField
from erp.core.http.views import Call, Resource, changes, creates, deletes, verb
from erp.masterdata.selectors import calendars as _calendars  # noqa: F401 -- registers who sees what
from erp.masterdata.selectors import parties as _parties  # noqa: F401 -- imported to register its kinds of record
from erp.masterdata.selectors import units as _units  # noqa: F401 -- imported to register its kinds of record
from erp.masterdata.services.calendars import create_calendar, delete_calendar, edit_calendar, take_holidays
from erp.masterdata.services.carriers import create_carrier, delete_carrier, edit_carrier
from erp.masterdata.services.money import create_tax_code, delete_tax_code, edit_tax_code
from erp.masterdata.services.units import create_unit, delete_unit, edit_unit

MAX_FACTOR = 10**12


class UnitOut(serializers.Serializer[Any]):
    """A unit of measure: numerator/denominator base units of its dimension."""

    id = IdField("unit")
    code = serializers.CharField()
    name = serializers.CharField()
    dimension = serializers.CharField()
    numerator = serializers.IntegerField()
    denominator = serializers.IntegerField()


class UnitIn(Body):
    """A new or changed unit."""

    code = KeyTextField(max_length=20)
    name = TextField(max_length=60)
    dimension = TextField(max_length=20, required=False)
    numerator = serializers.IntegerField(min_value=1, max_value=MAX_FACTOR, required=False)
    denominator = serializers.IntegerField(min_value=1, max_value=MAX_FACTOR, required=False)


class Units(Resource):
    """Units of measure with exact conversion factors."""

    kind = "unit"
    out = UnitOut
    orderings = {"code": "code", "name": "name"}
    search_fields = ["code", "name"]

    @creates(UnitIn)
    def create(self, call: Call) -> Any:
        """Take up a unit."""
        return create_unit(values=call.body, actor=call.actor)

    @changes(UnitIn)
    def partial_update(self, call: Call) -> Any:
        """Change a unit's code or name."""
        return edit_unit(unit_id=call.id, values=call.body, actor=call.actor)

    @deletes
    def destroy(self, call: Call) -> Any:
        """Delete a unit that nothing uses."""
        delete_unit(unit_id=call.id, actor=call.actor)


class CarrierRegionOut(serializers.Serializer[Any]):
    """Transit days to a region."""

    region = RefField("region")
    transit_days = serializers.IntegerField()


class CarrierRegionIn(Body):
    """Transit days to a region."""

    region = RefField("region")
    transit_days = serializers.IntegerField(min_value=0, max_value=365)


class CarrierOut(serializers.Serializer[Any]):
    """A carrier."""

    id = IdField("carrier")
    code = serializers.CharField()
    name = serializers.CharField()
    transit_days = serializers.IntegerField()
    cut_off = serializers.TimeField(
        format="%H:%M",
        allow_null=True,
        help_text="In the warehouse's time; what is ready later leaves next day.",
    )
    regions = CarrierRegionOut(many=True, help_text="Transit days to regions where they differ.")
    extra_freight = MoneyField(
        allow_null=True, help_text="What one more shipment costs; null: the company's."
    )
    tracking_url = serializers.CharField()
    is_active = serializers.BooleanField()


class CarrierIn(Body):
    """A new or changed carrier."""

    code = KeyTextField(max_length=40)
    name = TextField(max_length=120)
    transit_days = serializers.IntegerField(min_value=0, max_value=365, required=False)
    cut_off = serializers.TimeField(required=False, allow_null=True)
    regions = CarrierRegionIn(many=True, required=False, max_length=500)
    extra_freight = MoneyField(required=False, allow_null=True)
    tracking_url = TextField(max_length=200, required=False, allow_blank=True)
    is_active = serializers.BooleanField(required=False)


def _regions(body: dict[str, Any]) -> list[tuple[Any, int]] | None:
    """The regions of a body, taken out of it."""
    found = body.pop("regions", None)
    return None if found is None else [(one["region"], one["transit_days"]) for one in found]


class Carriers(Resource):
    """Who takes goods to customers."""

    def rows(self) -> QuerySet[Any]:
        """Carriers with their regions."""
        return super().rows().prefetch_related("regions__region")

    kind = "carrier"
    out = CarrierOut
    orderings = {"code": "code", "name": "name"}
    search_fields = ["code", "name"]

    @creates(CarrierIn)
    def create(self, call: Call) -> Any:
        """Take up a carrier."""
        regions = _regions(call.body)
        return create_carrier(values=call.body, regions=regions, actor=call.actor)

    @changes(CarrierIn)
    def partial_update(self, call: Call) -> Any:
        """Change a carrier; `regions` are replaced as a whole."""
        regions = _regions(call.body)
        return edit_carrier(carrier_id=call.id, values=call.body, regions=regions, actor=call.actor)

    @deletes
    def destroy(self, call: Call) -> Any:
        """Delete a carrier that nothing uses."""
        delete_carrier(carrier_id=call.id, actor=call.actor)


class TaxCodeOut(serializers.Serializer[Any]):
    """A kind of sales tax; the rate is a fraction."""

    id = IdField("tax_code")
    code = serializers.CharField()
    name = serializers.CharField()
    rate = StrictDecimalField()


class TaxCodeIn(Body):
    """A new or changed kind of sales tax."""

    code = KeyTextField(max_length=20)
    name = TextField(max_length=80)
    rate = StrictDecimalField(minimum=0)


class TaxCodes(Resource):
    """Kinds of sales tax."""

    kind = "tax_code"
    out = TaxCodeOut
    orderings = {"code": "code"}
    search_fields = ["code", "name"]

    @creates(TaxCodeIn)
    def create(self, call: Call) -> Any:
        """Take up a kind of sales tax."""
        return create_tax_code(values=call.body, actor=call.actor)

    @changes(TaxCodeIn)
    def partial_update(self, call: Call) -> Any:
        """Change a kind of sales tax."""
        return edit_tax_code(tax_code_id=call.id, values=call.body, actor=call.actor)

    @deletes
    def destroy(self, call: Call) -> Any:
        """Delete a tax code that nothing uses."""
        delete_tax_code(tax_code_id=call.id, actor=call.actor)


_INTERVALS = {
    "type": "array",
    "items": {"type": "array", "items": {"type": "string", "example": "09:00"}, "minItems": 2, "maxItems": 2},
}


@extend_schema_field(_INTERVALS)
class IntervalsField(serializers.JSONField):
    """Intervals of a day, [["09:00", "12:00"], …]; the service checks them."""


@extend_schema_field({"type": "object", "additionalProperties": _INTERVALS})
class WeekField(serializers.JSONField):
    """Intervals per weekday, {"monday": [["09:00", "12:00"]]}; the service checks them."""


class ExceptionOut(serializers.Serializer[Any]):
    """A day that differs."""

    date = DateField()
    intervals = IntervalsField()
    name = serializers.CharField()


class ExceptionIn(Body):
    """A day that differs: without intervals a holiday."""

    date = DateField()
    intervals = IntervalsField(required=False)
    name = TextField(max_length=120, required=False, allow_blank=True)


class CalendarOut(serializers.Serializer[Any]):
    """A working calendar."""

    id = IdField("calendar")
    code = serializers.CharField()
    name = serializers.CharField()
    time_zone = serializers.CharField()
    weekly = WeekField()
    exceptions = ExceptionOut(many=True)


class CalendarIn(Body):
    """A new or changed working calendar; exceptions are replaced as a whole where given."""

    code = KeyTextField(max_length=40)
    name = TextField(max_length=120)
    time_zone = TextField(max_length=60, required=False)
    weekly = WeekField(required=False)
    exceptions = ExceptionIn(many=True, required=False, max_length=2000)


class HolidaysIn(Body):
    """Whose public holidays, and of which years."""

    country = KeyTextField(max_length=3)
    years = serializers.ListField(
        child=serializers.IntegerField(min_value=1990, max_value=2100), min_length=1, max_length=20
    )


class Calendars(Resource):
    """Working calendars."""

    kind = "calendar"
    out = CalendarOut
    orderings = {"code": "code", "name": "name"}
    search_fields = ["code", "name"]

    def rows(self) -> QuerySet[Any]:
        """Calendars with their exceptions."""
        return super().rows().prefetch_related("exceptions")

    @creates(CalendarIn)
    def create(self, call: Call) -> Any:
        """Take up a working calendar."""
        values = columns(call.body, None, "exceptions")
        exceptions = call.body.get("exceptions", [])
        return create_calendar(values=values, exceptions=exceptions, actor=call.actor)

    @changes(CalendarIn)
    def partial_update(self, call: Call) -> Any:
        """Change a working calendar."""
        return edit_calendar(
            calendar_id=call.id,
            values=columns(call.body, None, "exceptions"),
            exceptions=call.body.get("exceptions"),
            actor=call.actor,
        )

    @deletes
    def destroy(self, call: Call) -> Any:
        """Delete a calendar that nobody works by."""
        delete_calendar(calendar_id=call.id, actor=call.actor)

    @verb(HolidaysIn)
    def holidays(self, call: Call) -> Any:
        """Enter a country's public holidays and make-up working days."""
        return take_holidays(
            calendar_id=call.id, country=call.body["country"], years=call.body["years"], actor=call.actor
        )
