"""The company's set-up in the admin: every change by the same commands as over the API."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.admin import StackedInline
from unfold.widgets import UnfoldAdminTextInputWidget

from erp.core.administration.masters import KeptRowsFormSet, MasterAdmin, RowsFormSet, RowsInline
from erp.core.administration.refusals import CommandForm
from erp.masterdata.calc import china
from erp.masterdata.calc.working_time import WEEKDAYS
from erp.masterdata.models import (
    Address,
    CalendarException,
    Carrier,
    Company,
    Contact,
    Currency,
    ExchangeRate,
    Supplier,
    TaxCode,
    Unit,
    WorkingCalendar,
)
from erp.masterdata.selectors.company import business_day, forget_company
from erp.masterdata.selectors.parties import supplier_rows
from erp.masterdata.services import calendars, carriers, company, money, suppliers, units

VIEW = "masterdata.view"
DAY_NAMES = {
    "monday": _("Monday"),
    "tuesday": _("Tuesday"),
    "wednesday": _("Wednesday"),
    "thursday": _("Thursday"),
    "friday": _("Friday"),
    "saturday": _("Saturday"),
    "sunday": _("Sunday"),
}


@admin.register(Company)
class CompanyAdmin(MasterAdmin):
    """The one company: what is printed on documents and how it works."""

    view_right = VIEW
    edit = staticmethod(company.edit_company)
    list_display = ["name", "base_currency", "time_zone", "language", "auto_confirm_below"]
    fieldsets = [
        (None, {"fields": ["name", "address", "phone", "email", "tax_number"]}),
        (_("Bank"), {"fields": ["bank_name", "bank_account"]}),
        (_("Documents"), {"fields": ["logo", "seal", "language"]}),
        (_("How it works"), {"fields": ["base_currency", "time_zone", "auto_confirm_below"]}),
        (
            _("Selling"),
            {
                "fields": [
                    "margin_floor_percent",
                    "approve_quotations_below",
                    "quotation_valid_days",
                    "submits_accepted_quotations",
                ]
            },
        ),
        (_("Buying"), {"fields": ["approve_requisitions_below"]}),
        (
            _("Reserving stock"),
            {"fields": [("reservation_policy", "reserve_days_before"), "allocation_sequence"]},
        ),
        (_("Promises"), {"fields": ["extra_freight", "late_penalty_percent"]}),
        (_("Warehouse"), {"fields": ["auto_release_days", "gs1_prefix"]}),
    ]

    def write(self, request: Any, form: Any, rows: dict[str, Any], pk: Any) -> Any:
        """The one row needs no id."""
        values = cast(company.CompanyValues, self.values_of(form))
        return company.edit_company(values=values, actor=request.actor)

    def values_of(self, form: Any) -> dict[str, Any]:
        """Images only where they were changed: an unchanged file is not stored again."""
        values: dict[str, Any] = super().values_of(form)
        for name in {"logo", "seal"} - set(form.changed_data):
            values.pop(name, None)
        return {name: value if value is not False else "" for name, value in values.items()}

    def forget(self) -> None:
        """The company is kept for some seconds by every process."""
        forget_company()


@admin.register(Currency)
class CurrencyAdmin(MasterAdmin):
    """Currencies by their ISO codes."""

    view_right = VIEW
    create, delete = staticmethod(money.create_currency), staticmethod(money.delete_currency)
    edit = staticmethod(money.edit_currency)
    row_id = "code"
    list_display = ["code", "name", "symbol"]
    fields = ["code", "name", "symbol"]
    search_fields = ["code", "name"]

    def get_readonly_fields(self, request: Any, obj: Any = None) -> list[str]:
        """The code is what documents refer to."""
        return ["code"] if obj else []


@admin.register(ExchangeRate)
class ExchangeRateAdmin(MasterAdmin):
    """Rates to the base currency; a new day is a new rate."""

    view_right = VIEW
    create, edit = staticmethod(money.set_exchange_rate), staticmethod(money.set_exchange_rate)
    delete = staticmethod(money.delete_exchange_rate)
    row_id = "rate_id"
    list_display = ["currency", "valid_from", "rate"]
    list_filter = ["currency"]
    list_select_related = ["currency"]
    fields = ["currency", "valid_from", "rate"]

    def get_readonly_fields(self, request: Any, obj: Any = None) -> list[str]:
        """A rate stays with its currency and day."""
        return ["currency", "valid_from"] if obj else []

    def write(self, request: Any, form: Any, rows: dict[str, Any], pk: Any) -> Any:
        """Set the rate of a currency from a day on."""
        row = form.instance
        return money.set_exchange_rate(
            currency_id=row.currency_id, valid_from=row.valid_from, rate=row.rate, actor=request.actor
        )


@admin.register(TaxCode)
class TaxCodeAdmin(MasterAdmin):
    """Kinds of sales tax."""

    view_right = VIEW
    create, edit = staticmethod(money.create_tax_code), staticmethod(money.edit_tax_code)
    delete = staticmethod(money.delete_tax_code)
    row_id = "tax_code_id"
    list_display = ["code", "name", "rate"]
    fields = ["code", "name", "rate"]
    search_fields = ["code", "name"]


@admin.register(Unit)
class UnitAdmin(MasterAdmin):
    """Units of measure with their exact fractions."""

    view_right = VIEW
    create, edit = staticmethod(units.create_unit), staticmethod(units.edit_unit)
    delete = staticmethod(units.delete_unit)
    row_id = "unit_id"
    list_display = ["code", "name", "dimension", "numerator", "denominator"]
    list_filter = ["dimension"]
    fields = ["code", "name", "dimension", ("numerator", "denominator")]
    search_fields = ["code", "name"]


@admin.register(Carrier)
class CarrierAdmin(MasterAdmin):
    """Who takes goods to customers."""

    view_right = VIEW
    create, edit = staticmethod(carriers.create_carrier), staticmethod(carriers.edit_carrier)
    delete = staticmethod(carriers.delete_carrier)
    row_id = "carrier_id"
    list_display = ["code", "name", "transit_days", "cut_off", "tracking_url", "is_active"]
    list_filter = ["is_active"]
    fields = ["code", "name", ("transit_days", "cut_off"), "extra_freight", "tracking_url", "is_active"]
    search_fields = ["code", "name"]


def intervals_text(intervals: Any) -> str:
    """Working intervals as people write them: 09:00-12:00, 13:00-18:00."""
    return ", ".join(f"{start}-{end}" for start, end in intervals or [])


def intervals_of(text: str) -> list[list[str]]:
    """Working intervals from what people write; the command says what is wrong with them."""
    parts = [part.strip() for part in text.replace("，", ",").replace("–", "-").split(",") if part.strip()]
    return [[side.strip() for side in part.split("-")] for part in parts]


class CalendarForm(forms.ModelForm):
    """A week with one line per day."""

    class Meta:
        model = WorkingCalendar
        fields = ["code", "name", "time_zone"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """The days as the calendar has them."""
        super().__init__(*args, **kwargs)
        for day in WEEKDAYS:
            if day in self.fields:
                self.fields[day].initial = intervals_text((self.instance.weekly or {}).get(day))


for _day in WEEKDAYS:
    CalendarForm.base_fields[_day] = CalendarForm.declared_fields[_day] = forms.CharField(
        label=DAY_NAMES[_day], required=False, widget=UnfoldAdminTextInputWidget
    )


class ExceptionForm(CommandForm):
    """A day that differs: empty is a holiday."""

    hours = forms.CharField(
        label=_("working hours"),
        required=False,
        widget=UnfoldAdminTextInputWidget(attrs={"placeholder": "09:00-12:00, 13:00-18:00"}),
    )

    class Meta:
        model = CalendarException
        fields = ["date", "name"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """The hours as the day has them."""
        super().__init__(*args, **kwargs)
        self.fields["hours"].initial = intervals_text(self.instance.intervals)


class ExceptionsFormSet(RowsFormSet):
    """Days that differ, as the command takes them."""

    def values_of(self, form: Any) -> dict[str, Any]:
        """One day."""
        intervals = intervals_of(form.cleaned_data.get("hours") or "")
        return {**super().values_of(form), "intervals": intervals}


class ExceptionsInline(RowsInline):
    """Holidays and make-up days."""

    model = CalendarException
    form = ExceptionForm
    formset = ExceptionsFormSet
    argument = "exceptions"
    fields = ["date", "hours", "name"]
    verbose_name_plural = _("Days that differ; without hours a holiday")


@admin.register(WorkingCalendar)
class CalendarAdmin(MasterAdmin):
    """Working weeks with their holidays and make-up days."""

    view_right = VIEW
    create, edit = staticmethod(calendars.create_calendar), staticmethod(calendars.edit_calendar)
    delete = staticmethod(calendars.delete_calendar)
    row_id = "calendar_id"
    form = CalendarForm
    list_display = ["code", "name", "time_zone"]
    search_fields = ["code", "name"]
    fieldsets = [
        (None, {"fields": ["code", "name", "time_zone"]}),
        (
            _("Week"),
            {
                "fields": [*WEEKDAYS],
                "description": _("Hours such as 09:00-12:00, 13:00-18:00; empty is a day off."),
            },
        ),
    ]
    inlines = [ExceptionsInline]
    actions = ["enter_chinese_holidays"]

    @admin.action(
        description=_("Enter China's holidays and make-up days, this year and next"), permissions=["change"]
    )
    def enter_chinese_holidays(self, request: Any, queryset: Any) -> None:
        """China's holidays into the chosen calendars; says what is not announced yet."""
        year = business_day(timezone.now()).year
        for row in queryset[:50]:
            taken = calendars.take_holidays(
                calendar_id=row.pk, country="CN", years=[year, year + 1], actor=request.actor
            )
            told = {"calendar": row.code, "off": taken.holidays, "worked": taken.make_up_days}
            text = gettext("%(calendar)s: %(off)s holidays and %(worked)s make-up working days entered.")
            messages.success(request, text % told)
        for unknown in range(max(year, china.LAST_ANNOUNCED + 1), year + 2):
            text = gettext("The make-up days of %(year)s are not announced yet: enter them again later.")
            messages.warning(request, text % {"year": unknown})

    def values_of(self, form: Any) -> dict[str, Any]:
        """The week as the command takes it."""
        weekly = {day: intervals_of(form.cleaned_data.get(day) or "") for day in WEEKDAYS}
        return {**super().values_of(form), "weekly": weekly}


