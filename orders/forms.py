"""Forms of customers and items; the services check again and are the authority."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from erp.core.custom_fields import custom_field_definitions
from erp.core.models import CustomFieldDefinition
from erp.identity.models import Region, Team, User
from erp.masterdata.models import Carrier, Company, Currency, TaxCode, Unit
from finance.models import CreditAccount
from inventory.models import Item, ItemCategory
from orders.models import PriceList

Kind = CustomFieldDefinition.Kind


def _custom_form_field(row: CustomFieldDefinition, label: str) -> forms.Field:
    if row.kind == Kind.BOOLEAN:
        return forms.BooleanField(label=label, required=False)
    if row.kind == Kind.CHOICE:
        choices = [("", ""), *((choice, choice) for choice in row.choices)]
        return forms.ChoiceField(label=label, choices=choices, required=row.is_required)
    if row.kind == Kind.DATE:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        return forms.DateField(label=label, required=row.is_required, widget=widget)
    if row.kind == Kind.NUMBER:
        return forms.DecimalField(label=label, required=row.is_required)
    return forms.CharField(label=label, required=row.is_required, max_length=1000)


class WithCustomFields(forms.Form):
    """A form that ends with the company's own fields of its subject."""

    subject = ""

    def __init__(self, *args: Any, in_chinese: bool = False, **kwargs: Any) -> None:
        """`in_chinese` picks the Chinese labels of own fields where there are some."""
        super().__init__(*args, **kwargs)
        for row in custom_field_definitions(self.subject):
            label = row.label_zh if in_chinese and row.label_zh else row.label
            self.fields[f"custom_{row.key}"] = _custom_form_field(row, label)

    def custom_values(self) -> dict[str, Any]:
        """What was entered into own fields, by key."""
        found = {}
        for name, value in self.cleaned_data.items():
            if name.startswith("custom_"):
                found[name.removeprefix("custom_")] = (
                    value.isoformat() if hasattr(value, "isoformat") else value
                )
        return found

    def custom_fields(self) -> list[forms.BoundField]:
        """The bound own fields, for the template."""
        return [self[name] for name in self.fields if name.startswith("custom_")]

    def take_refusal(self, errors: dict[str, list[Any]], names: dict[str, str]) -> None:
        """Put a service's messages beside the fields they name; `names` maps paths to fields."""
        for path, texts in errors.items():
            name = names.get(path) or path.replace("custom.", "custom_")
            for text in texts:
                self.add_error(name if name in self.fields else None, str(text))


