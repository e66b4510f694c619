"""Customers with credit and terms, and price lists, behind their commands."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.postgres.forms import SimpleArrayField
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import RelatedDropdownFilter
from unfold.widgets import (
    UnfoldAdminDecimalFieldWidget,
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanSwitchWidget,
)

from erp.core.administration.masters import MasterAdmin, RowsInline, attribute_values
from erp.core.administration.own_fields import own_values
from erp.core.administration.rights import actor_of
from erp.masterdata.admin import AddressesInline, ContactsInline
from erp.masterdata.models import Company, Customer
from finance.models import CreditAccount
from orders.models import CustomerTerms, PriceList, PriceListItem, SalesTerms
from orders.selectors.customers import customers_in_full
from orders.selectors.price_lists import price_list_rows
from orders.services import customers, price_lists, sales_terms

VIEW = "masterdata.view"
VIEW_CREDIT = "finance.view_credit"
TERMS = ("price_list", "discount_rate", "channel", "tier", "is_ship_complete", "reservation_policy")
CREDIT = {"credit_grade": "grade", "credit_limit": "limit", "payment_days": "payment_days"}


class CustomerForm(forms.ModelForm):
    """A customer with credit and terms of sale on one form."""

    price_list = forms.ModelChoiceField(
        PriceList.objects.all(), label=_("price list"), required=False, widget=UnfoldAdminSelectWidget
    )
    discount_rate = forms.DecimalField(
        label=_("discount"),
        required=False,
        initial=0,
        help_text=_("A fraction: 0.05 is 5 %."),
        widget=UnfoldAdminDecimalFieldWidget,
    )
    channel = forms.CharField(
        label=_("channel"), required=False, max_length=40, widget=UnfoldAdminTextInputWidget
    )
    tags = SimpleArrayField(
        forms.CharField(max_length=40),
        label=_("tags"),
        required=False,
        help_text=_("Separated by commas."),
        widget=UnfoldAdminTextInputWidget,
    )
    tier = forms.CharField(label=_("tier"), required=False, max_length=20, widget=UnfoldAdminTextInputWidget)
    is_ship_complete = forms.BooleanField(
        label=_("ship complete"), required=False, widget=UnfoldBooleanSwitchWidget
    )
    reservation_policy = forms.ChoiceField(
        label=_("goods are reserved"),
        required=False,
        choices=[("", _("as the company does")), *Company.ReservationPolicy.choices],
        widget=UnfoldAdminSelectWidget,
    )
    credit_grade = forms.ChoiceField(
        label=_("credit grade"),
        choices=CreditAccount.Grade.choices,
        initial=CreditAccount.Grade.C,
        widget=UnfoldAdminSelectWidget,
    )
    credit_limit = forms.DecimalField(
        label=_("credit limit"),
        required=False,
        help_text=_("Empty means no limit."),
        widget=UnfoldAdminDecimalFieldWidget,
    )
    payment_days = forms.IntegerField(
        label=_("days to pay"), initial=30, widget=UnfoldAdminIntegerFieldWidget
    )

    class Meta:
        model = Customer
        fields = ["code", "name"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Credit and terms as the customer has them."""
        super().__init__(*args, **kwargs)
        terms = CustomerTerms.objects.filter(customer_id=self.instance.pk or 0).first()
        account = CreditAccount.objects.filter(customer_id=self.instance.pk or 0).first()
        if "code" in self.fields:
            self.fields["code"].required = False
            self.fields["code"].help_text = _("Empty takes the next code of the series.")
        for field in self.fields.values():
            field.label = capfirst(field.label)
        for name in TERMS:
            if terms is not None and name in self.fields:
                self.initial[name] = getattr(terms, name if name != "price_list" else "price_list_id")
        for name, column in CREDIT.items():
            if account is not None and name in self.fields:
                self.initial[name] = getattr(account, column)


