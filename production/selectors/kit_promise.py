"""Promises of lines that may be kits: a kit can be given when its last component can."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from inventory.calc.atp import Quote
from inventory.models import Item
from production.selectors.kits import KitPart, complete_kits, kit_contents
from production.selectors.promise import Ask, quote_asks


@dataclass(frozen=True)
class Promise:
    """What one line is promised, and for a kit the promise of each component in the order of `contents`."""

    quote: Quote
    parts: tuple[Quote, ...] = ()
    contents: tuple[KitPart, ...] = ()


def promise_asks(
    asks: Sequence[Ask],
    *,
    today: date,
    without: tuple[str, int] = ("", 0),
    contents: Mapping[int, Sequence[KitPart]] | None = None,
    gone: Mapping[int, Mapping[int, Decimal]] | None = None,
    at: datetime | None = None,
) -> list[Promise]:
    """Promise many lines at once; kits are promised through their components, sharing stock with the rest.

    `contents` gives, by position, what a kit was frozen with; other kits are what their bill in force
    says. `gone` gives, by position, what of a kit's components has left already by item: it is not asked for
    again. A kit without contents is promised nothing. Without kits as cheap as `quote_asks`.
    """
    frozen = contents or {}
    kits = {n for n, ask in enumerate(asks) if ask.item.kind == Item.Kind.KIT}
    unknown = {asks[n].item.pk for n in kits - frozen.keys()}
    by_bill = kit_contents(unknown, today) if unknown else {}
    parts = {n: tuple(frozen[n] if n in frozen else by_bill.get(asks[n].item.pk, ())) for n in kits}
    single: list[Ask] = []
    for n, ask in enumerate(asks):
        if n in kits:
            left = (gone or {}).get(n, {})
            single += [replace(ask, item=p.item, quantity=_rest(p, ask, left)) for p in parts[n]]
        else:
            single.append(ask)
    quotes = iter(quote_asks(single, today=today, without=without, at=at))
    return [
        _folded(parts[n], [next(quotes) for _ in parts[n]]) if n in kits else Promise(next(quotes))
        for n in range(len(asks))
    ]


def opened(
    asks: Sequence[Ask], *, today: date, contents: Mapping[int, Sequence[KitPart]] | None = None
) -> tuple[list[Ask], list[range]]:
    """Asks with each kit's components in its place, and which of them belong to each ask.

    A kit without contents stays as it is. Queries only where a kit is among them without given contents.
    """
    frozen = contents or {}
    kits = {n for n, ask in enumerate(asks) if ask.item.kind == Item.Kind.KIT}
    unknown = {asks[n].item.pk for n in kits - frozen.keys()}
    by_bill = kit_contents(unknown, today) if unknown else {}
    single: list[Ask] = []
    spans = []
    for n, ask in enumerate(asks):
        parts = (frozen[n] if n in frozen else by_bill.get(ask.item.pk, ())) if n in kits else ()
        start = len(single)
        single += [replace(ask, item=p.item, quantity=p.needed(ask.quantity)) for p in parts] or [ask]
        spans.append(range(start, len(single)))
    return single, spans


def _rest(part: KitPart, ask: Ask, gone: Mapping[int, Decimal]) -> Decimal:
    return max(part.needed(ask.quantity) - gone.get(part.item.pk, Decimal(0)), Decimal(0))


def quote_lines(
    asks: Sequence[Ask],
    *,
    today: date,
    without: tuple[str, int] = ("", 0),
    contents: Mapping[int, Sequence[KitPart]] | None = None,
) -> list[Quote]:
    """One quote a line, kits folded into one."""
    return [found.quote for found in promise_asks(asks, today=today, without=without, contents=contents)]


def _folded(contents: Sequence[KitPart], quotes: Sequence[Quote]) -> Promise:
    """A kit's promise: its latest component's day, as many as the scarcest component makes.

    Units: of `available_now` kits, of the sources the components' base units, each with its product.
    """
    days = [quote.promised_on for quote in quotes]
    known = [day for day in days if day is not None]
    sources = tuple(
        replace(source, product=part.item.sku)
        for part, quote in zip(contents, quotes, strict=True)
        for source in quote.sources
    )
    free = _free(contents, quotes)
    last = max(known) if known and len(known) == len(days) else None
    leaves = max((quote.leaves_on for quote in quotes if quote.leaves_on is not None), default=None)
    return Promise(
        Quote(free, last, sources if last else (), leaves if last else None), tuple(quotes), tuple(contents)
    )


def _free(contents: Sequence[KitPart], quotes: Sequence[Quote]) -> Decimal:
    free = {part.item.pk: quote.available_now for part, quote in zip(contents, quotes, strict=True)}
    return complete_kits(contents, free)
