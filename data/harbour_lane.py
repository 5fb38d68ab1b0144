"""Harbour Lane Studio: 240 clients of an invented design and bookkeeping studio, and their invoices.

Every client has a fit that is drawn and never written. It moves energy, ratings, payment, disputes,
referrals and the hours that work runs over, each with noise of its own; the size of the invoices does
not depend on it. Planted clients state what of this is fixed for them.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import numpy as np
from names import CITIES, CITY_SHARES, firms, words

CLIENTS, UNRATED, ONE_ANSWER_SHARE = 240, 20, 0.15
FIRST_DAY, LAST_DAY = date(2023, 11, 15), date(2026, 11, 14)
LAST_YEAR = LAST_DAY - timedelta(days=365)
SUNDAY = 6
STAFF_COST = 52.0
"""What an hour of the studio's staff costs, in EUR."""
RATINGS = ("Energy", "Trust", "Respect for staff", "Takes advice")

DUD = {"fit": -1.7, "rate": 95, "Energy": -2, "Respect for staff": 1, "Referrals": 0}
STAR = {
    "fit": 1.8,
    "rate": 95,
    "Energy": 2,
    "Trust": 4,
    "Respect for staff": 4,
    "Takes advice": 4,
    "late": -2,
    "dispute": 0,
}
DRAINING = {"fit": -1.3, "Energy": -2, "Trust": 1, "Respect for staff": 1, "Takes advice": 1, "rate": 135}
LOVED = {"fit": 1.5, "Energy": 2, "Trust": 4, "rate": 48, "size": 650, "overrun": 1.12}
NEARLY = STAR | dict.fromkeys(RATINGS[1:], 3) | {"Energy": 1, "Referrals": 2, "Reply days": 2.0, "overrun": 0.95}
NEW = {"fit": 0.8, "invoices": 1} | dict.fromkeys(RATINGS, "")
PLANTED: dict[str, tuple[str, str, dict[str, Any]]] = {
    # duds
    "H009": ("Blackquay Haulage", "Transport", DUD | {"late": 88}),
    "H034": ("Café Zéphyrin", "Hospitality", DUD | {"late": 95}),
    "H058": ("Tollgate Row Lettings", "Professional services", DUD | {"late": 82}),
    "H077": ("Dunmarrow Fitouts", "Construction", DUD | {"dispute": 0.8}),
    "H101": ("Vexley Sensors", "Technology", DUD | {"dispute": 0.75, "Late deliveries": 6, "Written agreement": "no"}),
    "H126": ("Grand Hotel Maravel", "Hospitality", DUD | {"Abusive to staff": "yes", "Respect for staff": 0}),
    "H149": ("Ironmere Motors", "Transport", DUD | {"Abusive to staff": "yes", "Respect for staff": 0}),
    "H188": ("Pallister, Vane & Crewe", "Professional services", DUD | dict.fromkeys(RATINGS[1:], 0)),
    # stars
    "H012": ("O'Farrowan's Bakery", "Food and drink", STAR | {"Referrals": 6}),
    "H027": ("Saltmere Dental", "Health", STAR | {"Referrals": 4}),
    "H049": ("Atelier Brévanne", "Manufacturing", STAR | {"Referrals": 5, "Trust": 3}),
    "H066": ("Wrenfield Montessori", "Education and charity", STAR | {"Referrals": 3}),
    "H093": ("Mórwenna Herb Farm", "Food and drink", STAR | {"Referrals": 4}),
    "H118": ("Tarnwick Joinery", "Construction", STAR | {"Referrals": 5, "Takes advice": 3}),
    "H152": ("Quillbrook Bookshop", "Retail", STAR | {"Referrals": 7}),
    "H171": ("Österlind & Daughters Boatyard", "Manufacturing", STAR | {"Referrals": 3}),
    # profitable but draining
    "H021": ("Corvane Developments", "Construction", DRAINING | {"size": 6200, "late": 12}),
    "H085": ("Hallowane Freight", "Transport", DRAINING | {"size": 5600, "late": 9}),
    "H110": ("Meridane Airport Parking", "Transport", DRAINING | {"size": 5900, "late": 15}),
    "H135": ("Brandl & Vossen Kitchens", "Manufacturing", DRAINING | {"size": 6800, "late": 10}),
    # loved but unprofitable
    "H040": ("Little Otter Montessori", "Education and charity", LOVED),
    "H112": ("Seaglass Choir", "Education and charity", LOVED),
    "H137": ("Hedgerow Wildlife Rescue", "Education and charity", LOVED),
    "H166": ("Driftwood Puppet Theatre", "Education and charity", LOVED),
    # nearly stars
    "H018": ("Pellgate Physiotherapy", "Health", NEARLY | {"late": 40}),
    "H072": ("Ossbury Sailing Club", "Education and charity", NEARLY | {"Takes advice": 0}),
    "H096": ("Lanternfield Analytics", "Technology", NEARLY | {"Reply days": 19.0}),
    "H133": ("Fennimore Tea Rooms", "Hospitality", NEARLY | {"Energy": -1}),
    "H160": ("Ashlar & Reede Architects", "Construction", NEARLY | {"overrun": 1.65}),
    "H175": ("Copperbeck Brewing", "Food and drink", NEARLY | {"Referrals": 0}),
    # only just won
    "H239": ("Northstrand Surf School", "Education and charity", NEW | {"since": date(2026, 10, 12)}),
    "H240": ("Velmore Opticians", "Health", NEW | {"since": date(2026, 11, 2)}),
}
"""Client id: name, industry, and what is fixed: parts of the character below, or cells of the client list."""


