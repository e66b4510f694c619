"""Customers: the list, the page with everything about one, and the form."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.db.models import Count, F, Max, Sum
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from erp.core.errors import Invalid, NotFound
from erp.core.formats import short_money_text
from erp.core.search import search_filter
from erp.core.views import filters, typed
from erp.core.views.page import page
from erp.core.views.paging import ListPage
from erp.core.views.tables import export_links, table_answer, table_of
from erp.identity.selectors.people import visible_regions, visible_teams, visible_users
from erp.masterdata.models import Address, Customer
from erp.masterdata.selectors.company import base_currency, business_day
from finance.models import Invoice
from orders.forms import CustomerForm
from orders.models import Order, OrderLine
from orders.selectors.customers import CUSTOMER_RIGHT, customer_rows, customers_in_full
from orders.selectors.orders import visible_orders
from orders.selectors.wording import channel_text
from orders.services.customers import (
    CREDIT_RIGHT,
    RIGHT,
    CreditValues,
    CustomerInput,
    TermsValues,
    create_customer,
    edit_customer,
)
from orders.views.entry_answers import custom_fields
from orders.views.listing import OPEN, late_orders
from orders.views.story import page_of

ZERO = Decimal(0)
EDIT_RIGHT = RIGHT[0]
ORDERINGS = {"code": "code", "name": "name", "created": "created_at"}
_KINDS = (("CSV", "csv"), ("Excel", "xlsx"))
OPEN_INVOICES = (Invoice.State.ISSUED, Invoice.State.PARTIALLY_PAID)


def _wanted(request: Any) -> tuple[Any, list[Any]]:
    """The customers that the filters and the search leave, and the filters."""
    chips = [
        filters.choice(request, "active", _("Active"), [("True", _("Yes")), ("False", _("No"))], "is_active"),
        filters.choice(
            request,
            "region",
            _("Region"),
            [(r.pk, r.name) for r in visible_regions(request.actor)],
            "region_id",
        ),
        filters.choice(
            request,
            "team",
            _("Sales team"),
            [(t.pk, t.name) for t in visible_teams(request.actor)],
            "team_id",
        ),
        filters.choice(
            request,
            "salesperson",
            _("Salesperson"),
            [
                (u.pk, str(u))
                for u in visible_users(request.actor)
                .filter(is_active=True, customers__isnull=False)
                .distinct()[:100]
            ],
            "salesperson_id",
        ),
    ]
    rows = filters.applied(customer_rows(request.actor), chips)
    rows = rows.select_related("region", "salesperson", "terms", "credit_account")
    if text := request.GET.get("q", "").strip():
        rows = rows.filter(search_filter(text))
    return rows, chips


@page(CUSTOMER_RIGHT)
def customer_list(request: Any) -> HttpResponse:
    """The customers of the reader's scope."""
    rows, chips = _wanted(request)
    urls = [(text, reverse("customer-export", args=[kind])) for text, kind in _KINDS]
    context = {
        "page": ListPage(request, rows, ORDERINGS, "code"),
        "filters": [chip.shown for chip in chips],
        "filters_active": request.GET.get("q") or any(chip.condition is not None for chip in chips),
        "export_urls": export_links(request, urls),
        "may_create": request.actor.has(EDIT_RIGHT),
        "shows_credit": request.actor.has("finance.view_credit"),
        "base_currency": base_currency(),
    }
    return render(request, "orders/customers.html", context)


@page(CUSTOMER_RIGHT)
def customer_export(request: Any, kind: str) -> Any:
    """The filtered customers as a file; credit only for those who may see it."""
    rows, _chips = _wanted(request)
    shows_credit = request.actor.has("finance.view_credit")
    head = [
        _("Code"), _("Name"), _("Phone"), _("E-mail"), _("Region"), _("Salesperson"), _("Currency"),
        _("Active"), *([_("Grade"), _("Credit limit")] if shows_credit else []),
    ]  # fmt: skip
    return table_answer("customers", kind, table_of(rows, head, lambda row: _cells(row, shows_credit)))


def _cells(row: Customer, shows_credit: bool) -> list[Any]:
    credit = getattr(row, "credit_account", None)
    return [
        row.code, row.name, row.phone, row.email, row.region.name if row.region else "",
        str(row.salesperson or ""), row.currency_id, _("Yes") if row.is_active else _("No"),
        *([getattr(credit, "grade", ""), getattr(credit, "limit", None)] if shows_credit else []),
    ]  # fmt: skip


def customer_of(request: Any, code: str) -> Customer:
    """A customer of the reader's scope, with all that its page shows.

    Raises: NotFound.
    """
    customer = customers_in_full(request.actor).filter(code=code[:40]).first()
    if customer is None:
        raise NotFound(kind="customer", code=code[:40])
    return customer