class ContactsInline(RowsInline):
    """People at a customer or supplier."""

    model = Contact
    formset = KeptRowsFormSet
    argument = "contacts"
    fields = ["name", "role", "email", "phone"]


class AddressesInline(RowsInline, StackedInline):
    """Where a customer or supplier gets goods or bills."""

    model = Address
    formset = KeptRowsFormSet
    argument = "addresses"
    template = StackedInline.template
    fields = [
        ("kind", "is_default"),
        ("recipient", "phone"),
        ("line1", "line2"),
        ("city", "state"),
        ("postal_code", "country"),
    ]


@admin.register(Supplier)
class SupplierAdmin(MasterAdmin):
    """Who sells to us."""

    view_right = VIEW
    visible = staticmethod(supplier_rows)
    create, edit = staticmethod(suppliers.create_supplier), staticmethod(suppliers.edit_supplier)
    row_id = "supplier_id"
    custom_subject = "supplier"
    list_display = ["code", "name", "currency", "lead_time_days", "is_inspection_exempt", "is_active"]
    list_filter = ["is_active", "is_inspection_exempt"]
    list_select_related = ["currency"]
    search_fields = ["code", "name", "tax_number"]
    autocomplete_fields = ["currency", "calendar"]
    inlines = [ContactsInline, AddressesInline]
    fieldsets = [
        (None, {"fields": [("code", "is_active"), "name", "legal_name", "tax_number", ("email", "phone")]}),
        (
            _("Terms"),
            {"fields": [("currency", "lead_time_days"), ("calendar", "time_zone"), "is_inspection_exempt"]},
        ),
    ]
