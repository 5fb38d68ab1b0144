"""Fern & Fable: 3,000 customers of an invented shop for books and plants, their orders and tickets.

Every customer has a fit that is drawn and never written. It moves how often they buy at a discount, send
things back, complain, refer and stay, each with noise; the size of the basket does not depend on it.
"""

import unicodedata
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import numpy as np
from names import people

CUSTOMERS, ORDERS, TICKETS, NEVER_ORDERED, ONE_TIME = 3000, 25_000, 2500, 60, 823
FIRST_DAY, LAST_DAY = date(2023, 11, 15), date(2026, 11, 14)
DAYS = (LAST_DAY - FIRST_DAY).days
SEASONS = (0.8, 0.8, 1.0, 1.3, 1.3, 1.0, 0.7, 0.7, 0.9, 1.0, 1.4, 1.7)
"""How busy each month is, January first: plants in spring, books before Christmas."""
BUSY = np.cumsum([SEASONS[(FIRST_DAY + timedelta(days=n)).month - 1] for n in range(DAYS + 1)])
HANDLING = 4.5
"""What a return costs the shop, EUR."""
LEVELS = (0.05, 0.10, 0.15, 0.20, 0.30, 0.50)
USUAL, DEEP = (0.25, 0.35, 0.15, 0.15, 0.08, 0.02), (0.0, 0.0, 0.0, 0.10, 0.35, 0.55)
"""How common each discount is among usual customers, and among those who wait for the deepest."""
CHANNELS = {"web": 0.68, "shop": 0.19, "market stall": 0.09, "book fair": 0.04}
TOPICS = {
    "delivery": (0.30, 0.24),
    "wrong item (our error)": (0.12, 0.05),
    "damaged in transit (our error)": (0.10, 0.05),
    "product question": (0.24, 0.08),
    "plant care advice": (0.16, 0.03),
    "return request": (0.08, 0.17),
    "price haggling": (0.0, 0.28),
    "chargeback threat": (0.0, 0.10),
}
"""Share of the tickets, of a good fit and of a poor one."""

DUD = {"fit": -2.2, "deal": 1.0, "returns": 0.15, "tickets": 13, "Referrals": 0, "Reviews": 0}
DUD |= {"until": date(2025, 4, 20), "basket": 44.0}
STAR = {"fit": 1.9, "deal": 0.0, "returns": 0.02, "tickets": 1, "until": LAST_DAY, "basket": 62.0}
RETURNING = STAR | {"returns": 0.42, "tickets": 3, "basket": 165.0, "Referrals": 2, "Reviews": 8}
PLANTED: dict[str, tuple[str, str, dict[str, Any]]] = {
    # duds
    "C00052": ("Desmond Crowe", "Ireland", DUD | {"orders": 12}),
    "C00118": ("Philippa Hartnoll", "United Kingdom", DUD | {"orders": 10}),
    "C00207": ("Gavin Trask", "United Kingdom", DUD | {"orders": 14, "tickets": 17}),
    "C00331": ("Lorna Pettigrew", "Ireland", DUD | {"orders": 9}),
    "C00415": ("Marius Feld", "Germany", DUD | {"orders": 11}),
    "C00502": ("Solange Viret", "France", DUD | {"orders": 13, "tickets": 15}),
    "C00640": ("Kevin Brody-Nash", "Ireland", DUD | {"orders": 10}),
    "C00733": ("Ottilie Kranz", "Germany", DUD | {"orders": 12, "tickets": 16}),
    "C00868": ("Bart van Loon", "Netherlands", DUD | {"orders": 9}),
    "C00951": ("Renzo Malvasi", "Italy", DUD | {"orders": 11}),
    # stars
    "C00044": ("Bríd Ní Fhloinn", "Ireland", STAR | {"orders": 48, "Referrals": 6, "Reviews": 21}),
    "C00139": ("Margaret Achebe-Lunn", "Ireland", STAR | {"orders": 40, "Referrals": 4, "Reviews": 15}),
    "C00256": ("Anselm Rooke", "United Kingdom", STAR | {"orders": 36, "Referrals": 5, "Reviews": 12}),
    "C00288": ("Yuki Tanabe", "Netherlands", STAR | {"orders": 44, "Referrals": 3, "Reviews": 18}),
    "C00377": ("Zofia Markowska", "Poland", STAR | {"orders": 33, "Referrals": 7, "Reviews": 14}),
    "C00463": ("Thaddeus O'Meara", "Ireland", STAR | {"orders": 52, "Referrals": 4, "Reviews": 25}),
    "C00590": ("Inés Calatrava", "Spain", STAR | {"orders": 38, "Referrals": 3, "Reviews": 11}),
    "C00702": ("Priyanka Deol", "United Kingdom", STAR | {"orders": 41, "Referrals": 8, "Reviews": 16}),
    "C00814": ("Maren Østby", "Sweden", STAR | {"orders": 35, "Referrals": 5, "Reviews": 13}),
    "C00929": ("Fintan Groarke", "Ireland", STAR | {"orders": 46, "Referrals": 4, "Reviews": 19}),
    # stars who send a lot back
    "C00083": ("Clémence Auvray", "France", RETURNING | {"orders": 44}),
    "C00324": ("Judith Weiss-Amadi", "Germany", RETURNING | {"orders": 38}),
    "C00546": ("Rosalind Teague", "United Kingdom", RETURNING | {"orders": 50}),
    "C00671": ("Caoimhe Darragh", "Ireland", RETURNING | {"orders": 41}),
    "C00880": ("Leonardo Bassi", "Italy", RETURNING | {"orders": 36}),
}
"""Customer id: name, country, and what is fixed: parts of the character below, or cells of the list."""