class CustomerForm(WithCustomFields):
    """A customer: identity, place in the sales organization, terms of sale, credit, one delivery address."""

    subject = "customer"

    code = forms.CharField(
        label=_("Code"), max_length=40, required=False, help_text=_("Leave empty for the next number.")
    )
    name = forms.CharField(label=_("Name"), max_length=200)
    legal_name = forms.CharField(label=_("Legal name"), max_length=200, required=False)
    tax_number = forms.CharField(label=_("Tax number"), max_length=60, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=60, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    currency = forms.ModelChoiceField(Currency.objects.all(), label=_("Currency"), empty_label=None)
    tax_code = forms.ModelChoiceField(TaxCode.objects.all(), label=_("Tax code"), required=False)
    region = forms.ModelChoiceField(Region.objects.all(), label=_("Region"), required=False)
    team = forms.ModelChoiceField(Team.objects.all(), label=_("Sales team"), required=False)
    salesperson = forms.ModelChoiceField(
        User.objects.filter(is_active=True), label=_("Salesperson"), required=False
    )
    tags = forms.CharField(label=_("Tags"), required=False, help_text=_("Separated by commas."))
    is_active = forms.BooleanField(label=_("Active"), required=False, initial=True)

    price_list = forms.ModelChoiceField(
        PriceList.objects.filter(is_active=True), label=_("Price list"), required=False
    )
    discount = forms.DecimalField(
        label=_("Discount %"), min_value=0, max_value=100, max_digits=7, decimal_places=4, required=False
    )
    tier = forms.CharField(label=_("Tier"), max_length=20, required=False)
    channel = forms.CharField(label=_("Channel"), max_length=40, required=False)
    is_ship_complete = forms.BooleanField(label=_("Ship complete"), required=False)
    shelf_life_days = forms.IntegerField(
        label=_("Goods have to last, in days"), required=False, min_value=0, max_value=3650
    )
    reservation_policy = forms.ChoiceField(
        label=_("Goods are reserved"),
        required=False,
        choices=[("", _("as the company does")), *Company.ReservationPolicy.choices],
    )
    carrier = forms.ModelChoiceField(
        Carrier.objects.filter(is_active=True), label=_("Carrier"), required=False
    )

    credit_grade = forms.ChoiceField(
        label=_("Credit grade"), choices=CreditAccount.Grade.choices, initial="B"
    )
    credit_limit = forms.DecimalField(
        label=_("Credit limit"), min_value=0, max_digits=18, decimal_places=2, required=False,
        help_text=_("Empty means no limit."),
    )  # fmt: skip
    payment_days = forms.IntegerField(label=_("Days to pay"), min_value=0, max_value=720, initial=30)

    recipient = forms.CharField(label=_("Recipient"), max_length=200, required=False)
    address_phone = forms.CharField(label=_("Phone"), max_length=60, required=False)
    line1 = forms.CharField(label=_("Street"), max_length=200, required=False)
    line2 = forms.CharField(label=_("Street, continued"), max_length=200, required=False)
    city = forms.CharField(label=_("City"), max_length=100, required=False)
    state = forms.CharField(label=_("State or province"), max_length=100, required=False)
    postal_code = forms.CharField(label=_("Postal code"), max_length=20, required=False)
    country = forms.CharField(
        label=_("Country"), max_length=2, required=False, help_text=_("Two letters, such as CN.")
    )

    identity = ("code", "name", "legal_name", "tax_number", "phone", "email", "currency", "tax_code",
                "region", "team", "salesperson", "tags", "is_active")  # fmt: skip
    terms = ("price_list", "discount", "tier", "channel", "carrier", "is_ship_complete", "shelf_life_days",
             "reservation_policy")  # fmt: skip
    credit = ("credit_grade", "credit_limit", "payment_days")
    address = ("recipient", "address_phone", "line1", "line2", "city", "state", "postal_code", "country")

    def clean(self) -> dict[str, Any]:
        """An address is whole or not there."""
        found = super().clean() or {}
        if any(found.get(name) for name in self.address if name != "recipient"):
            for name in ("line1", "city"):
                if not found.get(name):
                    self.add_error(name, _("An address needs a street and a city."))
        return found


def _first_unit() -> int | None:
    """The piece: most goods are counted."""
    return Unit.objects.filter(code="pcs").values_list("pk", flat=True).first()


class ItemForm(WithCustomFields):
    """An item: identity, how it is supplied and planned, price and cost."""

    subject = "product"

    sku = forms.CharField(label=_("SKU"), max_length=60)
    name = forms.CharField(label=_("Name"), max_length=200)
    barcode = forms.CharField(label=_("Barcode"), max_length=60, required=False)
    category = forms.ModelChoiceField(ItemCategory.objects.all(), label=_("Category"), required=False)
    unit = forms.ModelChoiceField(Unit.objects.all(), label=_("Unit"), empty_label=None, initial=_first_unit)
    kind = forms.ChoiceField(label=_("Kind"), choices=Item.Kind.choices, initial="stocked")
    tracking = forms.ChoiceField(label=_("Tracking"), choices=Item.Tracking.choices, initial="none")
    tax_code = forms.ModelChoiceField(TaxCode.objects.all(), label=_("Tax code"), required=False)
    is_sold = forms.BooleanField(label=_("Sold"), required=False, initial=True)
    is_active = forms.BooleanField(label=_("Active"), required=False, initial=True)

    supply = forms.ChoiceField(label=_("Supply"), choices=Item.Supply.choices, initial="buy")
    planning = forms.ChoiceField(label=_("Planning"), choices=Item.Planning.choices, initial="mrp")
    safety_stock = forms.DecimalField(label=_("Safety stock"), min_value=0, required=False, initial=0)
    reorder_point = forms.DecimalField(label=_("Reorder point"), min_value=0, required=False)
    reorder_quantity = forms.DecimalField(label=_("Reorder quantity"), min_value=0, required=False)
    lead_time_days = forms.IntegerField(
        label=_("Lead time in days"), min_value=0, max_value=3650, required=False, initial=0
    )
    weight_kg = forms.DecimalField(label=_("Weight in kg"), min_value=0, required=False, initial=0)
    shelf_life_days = forms.IntegerField(label=_("Shelf life in days"), min_value=0, required=False)

    list_price = forms.DecimalField(label=_("List price"), min_value=0, required=False, initial=0)
    standard_cost = forms.DecimalField(label=_("Standard cost"), min_value=0, required=False, initial=0)

    identity = (
        "sku",
        "name",
        "barcode",
        "category",
        "unit",
        "kind",
        "tracking",
        "tax_code",
        "is_sold",
        "is_active",
    )
    supplying = ("supply", "planning", "safety_stock", "reorder_point", "reorder_quantity", "lead_time_days",
                 "weight_kg", "shelf_life_days")  # fmt: skip
    money = ("list_price", "standard_cost")