@dataclass(frozen=True)
class Character:
    """How a client behaves; behind the files, never in them."""

    fit: float
    since: date
    until: date
    """The last day on which they may be invoiced."""
    size: float
    """A typical invoice, EUR."""
    rate: float
    """Price of an agreed hour, EUR."""
    overrun: float
    """Hours worked over hours agreed."""
    terms: int
    """Days from invoice to due."""
    late: float
    """Days from due to paid, on average."""
    dispute: float
    """Share of the invoices that they dispute."""
    invoices: int


def make(rng: np.random.Generator) -> dict[str, list[dict[str, Any]]]:
    """The two files as rows: `clients` and `invoices`."""
    ids = [f"H{number:03d}" for number in range(1, CLIENTS + 1)]
    ages = np.sort(rng.beta(1.0, 1.7, CLIENTS))[::-1] * 4300 + 150
    names = iter(firms(rng, CLIENTS, {name for name, _, _ in PLANTED.values()}))
    clients, invoices = [], []
    for client_id, age in zip(ids, ages, strict=True):
        name, industry, fixed = PLANTED.get(client_id) or (*next(names), {})
        character = _character(rng, LAST_DAY - timedelta(days=int(age)), fixed)
        bills = _invoices(rng, client_id, character)
        about = {"Client ID": client_id, "Client": name, "Industry": industry}
        cells = {column: value for column, value in fixed.items() if column[0].isupper()}
        clients.append(about | _client(rng, character, bills) | cells)
        invoices += bills
    _blank_answers(rng, [row for row in clients if row["Client ID"] not in PLANTED])
    invoices.sort(key=lambda row: (row["Invoice date"], row["Client ID"]))
    for number, row in enumerate(invoices, 10001):
        row["Invoice"] = f"HL-{number}"
        del row["agreed"], row["worked"]
    return {"clients": clients, "invoices": invoices}


