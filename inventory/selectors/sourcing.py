"""Where to buy: every supplier's offer for a need, the best first, and why in a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from erp.core.errors import Misconfigured
from erp.core.formats import day_text, money_text, percent_text, price_text, quantity_text
from erp.core.money import round_money
from erp.core.quantity import to_base
from erp.masterdata.models import Supplier, Unit
from erp.masterdata.selectors.calendars import ALWAYS, calendars_by_id, next_open_day
from erp.masterdata.selectors.money import base_currency, rate_between
from inventory.calc.sourcing import Candidate, Terms, ranked
from inventory.models import Item, SupplierItem, SupplierPrice, Warehouse
from inventory.selectors import supplier_score

ZERO = Decimal(0)


@dataclass(frozen=True)
class Need:
    """A quantity of an item that a warehouse needs until a day."""

    item: Item
    warehouse: Warehouse
    quantity: Decimal
    needed_on: date


@dataclass(frozen=True)
class Source:
    """One way to buy a need; prices per unit are in the offer's currency, totals in the books'."""

    supplier: Supplier
    offer: SupplierItem | None
    currency: str
    unit_price: Decimal
    candidate: Candidate

    @property
    def quantity(self) -> Decimal:
        """How much would be ordered."""
        return self.candidate.quantity

    @property
    def arrives_on(self) -> date:
        """When it would arrive."""
        return self.candidate.terms.arrives_on

    @property
    def landed_unit(self) -> Decimal:
        """What one unit costs with freight and duty, in the currency of the books."""
        return self.candidate.landed_total / self.candidate.quantity


def offers_of(item_ids: Iterable[int], *, today: date) -> QuerySet[SupplierItem]:
    """What active suppliers offer today; one query, quick for any number of items."""
    in_force = (Q(valid_from__isnull=True) | Q(valid_from__lte=today)) & (
        Q(valid_to__isnull=True) | Q(valid_to__gte=today)
    )
    rows = SupplierItem.objects.filter(in_force, item_id__in=_keys(item_ids), supplier__is_active=True)
    return (
        rows.select_related("supplier", "unit").prefetch_related("price_breaks").order_by("supplier_id", "pk")
    )


def breaks_of(item_ids: Iterable[int]) -> dict[int, list[tuple[Decimal, Decimal]]]:
    """The price breaks of all offers of items by offer: from which quantity which price; one query."""
    rows = SupplierPrice.objects.filter(offer__item_id__in=_keys(item_ids)).order_by("from_quantity")
    found: dict[int, list[tuple[Decimal, Decimal]]] = {}
    for offer_id, start, price in rows.values_list("offer_id", "from_quantity", "price"):
        found.setdefault(offer_id, []).append((start, price))
    return found


def _keys(item_ids: Iterable[int]) -> RawSQL:
    """Keys as one array: a parameter each would cost more than the rows that they find."""
    return RawSQL("SELECT unnest(%s::bigint[])", [sorted(set(item_ids))])


def supplier_scores(supplier_ids: Iterable[int], *, today: date) -> dict[int, Decimal]:
    """How reliable suppliers have been, from 0 to 1; who has no record yet is missing."""
    found = supplier_score.supplier_scores(supplier_ids, as_of=today)
    return {pk: one.points / 100 for pk, one in found.items() if one.points is not None}


def sources_for(needs: Sequence[Need], *, today: date) -> list[list[Source]]:
    """For each need every way to buy it, the best first; a bounded number of queries for all needs."""
    offers: dict[int, list[SupplierItem]] = {}
    wanted = {need.item.pk for need in needs}
    rows = list(offers_of(wanted, today=today).select_related(None).prefetch_related(None))
    suppliers = Supplier.objects.in_bulk({offer.supplier_id for offer in rows})
    sold_in = {offer.unit_id for offer in rows if offer.unit_id is not None}
    units = Unit.objects.in_bulk(sold_in) if sold_in else {}
    breaks = breaks_of(wanted) if rows else {}
    for offer in rows:
        offer.supplier = suppliers[offer.supplier_id]
        offer.unit = units.get(offer.unit_id or 0)
        offers.setdefault(offer.item_id, []).append(offer)
    scores = supplier_scores(suppliers, today=today) if suppliers else {}
    calendars = calendars_by_id({need.warehouse.calendar_id for need in needs if need.warehouse.calendar_id})
    rates: dict[str, Decimal | None] = {}
    found = []
    for need in needs:
        calendar = calendars.get(need.warehouse.calendar_id or 0, ALWAYS)
        known: dict[int, tuple[SupplierItem, str, Decimal]] = {}
        terms = []
        for offer in offers.get(need.item.pk, ()):
            currency = offer.currency_id or offer.supplier.currency_id
            rate = _rate(currency, today, rates)
            if rate is not None:
                known[offer.supplier_id] = (offer, currency, rate)
                own = tuple(
                    (_base(start, offer), _per_base(price * rate, offer))
                    for start, price in breaks.get(offer.pk, ())
                )
                day = next_open_day(calendar, today + timedelta(days=offer.lead_time_days))
                terms.append(_terms(offer, rate, day, own, scores.get(offer.supplier_id)))
        found.append([_source(one, known) for one in ranked(terms, need.quantity, need.needed_on)])
    return found


def _rate(currency: str, today: date, rates: dict[str, Decimal | None]) -> Decimal | None:
    if currency not in rates:
        try:
            rates[currency] = rate_between(currency, base_currency(), today)
        except Misconfigured:
            rates[currency] = None  # a price that can't be compared is no candidate
    return rates[currency]


def _terms(
    offer: SupplierItem,
    rate: Decimal,
    day: date,
    breaks: tuple[tuple[Decimal, Decimal], ...],
    score: Decimal | None,
) -> Terms:
    return Terms(
        supplier_id=offer.supplier_id,
        price=_per_base(offer.price * rate, offer),
        arrives_on=day,
        breaks=breaks,
        minimum=_base(offer.minimum_quantity, offer),
        multiple=_base(offer.multiple, offer),
        extra_percent=offer.extra_cost_percent,
        score=score,
    )


def _base(quantity: Decimal, offer: SupplierItem) -> Decimal:
    """A quantity in the offer's unit in the item's base unit."""
    if offer.unit_id is None:
        return quantity
    return to_base(quantity, offer.unit_numerator, offer.unit_denominator)


def _per_base(price: Decimal, offer: SupplierItem) -> Decimal:
    """A price for the offer's unit as the price of one base unit, to compare offers by."""
    return price if offer.unit_id is None else price * offer.unit_denominator / offer.unit_numerator


