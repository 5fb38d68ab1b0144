"""Column headings become meanings: a table of synonyms, and the words that are set aside at the door."""

import re
from typing import Literal

from segmentation.intake.traits import CATALOGUE

Refused = Literal["protected", "place", "ours"]


def _synonyms(table: dict[str, str]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(listed.split(", ")) for name, listed in table.items()}


ROLES = _synonyms(
    {
        "client id": "client id, customer id, client number, customer number, client no, customer no, "
        "customer code, client code, account id, account number, account no, cust id, square "
        "customer id, customer reference id, record id, contact id, buyer id, user id, member "
        "id, id",
        "client name": "client name, customer name, company name, account name, client, customer, company, "
        "account, organization, organisation, business name, full name, name, member, buyer, "
        "bill to",
        "first name": "first name, firstname, given name, contact first name, forename",
        "last name": "last name, lastname, surname, family name, contact last name",
        "email": "email, e mail, email address, e mail address, customer email, client email",
        "order id": "order id, order number, order no, order, invoice, invoice id, invoice number, invoice "
        "no, sale id, transaction id, transaction number, deal id, opportunity id, receipt "
        "number, bill number, order ref, invoice ref",
        "payment id": "payment id, check number, cheque number, payment number, payment reference",
        "ticket id": "ticket, ticket id, ticket number, case number, case id, request id",
        "order date": "order date, invoice date, date, sale date, purchase date, transaction date, created "
        "at, created, close date, closed date, ordered on, ordered at, day, opened, opened at",
        "due date": "due date, due, due on, payment due, pay by",
        "paid date": "paid date, date paid, paid on, paid at, settled date, settlement date, payment date, "
        "paid",
        "required date": "required date, promised date, requested delivery date, expected delivery",
        "shipped date": "shipped date, ship date, delivered date, delivery date, fulfilled at, delivered on",
        "amount": "amount, total, order total, invoice amount, invoice total, net sales, sales, revenue, "
        "close value, deal value, net amount, total amount, grand total, line total, line amount, "
        "value, order value, turnover, total price, price paid, extended price",
        "quantity": "quantity, qty, units, units sold, quantity ordered, items, items sold, cases sold",
        "unit price": "unit price, price each, price, item price, sales price, actual price, unit amount",
        "list price": "list price, msrp, rrp, regular price, recommended price",
        "unit cost": "unit cost, buy price, cost price, cost each, purchase price",
        "cost": "cost, costs, direct cost, total cost, cogs, cost of goods, cost of goods sold",
        "discount": "discount, discount amount, discounts, discount rate, discount percent, discount given",
        "refund": "refunded, refund, refund amount, refunded amount, returned amount, returns, credited",
        "returned": "returned, was returned, is return",
        "days late": "days late, days overdue, days paid late",
        "disputed": "disputed, dispute, in dispute, chargeback, disputed amount",
        "status": "status, order status, deal stage, stage, invoice status, financial status, state of order",
        "product id": "product id, product code, sku, item code, product, item, stock code",
        "currency": "currency, currency code",
        "topic": "topic, subject, reason, category of request, ticket type, type of request",
    }
)  # fmt: skip
"""What a column of any file can be, besides a trait, and the headings that say so; the likeliest first."""

TRAIT_WORDS = _synonyms(
    {
        "energy": "energy, gut feel, gut feeling, energises, energizes",
        "referrals": "referrals, referrals made, referred clients, introductions, referral count",
        "reviews": "reviews, testimonials, review count",
        "nps": "nps, net promoter score, would recommend, likelihood to recommend",
        "hours": "hours, hours spent, hours worked, time spent, hours last 12 months",
        "agreed_hours": "agreed hours, budget hours, budgeted hours, planned hours, contracted hours",
        "reply_days": "reply days, days to reply, response days, reply time days, answers within days",
        "no_shows": "no shows, late cancellations, missed appointments",
        "abusive": "abusive, abusive to staff, abuse, rude to staff",
        "written_agreement": "written agreement, agreement on file, signed agreement, contract on file",
        "late_deliveries": "late deliveries, our late deliveries, deliveries late",
        "our_faults": "our faults, our errors, errors by us, complaints, complaint, complain",
        "tickets": "tickets, support tickets, ticket count, support calls",
        "visits": "visits, customer visits, client visits, site visits",
        "deliveries": "deliveries, delivery count",
        "miles": "miles, delivery miles",
        "miles_per_delivery": "miles per delivery",
        "expedites": "expedites, expedited deliveries, rush orders",
        "revenue": "revenue, sales, net sales, total spend, total spent, lifetime spend, turnover, amount, "
        "total, monetary value, total sales, billed, fees, lifetime value, annual revenue",
        "contribution": "contribution, profit, margin, gross profit, contribution margin, operating income",
        "frequency": "orders, total orders, number of orders, order count, purchases, frequency, purchase "
        "orders, payment count, transaction count, invoices",
        "recency": "recency, days since last order, days since last purchase",
        "days_late": "days late, average days late, days overdue, days paid late, pays late",
        "disputes": "disputes, dispute count, chargebacks",
        "discount_rate": "discount rate, average discount",
        "return_rate": "return rate",
    }
)  # fmt: skip
"""What a column of a file with one row per client can say of that client, by trait key."""

DATES = _synonyms(
    {
        "client since": "client since, customer since, member since, dt customer, sign up, signed up, joined, "
        "start date, first order, first purchase, first visit, onboarded, registered, create "
        "date, created, created at",
        "last order": "last order, last order date, last purchase, last purchase date, last visit, last sale, "
        "last invoice, last transaction, order date, purchase date, invoice date",
    }
)  # fmt: skip
"""Dates of a client, from which tenure and recency are counted."""