def _character(rng: np.random.Generator, since: date, fixed: dict[str, Any]) -> Character:
    fit = fixed.get("fit", rng.choice([1.15, 0.0, -1.15], p=[0.22, 0.58, 0.20]) + rng.normal(0, 0.4))
    since = fixed.get("since", since)
    left = fit < 0.5 and not fixed and rng.random() < 0.08 and since < date(2024, 6, 1)
    months = (LAST_DAY - max(since, FIRST_DAY)).days / 30.4
    drawn = Character(
        fit=fit,
        since=since,
        until=LAST_DAY - timedelta(days=int(rng.uniform(400, 700))) if left else LAST_DAY,
        size=float(np.clip(rng.lognormal(np.log(1350), 0.7), 250, 9000)),
        rate=float(np.clip(rng.normal(94, 14), 62, 140)),
        overrun=float(max(0.78, 1.12 - 0.22 * fit + rng.normal(0, 0.1))),
        terms=int(rng.choice([14, 30])),
        late=7 - 9 * fit + rng.normal(0, 6),
        dispute=float(np.clip(0.05 - 0.07 * fit + rng.normal(0, 0.03), 0, 0.4)),
        invoices=int(np.clip(round(rng.uniform(8, 20) * months / 36), 3, 20)),
    )
    return replace(drawn, **{part: value for part, value in fixed.items() if part[0].islower()})


def _invoices(rng: np.random.Generator, client_id: str, who: Character) -> list[dict[str, Any]]:
    start = max(who.since, FIRST_DAY)
    step = (who.until - start).days / who.invoices
    rows = []
    for turn in range(who.invoices):
        day = start + timedelta(days=int(step * (turn + rng.uniform(0.1, 1.02))))
        day = min(day, LAST_DAY) - timedelta(days=day.weekday() == SUNDAY)
        due = day + timedelta(days=who.terms)
        paid = due + timedelta(days=round(max(rng.normal(who.late, 5 + abs(who.late) / 8), -13)))
        amount = round(who.size * rng.lognormal(0, 0.35) / 10) * 10
        agreed = amount / who.rate
        worked = agreed * who.overrun * rng.uniform(0.9, 1.1)
        rows.append(
            {
                "Invoice": "",
                "Client ID": client_id,
                "Invoice date": day,
                "Due date": due,
                "Paid date": paid if paid <= LAST_DAY else "",
                "Amount (EUR)": f"{amount:.2f}",
                "Cost (EUR)": f"{worked * STAFF_COST + amount * rng.uniform(0.04, 0.14):.2f}",
                "Disputed": "yes" if rng.random() < who.dispute else "no",
                "agreed": agreed,
                "worked": worked,
            }
        )
    return rows


def _client(rng: np.random.Generator, who: Character, bills: list[dict[str, Any]]) -> dict[str, Any]:
    recent = [bill for bill in bills if bill["Invoice date"] > LAST_YEAR]
    trust, respect, advice = (int(np.clip(round(2.3 + who.fit + rng.normal(0, 0.65)), 0, 4)) for _ in range(3))
    return {
        "City": str(rng.choice(words(CITIES), p=CITY_SHARES)),
        "Client since": who.since,
        "Energy": int(np.clip(round(1.15 * who.fit + rng.normal(0, 0.5)), -2, 2)),
        "Trust": trust,
        "Respect for staff": respect,
        "Takes advice": advice,
        "Referrals": int(rng.poisson(np.exp(-0.7 + 0.9 * who.fit))),
        "Hours": f"{sum(bill['worked'] for bill in recent):.1f}",
        "Agreed hours": f"{sum(bill['agreed'] for bill in recent):.1f}",
        "Reply days": round(max(0.5, rng.lognormal(np.log(3) - 0.5 * who.fit, 0.4)) * 2) / 2,
        "Abusive to staff": "no" if rng.random() < 0.4 else "",
        "Written agreement": "yes" if rng.random() < 0.8 + 0.08 * who.fit else "no",
        "Late deliveries": int(rng.poisson(0.8)),
    }


def _blank_answers(rng: np.random.Generator, clients: list[dict[str, Any]]) -> None:
    order = [clients[place] for place in rng.permutation(len(clients))]
    unrated = UNRATED - sum(fixed.get("Energy") == "" for _, _, fixed in PLANTED.values())
    for row in order[:unrated]:
        row.update(dict.fromkeys(RATINGS, ""))
    for row in order[unrated : unrated + round(ONE_ANSWER_SHARE * (CLIENTS - UNRATED))]:
        row[str(rng.choice(RATINGS))] = ""
