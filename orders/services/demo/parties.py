"""Customers and suppliers of the demo company: names, places, terms and how they behave."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from orders.services.demo import party_words as words
from orders.services.demo.dice import dice_for, zipf_weights
from orders.services.demo.places import CITIES, STREETS, City


@dataclass(frozen=True)
class DemoAddress:
    """Where a party gets goods."""

    line1: str
    city: City
    postal_code: str


@dataclass(frozen=True)
class DemoCustomer:
    """A customer; `size` is how much of the business it makes, `slowness` how late it pays (0 to 1)."""

    code: str
    name: str
    kind: str
    region: str
    address: DemoAddress
    contact: str
    phone: str
    email: str
    channel: str
    tier: str
    grade: str
    payment_days: int
    discount: str
    price_list: str
    is_ship_complete: bool
    size: float
    slowness: float
    joined: float  # share of the time told that had passed when it became a customer
    tags: tuple[str, ...] = field(default=())


@dataclass(frozen=True)
class DemoSupplier:
    """A supplier of one kind of parts and how often it is late."""

    code: str
    name: str
    sells: str
    lead_days: int
    lateness: float
    address: DemoAddress
    contact: str
    phone: str
    email: str


def make_customers(*, count: int, language: str, seed: int) -> list[DemoCustomer]:
    """Customers in falling order of size, the largest first."""
    dice = dice_for(seed, "customers")
    names = _zh_names(dice, count) if language == "zh" else _en_names(dice, count)
    shares = zipf_weights(count, 0.8)
    return [
        _customer(
            dice,
            language=language,
            position=position,
            rank=position / count,
            kind=kind,
            name=name,
            city=city,
            share=shares[position],
        )
        for position, (kind, name, city) in enumerate(names)
    ]


def _customer(
    dice: random.Random,
    *,
    language: str,
    position: int,
    rank: float,
    kind: str,
    name: str,
    city: City,
    share: float,
) -> DemoCustomer:
    code = f"C-{position + 1:04d}"
    tier = "gold" if rank < 0.08 else "silver" if rank < 0.3 else "standard"
    slowness = min(1.0, dice.betavariate(1.3, 4.0))
    grade = "D" if slowness > 0.72 else "C" if slowness > 0.5 else "B" if slowness > 0.22 else "A"
    channel = dice.choices(*zip(*words.CHANNELS[kind], strict=True))[0]
    return DemoCustomer(
        code=code,
        name=name,
        kind=kind,
        region=city.region,
        address=make_address(dice, language, city),
        contact=person_name(dice, language),
        phone=_phone(dice, language, city.area_code),
        email=f"purchasing@{code.lower()}.example",
        channel=channel,
        tier=tier,
        grade=grade,
        payment_days={"A": 45, "B": 30, "C": 30, "D": 15}[grade],
        discount={"gold": "0.05", "silver": "0.02", "standard": "0"}[tier],
        price_list="TRADE" if kind in {"wholesale", "retail"} else "PROJECT" if kind == "contractor" else "",
        is_ship_complete=kind in {"hospitality", "contractor"} and dice.random() < 0.3,
        size=share,
        slowness=slowness,
        joined=0.0 if position < 12 else max(0.0, dice.random() * 1.1 - 0.55),
        tags=(kind,),
    )


def _en_names(dice: random.Random, count: int) -> list[tuple[str, str, City]]:
    stems = [stem.strip() for chunk in words.EN_STEMS.split("|") for stem in _stems(chunk)]
    found: dict[str, tuple[str, str, City]] = {}
    while len(found) < count:
        kind = _kind(dice)
        ending = dice.choice(words.EN_KINDS[kind])
        city = dice.choice(CITIES["en"])
        roll = dice.random()
        stem = dice.choice(stems)
        if roll < 0.22:
            stem = f"{dice.choice(words.EN_LAST)} & {dice.choice(words.EN_LAST)}"
        elif roll < 0.4 or len(found) > 900:
            stem = f"{stem} {city.name}" if kind == "facility" else f"{dice.choice(words.EN_LAST)} {ending}"
            ending = ending if kind == "facility" else f"of {city.name}"
        found.setdefault(f"{stem} {ending}", (kind, f"{stem} {ending}", city))
    return list(found.values())


def _stems(chunk: str) -> list[str]:
    """Single words stand alone; the last two words before a bar are one name."""
    parts = chunk.split()
    return [*parts[:-2], " ".join(parts[-2:])] if len(parts) > 1 else parts


def _zh_names(dice: random.Random, count: int) -> list[tuple[str, str, City]]:
    found: dict[str, tuple[str, str, City]] = {}
    while len(found) < count:
        kind = _kind(dice)
        city = dice.choice(CITIES["zh"])
        stem = dice.choice(words.ZH_STEMS_FIRST) + dice.choice(words.ZH_STEMS_LAST)
        name = f"{city.name.split('市')[0]}{stem}{dice.choice(words.ZH_KINDS[kind])}"
        if stem[0] != stem[1]:
            found.setdefault(name, (kind, name, city))
    return list(found.values())


def _kind(dice: random.Random) -> str:
    return dice.choices(list(words.KIND_SHARE), list(words.KIND_SHARE.values()))[0]


def person_name(dice: random.Random, language: str) -> str:
    """A person's name as the country writes it."""
    if language == "zh":
        return dice.choice(words.ZH_LAST) + dice.choice(words.ZH_FIRST)
    return f"{dice.choice(words.EN_FIRST)} {dice.choice(words.EN_LAST)}"


def make_address(dice: random.Random, language: str, city: City) -> DemoAddress:
    """A street address in a city."""
    street = dice.choice(STREETS[language])
    if language == "zh":
        return DemoAddress(f"{street}{dice.randrange(1, 999)}号", city, city.postal)
    return DemoAddress(
        f"{dice.randrange(10, 9900)} {street}", city, f"{city.postal}{dice.randrange(100):02d}"
    )


def _phone(dice: random.Random, language: str, area: str) -> str:
    """A telephone number; American ones from the range kept free for stories."""
    if language == "zh":
        return f"{area}-5550 {dice.randrange(10000):04d}"
    return f"+1 {area} 555 {dice.randrange(100, 200):04d}"


def make_suppliers(*, language: str, seed: int) -> list[DemoSupplier]:
    """The suppliers, with their habits."""
    dice = dice_for(seed, "suppliers")
    rows = words.ZH_SUPPLIERS if language == "zh" else words.EN_SUPPLIERS
    found = []
    for code, sells, lead, lateness, name in rows:
        city = dice.choice(CITIES[language])
        if language == "zh":
            city = next((c for c in CITIES["zh"] if c.name[:2] == name[:2]), city)
        found.append(
            DemoSupplier(
                code=code,
                name=name,
                sells=sells,
                lead_days=lead,
                lateness=lateness,
                address=make_address(dice, language, city),
                contact=person_name(dice, language),
                phone=_phone(dice, language, city.area_code),
                email=f"sales@{code.lower()}.example",
            )
        )
    return found