def _source(one: Candidate, known: dict[int, tuple[SupplierItem, str, Decimal]]) -> Source:
    offer, currency, rate = known[one.terms.supplier_id]
    return Source(offer.supplier, offer, currency, round_price(one.unit_price / rate), one)


def round_price(price: Decimal) -> Decimal:
    """A price per unit with at most four decimals."""
    return price.quantize(Decimal("0.0001"))


def source_at(supplier: Supplier, need: Need, *, today: date) -> Source:
    """One supplier's way to serve a need, whoever is better; without an offer at the item's standard cost.

    Raises: Misconfigured when the supplier's currency has no exchange rate.
    """
    own = [one for one in sources_for([need], today=today)[0] if one.supplier.pk == supplier.pk]
    if own:
        return own[0]
    rate = rate_between(supplier.currency_id, base_currency(), today)
    terms = Terms(
        supplier.pk, need.item.standard_cost, today + timedelta(days=supplier.lead_time_days), score=None
    )
    one = ranked([terms], need.quantity, need.needed_on)[0]
    return Source(supplier, None, supplier.currency_id, round_price(one.unit_price / rate), one)


def reason_of(need: Need, sources: Sequence[Source], chosen: Source) -> str:
    """Why a source was chosen, in one or two sentences in the reader's language."""
    unit = need.item.unit.code
    values = {
        "quantity": quantity_text(chosen.quantity, unit),
        "supplier": chosen.supplier.name,
        "price": price_text(chosen.unit_price, chosen.currency),
        "day": day_text(chosen.arrives_on),
        "total": money_text(round_money(chosen.candidate.landed_total, base_currency()), base_currency()),
    }
    told = [_("%(quantity)s from %(supplier)s at %(price)s: %(total)s landed, arrives %(day)s.") % values]
    told += _remarks(need, chosen)
    others = [one for one in sources if one.supplier.pk != chosen.supplier.pk]
    in_time = [one for one in sources if one.candidate.is_in_time]
    if not others:
        told.append(_("The only offer.") if chosen.offer is not None else _("No supplier offers it."))
    elif chosen is sources[0] and chosen.candidate.is_in_time:
        text = ngettext(
            "The best of %(count)s offer in time; next %(next)s for %(cost)s.",
            "The best of %(count)s offers in time; next %(next)s for %(cost)s.",
            len(in_time),
        )
        told.append(text % {"count": len(in_time), **_next(others[0])})
    elif chosen is sources[0]:
        told.append(_("Nobody can deliver in time; this is the earliest."))
    else:
        told.append(_("Chosen by hand; the best offer is %(next)s for %(cost)s.") % _next(sources[0]))
    return " ".join(told)


def _next(source: Source) -> dict[str, str]:
    cost = money_text(round_money(source.candidate.landed_total, base_currency()), base_currency())
    return {"next": source.supplier.name, "cost": cost}


def _remarks(need: Need, chosen: Source) -> list[str]:
    terms, told = chosen.candidate.terms, []
    days = (terms.arrives_on - need.needed_on).days
    if days > 0:
        told.append(ngettext("%(days)s day late.", "%(days)s days late.", days) % {"days": days})
    if chosen.candidate.is_raised_for_price:
        told.append(_("More than needed, because the price break makes it cheaper."))
    elif chosen.quantity > need.quantity:
        told.append(_("Rounded up to the supplier's minimum or multiple."))
    if terms.score is not None:
        told.append(_("Supplier score %(score)s.") % {"score": percent_text(float(terms.score), 0)})
    return told