QUALITIES = frozenset(
    "trust trusts respect respects advice attitude communication collaboration collaborative kindness fun courage "
    "courageous resilience resilient positivity positive openness honest honesty integrity rapport values ambition "
    "decisive responsive appreciation appreciative coachable cringe dread".split()
)  # fmt: skip
"""Words of a heading under which managers rate what a client is like to work with."""
DREADED = frozenset({"cringe", "dread"})

PROTECTED = frozenset(
    "age ages birth birthday birthdate born dob gender sex race ethnicity ethnic nationality religion religious faith "
    "disability disabled health medical pregnant pregnancy maternity marital married spouse kids children kidhome "
    "teenhome sexual sexuality orientation political politics citizenship immigration language salutation veteran "
    "genetic ancestry senior dependents dependants female male generation pronouns dateofbirth birthday yearofbirth "
    "geburtsdatum geburtstag geschlecht familienstand anrede konfession alter".split()
)  # fmt: skip
PROTECTED_PHRASES = ("trade union", "union member", "national origin")
AGE_OF_THINGS = frozenset("account invoice invoices debt debts balance receivable receivables ticket order".split())
"""Beside these words an age is not a person's."""
NOT_PROTECTED = ("health score",)
PLACE = frozenset(
    "country city town state region province county postcode postal zip zipcode address street location latitude "
    "longitude territory district neighbourhood neighborhood suburb".split()
)  # fmt: skip
CONTACT = frozenset(
    "phone mobile telephone fax email website url note notes comment comments memo contact password username "
    "description twitter linkedin".split()
)  # fmt: skip
ABOUT = frozenset(
    "industry sector channel size employees plan product segment tier type source owner income education "
    "subsidiary established rep representative manager agent".split()
)  # fmt: skip
CURRENCIES = {
    "eur": "€", "euro": "€", "euros": "€", "usd": "$", "gbp": "£", "jpy": "¥", "inr": "₹", "chf": "CHF", "sek": "SEK",
    "nok": "NOK", "dkk": "DKK", "pln": "PLN", "czk": "CZK", "aud": "AUD", "cad": "CAD", "nzd": "NZD", "zar": "ZAR",
}  # fmt: skip
"""Currency codes as headings carry them ("Amount (EUR)"), and the mark or code that the screen shows."""
EXPORTED = ("segment", "score", "evidence", "reason", "how sure")
"""Columns of our own exports that say how clients were sorted: results, not traits."""


def words(heading: str) -> str:
    """A heading as lower-case words: "InvoiceDate", "invoice_date" and "*Invoice Date" are all "invoice date".

    A currency at the end ("Amount (EUR)") is left out; see `currency`.
    """
    split = re.sub(r"(?<=[a-zà-ÿ])(?=[A-Z])", " ", heading)
    said = re.findall(r"[^\W_]+", split.lower())
    return " ".join(said[:-1] if len(said) > 1 and said[-1] in CURRENCIES else said)


def currency(heading: str) -> str:
    """The currency that a heading names, as the screen shows it: "€" of "Amount (EUR)"; "" where it names none."""
    marks = [mark for mark in "€$£¥₹" if mark in heading]
    last = re.findall(r"[^\W_]+", heading.lower())[-1:]
    return marks[0] if marks else CURRENCIES.get("".join(last), "")


def role(heading: str, accepted: tuple[str, ...] = tuple(ROLES)) -> tuple[str, int] | None:
    """The role of a column and how far down its synonyms the heading stands (0: the likeliest), or None."""
    said = words(heading)
    found = [(name, ROLES[name].index(said)) for name in accepted if said in ROLES[name]]
    return min(found, key=lambda pair: pair[1], default=None)


def trait_claim(heading: str) -> tuple[str, int] | None:
    """The catalogue's trait or the date that a heading of a client file names, and how far down its synonyms."""
    said = words(heading)
    for key, trait in CATALOGUE.items():
        if said in (words(trait.label), words(key)):
            return key, 0
    for table in (TRAIT_WORDS, DATES):
        for key, synonyms in table.items():
            if said in synonyms:
                return key, synonyms.index(said)
    return None


def trait_key(heading: str) -> str | None:
    """The catalogue's trait or the date that a heading of a client file names, or None."""
    claim = trait_claim(heading)
    return claim[0] if claim else None


def family_by_words(heading: str) -> Literal["protected", "place", "contact", "quality", "about"] | None:
    """The family that the words of a heading speak of, protected words before all others, or None."""
    said = words(heading)
    tokens = set(said.split())
    personal = tokens & PROTECTED - ({"age", "ages"} if tokens & AGE_OF_THINGS else set())
    if said not in NOT_PROTECTED and (personal or any(phrase in said for phrase in PROTECTED_PHRASES)):
        return "protected"
    if tokens & CONTACT:
        return "contact"
    if tokens & PLACE:
        return "place"
    if tokens & QUALITIES:
        return "quality"
    return "about" if tokens & ABOUT else None


def refused_family(name: str) -> Refused | None:
    """Why no policy may rest on a trait of this name: who people are, where they live, our own part; or None."""
    known = CATALOGUE.get(name)
    if known is not None:
        return "ours" if known.family == "ours" else None
    family = family_by_words(name)
    return family if family in ("protected", "place") else None


def label(heading: str) -> str:
    """A heading as the screen says it: "salesRep_number" is "Sales rep number"; what reads well stays as written."""
    run_together = "_" in heading or re.search(r"[a-zà-ÿ][A-Z]", heading)
    said = words(heading) if run_together else heading
    return said.capitalize() if said.islower() else said


def slug(heading: str) -> str:
    """The trait key of a column that the catalogue does not know: "Respect for staff" is `respect_for_staff`."""
    return words(heading).replace(" ", "_") or "column"