@page(CUSTOMER_RIGHT)
def customer_detail(request: Any, code: str) -> HttpResponse:
    """Everything about one customer on one page."""
    customer = customer_of(request, code)
    orders = visible_orders(request.actor).filter(customer=customer)
    open_orders = list(orders.filter(state__in=[*OPEN, Order.State.DRAFT]).order_by("-pk")[:10])
    year = timezone.now() - timedelta(days=365)
    taken = [Order.State.CONFIRMED, Order.State.CLOSED, Order.State.ON_HOLD]
    bought = orders.filter(state__in=taken, created_at__gte=year)
    context: dict[str, Any] = {
        "customer": customer,
        "terms": getattr(customer, "terms", None),
        "channel": channel_text(getattr(getattr(customer, "terms", None), "channel", "")),
        "credit": getattr(customer, "credit_account", None)
        if request.actor.has("finance.view_credit")
        else None,
        "base_currency": base_currency(),
        "open_orders": open_orders,
        "recent_orders": list(orders.filter(state=Order.State.CLOSED).order_by("-pk")[:5]),
        "late_count": orders.filter(late_orders()).count(),
        "year": bought.aggregate(n=Count("pk"), total=Sum(F("total") * F("rate")), last=Max("created_at")),
        "products": _products(customer) if request.actor.has("orders.view_order") else [],
        "invoices": _open_invoices(request, customer),
        "fields": [
            field for field in custom_fields("customer", customer.custom) if field["value"] not in ("", None)
        ],
        "may_edit": request.actor.has(EDIT_RIGHT),
        "may_order": request.actor.has("orders.create_order") and customer.is_active,
    }
    context |= _figures(customer, context)
    return render(request, "orders/customer.html", context)


def _figures(customer: Customer, context: dict[str, Any]) -> dict[str, Any]:
    """The numbers at the head of the page, as text."""
    base, credit = base_currency(), context["credit"]
    found: dict[str, Any] = {
        "orders_url": f"{reverse('order-list')}?customer={customer.pk}",
        "bought": short_money_text(context["year"]["total"] or 0, base),
    }
    if credit is not None:
        left = None if credit.limit is None else credit.limit - credit.exposure
        found["credit_left"] = _("no limit") if left is None else short_money_text(left, base)
        found["credit_tone"] = "bad" if left is not None and left <= 0 else ""
        used = {"used": short_money_text(credit.exposure, base)}
        found["credit_detail"] = _("%(used)s in use") % used
    return found


def _products(customer: Customer) -> list[dict[str, Any]]:
    """What the customer bought most recently, with how often and the last price."""
    recent = Order.objects.filter(customer=customer).exclude(state__in=["draft", "rejected", "cancelled"])
    ids = list(recent.order_by("-pk").values_list("pk", flat=True)[:200])
    rows = (
        OrderLine.objects.filter(order_id__in=ids)
        .values("item__sku", "item__name", "item__unit__code")
        .annotate(
            times=Count("order", distinct=True), quantity=Sum("base_quantity"), last=Max("order__created_at")
        )
        .order_by("-last")[:10]
    )
    return [dict(row) for row in rows]


def _open_invoices(request: Any, customer: Customer) -> list[dict[str, Any]]:
    if not request.actor.has("finance.view_invoice"):
        return []
    rows = Invoice.objects.filter(customer=customer, state__in=OPEN_INVOICES).order_by("due_on", "pk")[:10]
    today = business_day(timezone.now())
    return [
        {
            "row": row,
            "url": page_of("invoice-detail", row.number),
            "is_overdue": bool(row.due_on and row.due_on < today),
        }
        for row in rows
    ]


@page(EDIT_RIGHT, methods=("GET", "POST"))
def customer_new(request: Any) -> HttpResponse:
    """Take up a customer."""
    start = {"currency": base_currency(), "is_active": True}
    form = CustomerForm(request.POST or None, initial=start, in_chinese=_in_chinese())
    if request.method == "POST" and form.is_valid():
        try:
            customer = create_customer(values=_input(request, form, None), actor=request.actor)
        except Invalid as refusal:
            form.take_refusal(refusal.errors, _NAMES)
        else:
            messages.success(request, _("%(name)s is taken up.") % {"name": customer})
            return redirect("customer-detail", code=customer.code)
    return _form_page(request, form, None)


@page(EDIT_RIGHT, methods=("GET", "POST"))
def customer_edit(request: Any, code: str) -> HttpResponse:
    """Change a customer."""
    customer = customer_of(request, code)
    form = CustomerForm(request.POST or None, initial=_initial(customer), in_chinese=_in_chinese())
    if request.method == "POST" and form.is_valid():
        try:
            customer = edit_customer(
                customer_id=customer.pk,
                values=_input(request, form, customer),
                expected_version=typed.key(request.POST.get("version")),
                actor=request.actor,
            )
        except Invalid as refusal:
            form.take_refusal(refusal.errors, _NAMES)
        else:
            messages.success(request, _("%(name)s is saved.") % {"name": customer})
            return redirect("customer-detail", code=customer.code)
    return _form_page(request, form, customer)


