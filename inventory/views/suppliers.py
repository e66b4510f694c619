"""Suppliers in the browser: who they are, what they offer, what is open with them, how good they are."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from erp.core.errors import Invalid, NotFound
from erp.core.http.messages import refusal_text
from erp.core.records import Problems
from erp.core.search import search_filter
from erp.core.views import filters, typed
from erp.core.views.page import page
from erp.core.views.paging import ListPage
from erp.core.views.tables import export_links, table_answer, table_of
from erp.masterdata.models import Currency, Supplier, Unit
from erp.masterdata.selectors.company import business_day
from erp.masterdata.selectors.parties import supplier_rows
from erp.masterdata.services.parties import SupplierValues
from erp.masterdata.services.suppliers import create_supplier, edit_supplier
from inventory.models import Item, SupplierItem
from inventory.selectors.purchases import VIEW_PURCHASE_ORDER, visible_purchase_orders
from inventory.selectors.supplier_score import supplier_scores
from inventory.services.suppliers import OfferValues, create_offer, delete_offer, edit_offer

VIEW = "masterdata.view"
EDIT = "masterdata.edit_supplier"
EDIT_OFFER = "inventory.edit_item"
COST = "inventory.view_cost"
SCORE = "inventory.view_supplier_score"
OPEN = ("draft", "sent", "partially_received")
MOST_OFFERS = 200


def _wanted(request: Any) -> tuple[QuerySet[Supplier], list[filters.Chip]]:
    chips = [
        filters.flag(request, "active", _("Active"), Q(is_active=True)),
        filters.flag(request, "exempt", _("Exempt from inspection"), Q(is_inspection_exempt=True)),
    ]
    rows = filters.applied(supplier_rows(request.actor), chips)
    if text := request.GET.get("q", "").replace("\x00", "").strip()[:60]:
        rows = rows.filter(search_filter(text))
    rows = rows.annotate(
        open_orders=Count("purchase_orders", filter=Q(purchase_orders__state__in=OPEN), distinct=True)
    )
    return rows, chips


@page(VIEW)
def supplier_list(request: Any) -> HttpResponse:
    """One page of suppliers."""
    request.actor.require(VIEW_PURCHASE_ORDER)
    rows, chips = _wanted(request)
    found = ListPage(request, rows, {"code": "code", "name": "name"}, default="code")
    today = business_day(timezone.now())
    scores = {}
    if request.actor.has(SCORE):
        scores = supplier_scores([row.pk for row in found.rows], as_of=today)
    found.rows = [{"row": row, "score": scores.get(row.pk)} for row in found.rows]
    urls = [(text, reverse("supplier-export", args=[kind])) for text, kind in _KINDS]
    context = {
        "page": found,
        "filters": [chip.shown for chip in chips],
        "filters_active": any(chip.condition is not None for chip in chips) or request.GET.get("q"),
        "export_urls": export_links(request, urls),
        "may_edit": request.actor.has(EDIT),
        "may_import": request.actor.has(EDIT_OFFER) and request.actor.has(COST),
        "shows_cost": request.actor.has(COST),
        "shows_score": request.actor.has(SCORE),
    }
    return render(request, "inventory/suppliers.html", context)


_KINDS = (("CSV", "csv"), ("Excel", "xlsx"))


@page(VIEW)
def supplier_export(request: Any, kind: str) -> Any:
    """The filtered suppliers as a file."""
    request.actor.require(VIEW_PURCHASE_ORDER)
    rows, _chips = _wanted(request)
    head = [
        _("Code"), _("Name"), _("E-mail"), _("Phone"), _("Currency"), _("Lead time in days"), _("Active"),
    ]  # fmt: skip
    return table_answer("suppliers", kind, table_of(rows, head, _cells))


def _cells(row: Supplier) -> list[Any]:
    return [
        row.code, row.name, row.email, row.phone, row.currency_id, str(row.lead_time_days),
        _("Yes") if row.is_active else _("No"),
    ]  # fmt: skip


@page(VIEW)
def offer_export(request: Any, kind: str) -> Any:
    """Suppliers' price lists, or that of `?supplier=`, in the shape that the import takes."""
    request.actor.require(VIEW_PURCHASE_ORDER)
    request.actor.require(COST)
    rows = SupplierItem.objects.select_related("supplier", "item__unit", "unit").prefetch_related(
        "price_breaks"
    )
    if code := request.GET.get("supplier", "").replace("\x00", "")[:40]:
        rows = rows.filter(supplier=_supplier(request, code))
    heads = ["Supplier", "SKU", "Supplier's SKU", "Unit", "From quantity", "Price", "Currency", "Minimum",
             "Multiple", "Lead time in days", "Days of inspection", "Freight and duty in %", "Valid from",
             "Valid to"]  # fmt: skip
    is_chinese = (get_language() or "en").startswith("zh")
    shown = [_ZH_HEADS.get(head, head) for head in heads] if is_chinese else heads
    listed = table_of(rows, [shown], _offer_rows)
    return table_answer("supplier-prices", kind, (row for rows_ in listed for row in rows_))