@admin.register(Customer)
class CustomerAdmin(MasterAdmin):
    """Who buys: identity, credit, terms of sale, people and places."""

    view_right = VIEW
    visible = staticmethod(customers_in_full)
    create, edit = staticmethod(customers.create_customer), staticmethod(customers.edit_customer)
    row_id = "customer_id"
    custom_subject = "customer"
    form = CustomerForm
    list_display = ["code", "name", "region", "team", "salesperson", "currency", "grade", "is_active"]
    list_filter = [
        ("region", RelatedDropdownFilter),
        ("team", RelatedDropdownFilter),
        ("salesperson", RelatedDropdownFilter),
        "is_active",
    ]
    list_filter_submit = True
    list_select_related = ["region", "team", "salesperson", "currency", "credit_account"]
    search_fields = ["code", "name", "tax_number", "phone"]
    ordering = ["code"]
    autocomplete_fields = ["region", "team", "salesperson", "currency", "calendar", "tax_code"]
    inlines = [ContactsInline, AddressesInline]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("code", "is_active"),
                    "name",
                    "legal_name",
                    "tax_number",
                    ("email", "phone"),
                    "tags",
                ]
            },
        ),
        (_("Sales organization"), {"fields": [("salesperson", "team"), "region"]}),
        (
            _("Terms of sale"),
            {
                "fields": [
                    ("currency", "price_list"),
                    ("discount_rate", "tax_code"),
                    ("channel", "tier"),
                    ("language", "time_zone"),
                    ("calendar", "is_ship_complete"),
                    "reservation_policy",
                ]
            },
        ),
        (_("Credit"), {"fields": [("credit_grade", "credit_limit"), "payment_days"]}),
    ]

    @admin.display(description=_("credit grade"), ordering="credit_account__grade")
    def grade(self, row: Customer) -> str:
        """How finance trusts them."""
        account = getattr(row, "credit_account", None)
        return account.grade if account else "–"

    def get_fieldsets(self, request: Any, obj: Any = None) -> Any:
        """Credit is shown to those who may give it."""
        found = super().get_fieldsets(request, obj)
        if actor_of(request).has(customers.CREDIT_RIGHT):
            return found
        return [(title, options) for title, options in found if title != _("Credit")]

    def write(self, request: Any, form: Any, rows: dict[str, Any], pk: Any) -> Customer:
        """One command for identity, credit and terms; only credit that was changed is given."""
        identity = {**attribute_values(form), "custom": own_values(form)}
        if not identity.get("code"):
            identity.pop("code", None)
        cleaned = form.cleaned_data
        terms = {name: cleaned[name] for name in TERMS if name in cleaned and name != "price_list"}
        if "price_list" in cleaned:
            terms["price_list_id"] = getattr(cleaned["price_list"], "pk", None)
        if terms.get("discount_rate") is None:
            terms.pop("discount_rate", None)
        given = [name for name in CREDIT if name in cleaned and (pk is None or name in form.changed_data)]
        values = customers.CustomerInput(
            identity=identity,  # type: ignore[arg-type]  # checked by the form or body before
            terms=terms,  # type: ignore[arg-type]  # checked by the form or body before
            credit={CREDIT[name]: cleaned[name] for name in given},  # type: ignore[arg-type]  # checked by the form or body before
            contacts=rows.get("contacts"),
            addresses=rows.get("addresses"),
        )
        if pk is None:
            return customers.create_customer(values=values, actor=request.actor)
        return customers.edit_customer(customer_id=pk, values=values, actor=request.actor)


class PricesInline(RowsInline):
    """The prices of a list."""

    model = PriceListItem
    argument = "prices"
    fields = ["item", "minimum_quantity", "price", "floor_price", "valid_from", "valid_until"]
    autocomplete_fields = ["item"]
    per_page = 25

    def get_queryset(self, request: Any) -> Any:
        """With their items, in their order."""
        return super().get_queryset(request).select_related("item").order_by("item__sku", "minimum_quantity")


@admin.register(PriceList)
class PriceListAdmin(MasterAdmin):
    """Prices per item with quantity breaks and dates."""

    view_right = VIEW
    visible = staticmethod(price_list_rows)
    create, edit = staticmethod(price_lists.create_price_list), staticmethod(price_lists.edit_price_list)
    delete = staticmethod(price_lists.delete_price_list)
    row_id = "price_list_id"
    list_display = ["code", "name", "currency", "is_active"]
    list_filter = ["is_active"]
    list_select_related = ["currency"]
    search_fields = ["code", "name"]
    autocomplete_fields = ["currency"]
    fields = [("code", "is_active"), "name", "currency"]
    inlines = [PricesInline]


@admin.register(SalesTerms)
class SalesTermsAdmin(MasterAdmin):
    """Versions of the terms of sale that customers accept with a quotation; a new one replaces the last."""

    view_right = "orders.view_quotation"
    create = staticmethod(sales_terms.publish_sales_terms)
    list_display = ["version", "published_at", "published_by"]
    ordering = ["-version"]

    def get_fields(self, request: Any, obj: Any = None) -> list[str]:
        """A new version is its text alone."""
        return ["text", "text_zh", *([] if obj is None else ["published_at", "published_by"])]
