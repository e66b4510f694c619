"""The products of the demo company: luminaires made from sub-assemblies made from parts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import product

from orders.services.demo import catalog_words as words
from orders.services.demo.catalog_goods import bought_goods, spare_drivers
from orders.services.demo.catalog_item import Catalog, DemoItem
from orders.services.demo.catalog_prices import priced
from orders.services.demo.catalog_words import Family, Size, Text
from orders.services.demo.dice import money


def make_catalog(*, count: int, language: str, seed: int) -> Catalog:
    """Exactly `count` items with their bills of materials, the same business in either language."""
    maker = _Maker(language)
    extra = bought_goods(language)
    base_extra = min(len(extra), max(10, count // 8))
    ranges = extra[:base_extra]
    families = words.FAMILIES[: words.USUAL_FAMILIES] if count < 400 else words.FAMILIES
    for variant in _variants(families):
        needed = maker.wanted(variant)
        if len(maker.items) + len(needed) + len(ranges) <= count:
            maker.take(needed)
    maker.take(ranges)
    for goods in extra[base_extra:]:
        if len(maker.items) < count:
            maker.take([goods])
    maker.take(spare_drivers(language)[: max(0, count - len(maker.items))])
    return Catalog(priced(maker.items, language, seed))


@dataclass(frozen=True)
class _Variant:
    family: Family
    size: Size
    cct: str
    control: str
    finish: str
    beam: str

    @property
    def sku(self) -> str:
        parts = [self.family.code, self.size.code, self.cct, self.control + self.finish, self.beam]
        return "-".join(part for part in parts if part)


def _variants(families: tuple[Family, ...]) -> Iterator[_Variant]:
    """Variants of all families, the usual ones first, families taking turns."""
    ranked: list[tuple[int, int, int, _Variant]] = []
    for turn, family in enumerate(families):
        axes = (family.sizes, words.CCTS, family.controls, family.finishes, family.beams)
        for place in product(*(range(len(axis)) for axis in axes)):
            size, cct, control, finish, beam = place
            # the first of each is what everyone asks for; what takes new parts is furthest away
            rank = 5 * size + 2 * cct + 2 * control + 3 * finish + 6 * beam
            variant = _Variant(
                family,
                family.sizes[size],
                words.CCTS[cct],
                family.controls[control],
                family.finishes[finish],
                family.beams[beam],
            )
            ranked.append((rank, turn, sum(place), variant))
    ranked.sort(key=lambda row: row[:3])
    return (row[3] for row in ranked)


class _Maker:
    """Builds items with the components they need, each made once."""

    def __init__(self, language: str) -> None:
        self.zh = language == "zh"
        self.items: dict[str, DemoItem] = {}
        self.pending: dict[str, DemoItem] = {}

    def take(self, items: list[DemoItem]) -> None:
        """Keep these items."""
        self.items.update((item.sku, item) for item in items)

    def wanted(self, variant: _Variant) -> list[DemoItem]:
        """The variant and whatever it is made of that is not there yet, components first."""
        self.pending = {}
        self._luminaire(variant)
        return list(self.pending.values())

    def _add(self, sku: str, en: str, zh: str, **rest: object) -> str:
        if sku not in self.items and sku not in self.pending:
            self.pending[sku] = DemoItem(sku=sku, name=zh if self.zh else en, **rest)  # type: ignore[arg-type]  # the names are known where it is called
        return sku

    def _luminaire(self, v: _Variant) -> None:
        f, size = v.family, v.size
        engine, housing = self._engine(v), self._housing(v)
        driver = self._driver(size.watts, v.control)
        carton, cost = words.CARTONS[size.carton]
        parts = [
            (engine, "1", "0.5"),
            (housing, "1", "0.5"),
            (driver, "1", "0.3"),
            (self._part(f"PK-CTN-{size.carton}", carton, cost, ("PACK", 5, "packaging")), "1", "1"),
            (
                self._common("EL-HRN-3"),
                "1",
                "1",
            ),
            (
                self._common("PK-LBL"),
                "1",
                "2",
            ),
        ]
        if f.has_battery:
            parts.append((self._common("EL-BAT-64"), "1", "1"))
        en, zh = _names(v)
        self._add(
            v.sku,
            en,
            zh,
            category=f.category,
            tier="finished",
            kilograms=money(size.kilograms),
            lead_days=5,
            pack={"S": 12, "M": 6, "L": 4, "XL": 2}[size.carton],
            components=_parts(parts),
            price=money(f.markup),
            shelf_life_days=730 if f.has_battery else None,
            is_lot_tracked=f.has_battery,
        )

    def _engine(self, v: _Variant) -> str:
        f, size = v.family, v.size
        module = next((m for m in (6, 12, 24, 48) if size.watts <= 4 * m), 48)
        boards = max(1, -(-size.watts // module))
        beam = v.beam if v.beam.isdigit() or v.beam.startswith(("T", "A")) else ""
        optic_sku = f"ME-OPT-{f.code}{size.code}" + (f"-{beam}" if beam else "")
        degree = "°" if beam.isdigit() else ""
        tail = (f", {beam}{degree}", f" {beam}{degree}") if beam else ("", "")
        optic = (
            f"{_capital(f.optic[0])}, {f.brand[0]} {size.text[0]}{tail[0]}",
            f"{f.optic[1]} {f.brand[1]} {size.text[1]}{tail[1]}",
        )
        parts = [
            (self._board(module, v.cct, is_traced=f.has_battery), str(boards), "0.5"),
            (
                self._part(
                    optic_sku, optic, 0.6 + f.body_cost * 0.22 + size.watts * 0.012, ("MECH", 18, "plastics")
                ),
                "1",
                "1.5",
            ),
            (
                self._common("ME-SCR-M4"),
                str(2 + 2 * boards),
                "2",
            ),
        ]
        sku = f"LE-{f.code}{size.code}-{v.cct}" + (f"-{beam}" if beam else "")
        en = f"Light engine {f.brand[0]} {size.text[0]}, {v.cct}00 K{tail[0]}"
        zh = f"光源组件 {f.brand[1]} {size.text[1]} {v.cct}00K{tail[1]}"
        return self._add(
            sku,
            en,
            zh,
            category="ENGINE",
            tier="sub",
            lead_days=3,
            components=_parts(parts),
            kilograms=money(size.kilograms * 0.25),
            is_lot_tracked=f.has_battery,
        )

    def _board(self, module: int, cct: str, *, is_traced: bool) -> str:
        """A board of LEDs; those of emergency lights are followed lot by lot."""
        chip = (f"LED chip 2835, {cct}00 K", f"LED灯珠 2835 {cct}00K")
        plate = (f"Aluminum board {module} W", f"铝基板 {module}W")
        parts = [
            (
                self._part(f"EL-LED-{cct}", chip, 0.021, ("ELEC", 28, "electronics"), lot=1095),
                str(module * 2),
                "0.8",
            ),
            (
                self._part(f"EL-PCB-{module}", plate, 0.3 + module * 0.045, ("ELEC", 15, "electronics")),
                "1",
                "0.5",
            ),
            (
                self._common("EL-CON-2"),
                "2",
                "1",
            ),
            (
                self._common("EL-PST"),
                f"{module * 0.0006:.4f}",
                "3",
            ),
        ]
        extra = (", emergency", " 应急") if is_traced else ("", "")
        return self._add(
            f"LB-{'E' if is_traced else ''}{module:02d}-{cct}",
            f"LED board {module} W, {cct}00 K{extra[0]}",
            f"LED灯板 {module}W {cct}00K{extra[1]}",
            category="ENGINE",
            tier="sub",
            lead_days=2,
            components=_parts(parts),
            kilograms=money(module * 0.004),
            is_lot_tracked=is_traced,
        )

    def _housing(self, v: _Variant) -> str:
        f, size = v.family, v.size
        body_sku = f"ME-BDY-{f.code}{size.code}"
        body = (
            f"{_capital(f.body[0])}, {f.brand[0]} {size.text[0]}",
            f"{f.body[1]} {f.brand[1]} {size.text[1]}",
        )
        scale = size.kilograms / f.sizes[0].kilograms
        gasket = (f"Gasket, {f.brand[0]}", f"密封圈 {f.brand[1]}")
        powder = (f"Powder coat, {words.FINISHES[v.finish][0]}", f"粉末涂料 {words.FINISHES[v.finish][1]}")
        parts = [
            (
                self._part(body_sku, body, f.body_cost * (0.4 + 0.6 * scale), ("MECH", 25, "castings")),
                "1",
                "1",
            ),
            (self._part(f"ME-GSK-{f.code}", gasket, 0.35, ("MECH", 12, "plastics")), "1", "2"),
            (
                self._part(f"ME-PWD-{v.finish}", powder, 5.4, ("MECH", 9, "hardware"), unit="kg", lot=365),
                f"{0.03 + size.kilograms * 0.02:.3f}",
                "4",
            ),
            (
                self._common("ME-SCR-M4"),
                "8",
                "2",
            ),
        ]
        finish = words.FINISHES[v.finish]
        return self._add(
            f"HS-{f.code}{size.code}-{v.finish}",
            f"Housing {f.brand[0]} {size.text[0]}, {finish[0]}",
            f"灯体组件 {f.brand[1]} {size.text[1]} {finish[1]}",
            category="HOUSING",
            tier="sub",
            lead_days=4,
            components=_parts(parts),
            kilograms=money(size.kilograms * 0.6),
        )

    def _driver(self, watts: int, control: str) -> str:
        bucket = next(w for w in words.DRIVER_WATTS if w >= min(watts, 240))
        text = words.CONTROLS[control]
        en = f"LED driver {bucket} W, {text[0] or 'fixed output'}"
        zh = f"LED驱动电源 {bucket}W {text[1] or '恒流'}"
        cost = (1.9 + bucket * 0.085) * words.DRIVER_COST[control]
        return self._part(f"EL-DRV-{bucket}{control}", (en, zh), cost, ("ELEC", 30, "drivers"))

    def _common(self, sku: str) -> str:
        text, cost, category, lead, source, unit, lot = words.COMMON_PARTS[sku]
        return self._part(sku, text, cost, (category, lead, source), unit=unit, lot=lot)

    def _part(
        self,
        sku: str,
        text: Text,
        cost: float,
        origin: tuple[str, int, str],
        *,
        unit: str = "pcs",
        lot: int = 0,
    ) -> str:
        """A bought part; `origin` is its category, lead time in days and kind of supplier."""
        category, lead, source = origin
        return self._add(
            sku,
            text[0],
            text[1],
            category=category,
            unit=unit,
            cost=money(cost, "0.0001"),
            lead_days=lead,
            supplier_kind=source,
            is_lot_tracked=bool(lot),
            shelf_life_days=lot or None,
        )


def _names(v: _Variant) -> Text:
    """What a luminaire is called: family, size, power, color, control, finish, beam."""
    f, size = v.family, v.size
    cct = v.cct + "00K"
    en = [f"{f.brand[0]} {size.text[0]} {f.kind[0]}", f"{size.watts} W", f"{v.cct}00 K"]
    zh = [f"{f.brand[1]}{f.kind[1]} {size.text[1]}", f"{size.watts}W", cct]
    if size.text[0] == f"{size.watts} W":
        del en[1], zh[1]
    for text in (words.CONTROLS[v.control], words.FINISHES[v.finish]):
        en.append(text[0])
        zh.append(text[1])
    if v.beam:
        en.append(f"{v.beam}°" if v.beam.isdigit() else f"type {v.beam}")
        zh.append(f"{v.beam}°" if v.beam.isdigit() else f"{v.beam}型")
    return ", ".join(filter(None, en)), " ".join(filter(None, zh))


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def _parts(rows: list[tuple[str, str, str]]) -> tuple[tuple[str, Decimal, Decimal], ...]:
    return tuple((sku, Decimal(quantity), Decimal(scrap)) for sku, quantity, scrap in rows)