# The heads of an export are those that the import reads back, in the language of the reader.
_ZH_HEADS = {
    "Supplier": "供应商编码", "SKU": "货号", "Supplier's SKU": "供应商货号", "Unit": "计量单位",
    "From quantity": "起订数量", "Price": "价格", "Currency": "币种", "Minimum": "最小订购量",
    "Multiple": "订购倍数", "Lead time in days": "提前期", "Days of inspection": "检验天数",
    "Freight and duty in %": "运费关税%", "Valid from": "生效日期", "Valid to": "失效日期",
}  # fmt: skip


def _offer_rows(offer: SupplierItem) -> list[list[Any]]:
    """A row of the offer, then one for each price break."""
    unit = (offer.unit or offer.item.unit).code
    start = [offer.supplier.code, offer.item.sku, offer.supplier_sku, unit]
    first = [
        *start, "", offer.price, offer.currency_id or "", offer.minimum_quantity, offer.multiple,
        offer.lead_time_days, offer.inspection_days, offer.extra_cost_percent, offer.valid_from,
        offer.valid_to,
    ]  # fmt: skip
    breaks = [[*start, one.from_quantity, one.price, *[""] * 8] for one in offer.price_breaks.all()]
    return [first, *breaks]


def _supplier(request: Any, code: str) -> Supplier:
    row = supplier_rows(request.actor).filter(code=code[:40]).first()
    if row is None:
        raise NotFound(kind="supplier", code=code[:40])
    return row


@page(VIEW)
def supplier_detail(request: Any, code: str) -> HttpResponse:
    """One supplier: offers, open orders, score."""
    request.actor.require(VIEW_PURCHASE_ORDER)
    return _detail(request, _supplier(request, code), {})


def _detail(request: Any, supplier: Supplier, errors: dict[str, str], status: int = 200) -> HttpResponse:
    actor, today = request.actor, business_day(timezone.now())
    offers = SupplierItem.objects.filter(supplier=supplier).select_related("item__unit", "unit")
    orders = visible_purchase_orders(actor).filter(supplier=supplier, state__in=OPEN)
    context = {
        "supplier": supplier,
        "contacts": list(supplier.contacts.all()),
        "offers": list(offers.prefetch_related("price_breaks").order_by("item__sku")[:MOST_OFFERS]),
        "orders": list(orders.order_by("expected_on", "pk")[:50]),
        "score": supplier_scores([supplier.pk], as_of=today)[supplier.pk] if actor.has(SCORE) else None,
        "shows_cost": actor.has(COST),
        "may_edit": actor.has(EDIT),
        "may_edit_offers": actor.has(EDIT_OFFER) and actor.has(COST),
        "errors": errors,
        "values": request.POST,
        "currencies": list(Currency.objects.order_by("code").values_list("code", flat=True)),
        "today": today,
        "units": list(Unit.objects.order_by("code")),
        "unit_key": typed.key(request.POST.get("unit")),
        "chosen_item": typed.chosen(Item.objects.all(), request.POST.get("item")),
    }
    return render(request, "inventory/supplier.html", context, status=status)


@page(EDIT_OFFER, methods=("POST",))
def offer_save(request: Any, code: str) -> HttpResponse:
    """Take up or change an offer, with its price breaks."""
    supplier, problems = _supplier(request, code), Problems()
    item = typed.chosen(Item.objects.all(), request.POST.get("item"))
    if item is None:
        problems.add("item", _("Choose a product."))
    values = _offer_values(request.POST, problems)
    try:
        breaks = _breaks(request.POST.get("price_breaks", ""), problems)
        problems.refuse()
        assert item is not None  # noqa: S101 -- or there is a problem
        offer = SupplierItem.objects.filter(supplier=supplier, item=item).first()
        if offer is None:
            values |= {"supplier_id": supplier.pk, "item_id": item.pk}
            create_offer(values=values, price_breaks=breaks, actor=request.actor)
        else:
            edit_offer(offer_id=offer.pk, values=values, price_breaks=breaks, actor=request.actor)
    except Invalid as refusal:
        errors = {name.partition("[")[0]: " ".join(map(str, texts)) for name, texts in refusal.errors.items()}
        return _detail(request, supplier, errors, status=422)
    messages.success(request, _("The offer of %(sku)s is saved.") % {"sku": item.sku})
    return redirect(reverse("supplier-detail", args=[supplier.code]))