@dataclass(frozen=True)
class Character:
    """How a customer behaves; behind the files, never in them."""

    fit: float
    since: date
    until: date
    """The day by which the last order is made."""
    orders: int
    basket: float
    """A typical order at list price, EUR."""
    deal: float
    """Share of the orders made at a discount."""
    returns: float
    """Share of the orders sent back, wholly or in part."""
    tickets: int


def make(rng: np.random.Generator) -> dict[str, list[dict[str, Any]]]:
    """The three files as rows: `customers`, `orders` and `tickets`."""
    ids = [f"C{number:05d}" for number in range(1, CUSTOMERS + 1)]
    cast = _cast(rng, ids)
    customers, orders, tickets = [], [], []
    for client_id, person, who in zip(ids, people(rng, CUSTOMERS), cast, strict=True):
        name, country, fixed = PLANTED.get(client_id) or (*person, {})
        email = _email(rng, name, client_id)
        about = {"Customer ID": client_id, "Name": name, "E-mail": email, "Country": country}
        cells = {column: value for column, value in fixed.items() if column[0].isupper()}
        customers.append(about | _customer(rng, who) | cells)
        bought = _orders(rng, client_id, who)
        tickets += _tickets(rng, client_id, who, [order["Order date"] for order in bought])
        orders += bought
    return {
        "customers": customers,
        "orders": _numbered(orders, "Order", "FF", "Order date"),
        "tickets": _numbered(tickets, "Ticket", "T", "Opened"),
    }


def _cast(rng: np.random.Generator, ids: list[str]) -> list[Character]:
    """Everybody's character; orders and tickets add up to what the files should hold."""
    fits = rng.choice([1.0, 0.0, -1.1], CUSTOMERS, p=[0.22, 0.58, 0.20]) + rng.normal(0, 0.45, CUSTOMERS)
    old = rng.random(CUSTOMERS) < 0.4
    ages = np.sort(np.where(old, rng.uniform(DAYS, 3200, CUSTOMERS), rng.uniform(5, DAYS, CUSTOMERS)))
    planted = np.array([client_id in PLANTED for client_id in ids])
    drawn = rng.permutation(np.flatnonzero(~planted))
    repeat = drawn[NEVER_ORDERED + ONE_TIME :]
    counts = np.zeros(CUSTOMERS, dtype=int)
    counts[drawn[NEVER_ORDERED : NEVER_ORDERED + ONE_TIME]] = 1
    spare = ORDERS - ONE_TIME - 2 * len(repeat) - _fixed_sum("orders")
    keenness = rng.lognormal(0.35 * fits[repeat], 0.9) * np.minimum(ages[::-1][repeat] / DAYS, 1) ** 0.8
    counts[repeat] = 2 + rng.multinomial(spare, keenness / keenness.sum())
    trouble = np.where(planted, 0, counts**0.8 * rng.lognormal(-0.75 * fits, 0.6))
    calls = rng.multinomial(TICKETS - _fixed_sum("tickets"), trouble / trouble.sum())
    rest = zip(ids, fits, ages[::-1], counts, calls, strict=True)
    return [_character(rng, i, float(fit), int(age), (int(count), int(n))) for i, fit, age, count, n in rest]


def _fixed_sum(part: str) -> int:
    return sum(fixed[part] for _, _, fixed in PLANTED.values())