def _form_page(request: Any, form: CustomerForm, customer: Customer | None) -> HttpResponse:
    context = {
        "form": form,
        "customer": customer,
        "may_credit": request.actor.has(CREDIT_RIGHT),
        "back": reverse("customer-detail", args=[customer.code]) if customer else reverse("customer-list"),
    }
    return render(request, "orders/customer_form.html", context, status=422 if form.errors else 200)


def _in_chinese() -> bool:
    return (get_language() or "").startswith("zh")


_NAMES = {"discount_rate": "discount", "addresses[0].line1": "line1", "addresses[0].city": "city",
          "addresses[0].country": "country", "addresses[0].phone": "address_phone"}  # fmt: skip


def _address(customer: Customer | None) -> Address | None:
    if customer is None:
        return None
    rows = [row for row in customer.addresses.all() if row.kind == Address.Kind.SHIPPING]
    return next((row for row in rows if row.is_default), rows[0] if rows else None)


def _initial(customer: Customer) -> dict[str, Any]:
    terms, credit = getattr(customer, "terms", None), getattr(customer, "credit_account", None)
    found: dict[str, Any] = {
        name: getattr(customer, name)
        for name in ("code", "name", "legal_name", "tax_number", "phone", "email", "is_active")
    }
    found |= {
        name: getattr(customer, f"{name}_id")
        for name in ("currency", "tax_code", "region", "team", "salesperson")
    }
    found["tags"] = ", ".join(customer.tags)
    if terms:
        found |= {"price_list": terms.price_list_id, "discount": (terms.discount_rate * 100).normalize()}
        found |= {"tier": terms.tier, "channel": terms.channel, "is_ship_complete": terms.is_ship_complete}
        found["shelf_life_days"] = terms.shelf_life_days
        found["reservation_policy"] = terms.reservation_policy
        found["carrier"] = terms.carrier_id
    if credit:
        found |= {
            "credit_grade": credit.grade,
            "credit_limit": credit.limit,
            "payment_days": credit.payment_days,
        }
    address = _address(customer)
    if address:
        found |= {name: getattr(address, name) for name in CustomerForm.address if name != "address_phone"}
        found["address_phone"] = address.phone
    return found | {f"custom_{key}": value for key, value in customer.custom.items()}


def _input(request: Any, form: CustomerForm, customer: Customer | None) -> CustomerInput:
    values = form.cleaned_data
    identity: Any = {
        name: values[name] for name in ("name", "legal_name", "tax_number", "phone", "email", "is_active")
    }
    if values["code"]:
        identity["code"] = values["code"]
    identity["currency_id"] = values["currency"].pk
    for name in ("tax_code", "region", "team", "salesperson"):
        identity[f"{name}_id"] = values[name].pk if values[name] else None
    identity["tags"] = [tag for tag in values["tags"].replace("，", ",").split(",") if tag.strip()]
    identity["custom"] = form.custom_values()
    terms: TermsValues = {
        "price_list_id": values["price_list"].pk if values["price_list"] else None,
        "discount_rate": (values["discount"] or ZERO) / 100,
        "tier": values["tier"],
        "channel": values["channel"],
        "is_ship_complete": values["is_ship_complete"],
        "shelf_life_days": values["shelf_life_days"] or 0,
        "reservation_policy": values["reservation_policy"],
        "carrier_id": values["carrier"].pk if values["carrier"] else None,
    }
    credit: CreditValues = {}
    if request.actor.has(CREDIT_RIGHT):
        credit = {
            "grade": values["credit_grade"],
            "limit": values["credit_limit"],
            "payment_days": values["payment_days"],
        }
    return CustomerInput(
        identity=identity, terms=terms, credit=credit, addresses=_addresses(values, customer)
    )


def _addresses(values: dict[str, Any], customer: Customer | None) -> list[Any] | None:
    """The delivery address of the form beside the customer's other addresses; None leaves all as they are."""
    stored = _address(customer)
    names = ("recipient", "line1", "line2", "city", "state", "postal_code", "country")
    if not values["line1"]:
        return None
    entered = {name: values[name] for name in names} | {"phone": values["address_phone"], "kind": "shipping"}
    if stored is not None:
        entered["id"] = stored.pk
    entered["is_default"] = True
    others = [
        row for row in (customer.addresses.all() if customer else []) if stored is None or row.pk != stored.pk
    ]
    return [entered, *({"id": row.pk} for row in others)]