def _offer_values(posted: Any, problems: Problems) -> OfferValues:
    values: OfferValues = {"supplier_sku": posted.get("supplier_sku", "").replace("\x00", "").strip()}
    unit = typed.chosen(Unit.objects.all(), posted.get("unit"))
    if unit is None and posted.get("unit"):
        problems.add("unit", _("There is no such unit."))
    values["unit_id"] = unit.pk if unit is not None else None
    price = typed.taken(posted, "price", typed.amount, problems)
    if price is not None:
        values["price"] = price
    lead = typed.taken(posted, "lead_time_days", typed.amount, problems)
    if lead is not None:
        values["lead_time_days"] = int(min(lead, Decimal(3650)))
    values["minimum_quantity"] = typed.taken(posted, "minimum_quantity", typed.amount, problems) or Decimal(0)
    values["multiple"] = typed.taken(posted, "multiple", typed.quantity, problems) or Decimal(1)
    values["extra_cost_percent"] = typed.taken(posted, "extra", typed.amount, problems) or Decimal(0)
    values["valid_from"] = typed.taken(posted, "valid_from", typed.day, problems)
    values["valid_to"] = typed.taken(posted, "valid_to", typed.day, problems)
    return values


def _breaks(text: str, problems: Problems) -> list[tuple[Decimal, Decimal]]:
    """Price breaks as people type them: "100: 9.50; 500: 8.90"."""
    found = []
    for part in text.replace("；", ";").replace("：", ":").split(";"):
        if not part.strip():
            continue
        start, mark, price = part.partition(":")
        try:
            if not mark:
                raise ValueError(_("Write breaks as quantity: price; quantity: price."))
            found.append((typed.quantity(start), typed.amount(price)))
        except ValueError as error:
            problems.add("price_breaks", error)
    return found


@page(EDIT_OFFER, methods=("POST",))
def offer_delete(request: Any, code: str, pk: int) -> HttpResponse:
    """Take an offer out."""
    supplier = _supplier(request, code)
    if not SupplierItem.objects.filter(pk=pk, supplier=supplier).exists():
        raise NotFound(kind="supplier_product", id=pk)
    delete_offer(offer_id=pk, actor=request.actor)
    messages.success(request, _("The offer is taken out."))
    return redirect(reverse("supplier-detail", args=[supplier.code]))


@page(EDIT, methods=("GET", "POST"))
def supplier_edit(request: Any, code: str = "") -> HttpResponse:
    """Take up a supplier, or change one."""
    supplier = _supplier(request, code) if code else None
    if request.method != "POST":
        return _form(request, supplier, {}, {})
    posted = {name: value.replace("\x00", "") for name, value in request.POST.items()}
    problems = Problems()
    lead = typed.taken(posted, "lead_time_days", typed.amount, problems)
    values: SupplierValues = {
        "name": posted.get("name", ""),
        "email": posted.get("email", ""),
        "phone": posted.get("phone", ""),
        "tax_number": posted.get("tax_number", ""),
        "currency_id": posted.get("currency", ""),
        "lead_time_days": int(min(lead or Decimal(0), Decimal(32767))),
        "is_active": posted.get("is_active") == "1" or supplier is None,
    }
    try:
        problems.refuse()
        if supplier is None:
            supplier = create_supplier(values={**values, "code": posted.get("code", "")}, actor=request.actor)
        else:
            version = typed.key(posted.get("version"))
            supplier = edit_supplier(
                supplier_id=supplier.pk, values=values, expected_version=version, actor=request.actor
            )
    except Invalid as refusal:
        errors = {name: " ".join(map(str, texts)) for name, texts in refusal.errors.items()}
        messages.error(request, refusal_text(refusal))
        return _form(request, supplier, posted, errors, status=422)
    messages.success(request, _("%(name)s is saved.") % {"name": supplier.name})
    return redirect(reverse("supplier-detail", args=[supplier.code]))


def _form(
    request: Any, supplier: Supplier | None, values: dict[str, str], errors: dict[str, str], status: int = 200
) -> HttpResponse:
    if not values and supplier is not None:
        names = ("name", "email", "phone", "tax_number", "lead_time_days")
        values = {name: str(getattr(supplier, name)) for name in names}
        values |= {"currency": supplier.currency_id, "is_active": "1" if supplier.is_active else ""}
    context = {
        "supplier": supplier,
        "values": values,
        "errors": errors,
        "currencies": list(Currency.objects.order_by("code").values_list("code", flat=True)),
    }
    return render(request, "inventory/supplier_form.html", context, status=status)