def _character(rng: np.random.Generator, client_id: str, fit: float, age: int, counts: tuple[int, int]) -> Character:
    orders, tickets = counts
    since = LAST_DAY - timedelta(days=age)
    start = max(since, FIRST_DAY)
    until = LAST_DAY if rng.random() < 0.62 + 0.16 * fit else start + (LAST_DAY - start) * rng.uniform(0.1, 0.9)
    if orders == 1 and since > FIRST_DAY:
        until = min(since + timedelta(days=21), LAST_DAY)
    drawn = Character(
        fit=fit,
        since=since,
        until=until,
        orders=orders,
        basket=float(rng.lognormal(np.log(46), 0.45)),
        deal=float(np.clip(0.28 - 0.2 * fit + rng.normal(0, 0.1), 0, 0.95)),
        returns=float(np.clip(0.07 - 0.03 * fit + rng.normal(0, 0.03), 0, 0.4)),
        tickets=tickets,
    )
    fixed = PLANTED[client_id][2] if client_id in PLANTED else {}
    return replace(drawn, **{part: value for part, value in fixed.items() if part[0].islower()})


def _customer(rng: np.random.Generator, who: Character) -> dict[str, Any]:
    return {
        "Customer since": who.since,
        "Channel": str(rng.choice(list(CHANNELS), p=list(CHANNELS.values()))),
        "Referrals": int(rng.poisson(np.exp(-1.7 + 0.9 * who.fit))) if who.orders else 0,
        "Reviews": int(min(rng.poisson(0.12 * who.orders * np.exp(0.5 * who.fit)), 30)),
    }


def _email(rng: np.random.Generator, name: str, client_id: str) -> str:
    plain = unicodedata.normalize("NFKD", name.translate(str.maketrans("øØłŁı", "oOlLi")))
    letters = "".join(letter for letter in plain.lower() if letter in " abcdefghijklmnopqrstuvwxyz")
    return f"{'.'.join(letters.split())}{int(client_id[1:])}@example.{rng.choice(['com', 'org', 'net'])}"


def _orders(rng: np.random.Generator, client_id: str, who: Character) -> list[dict[str, Any]]:
    levels = DEEP if who.deal > 0.8 else USUAL
    rows = []
    for day in _days(rng, who):
        price = round(who.basket * rng.lognormal(0, 0.4) * 20) / 20
        sale = (day.month == 11 and day.day > 20) or (day.month == 1 and day.day < 12)
        level = rng.choice(LEVELS, p=levels) if rng.random() < who.deal * (1 + sale) else 0.0
        back = rng.choice([1.0, rng.uniform(0.2, 0.8)]) if rng.random() < who.returns else 0.0
        paid = round(price * (1 - level), 2)
        goods = price * rng.uniform(0.46, 0.56) * (1 - back)
        rows.append(
            {
                "Order": "",
                "Customer ID": client_id,
                "Order date": day,
                "Amount (EUR)": f"{paid:.2f}",
                "Discount (EUR)": f"{price - paid:.2f}",
                "Refunded (EUR)": f"{paid * back:.2f}",
                "Cost (EUR)": f"{goods + HANDLING * (back > 0):.2f}",
            }
        )
    return rows


def _days(rng: np.random.Generator, who: Character) -> list[date]:
    """The days of all orders: the better the fit, the more evenly spread; more of them in busy months."""
    even, anyhow = np.arange(who.orders) + rng.random(who.orders), np.sort(rng.random(who.orders))
    if who.orders and who.since > FIRST_DAY:
        even[0] = anyhow[0] = 0.0
    regular = float(np.clip(0.5 + 0.25 * who.fit, 0, 0.95))
    share = regular * even / max(who.orders, 1) + (1 - regular) * anyhow
    start, end = ((day - FIRST_DAY).days for day in (max(who.since, FIRST_DAY), who.until))
    busy = BUSY[start] + share * (BUSY[end] - BUSY[start])
    return [FIRST_DAY + timedelta(days=int(place)) for place in np.searchsorted(BUSY[: end + 1], busy)]


def _tickets(rng: np.random.Generator, client_id: str, who: Character, bought: list[date]) -> list[dict[str, Any]]:
    poor = float(np.clip(0.15 - 0.4 * who.fit, 0, 1))
    shares = np.array(list(TOPICS.values())) @ [1 - poor, poor]
    rows = []
    for topic in rng.choice(list(TOPICS), who.tickets, p=shares):
        day = bought[rng.integers(len(bought))] + timedelta(days=int(rng.integers(0, 13)))
        row = {"Ticket": "", "Customer ID": client_id, "Opened": min(day, LAST_DAY), "Topic": str(topic)}
        rows.append(row)
    return rows


def _numbered(rows: list[dict[str, Any]], heading: str, mark: str, day: str) -> list[dict[str, Any]]:
    rows.sort(key=lambda row: (row[day], row["Customer ID"]))
    for number, row in enumerate(rows, 1):
        row[heading] = f"{mark}{number:05d}"
    return rows
