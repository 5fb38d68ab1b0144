"""The catalogue of traits: what can be known about a client, and what it is evidence of."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["money", "count", "share", "days", "rating", "number", "yes/no", "category", "date", "text"]
Family = Literal["quality", "conduct", "advocacy", "loyalty", "ours", "money", "about", "place", "protected"]
NUMERIC: frozenset[Kind] = frozenset({"money", "count", "share", "days", "rating", "number"})
JUDGING: frozenset[Family] = frozenset({"quality", "conduct", "advocacy", "loyalty"})
"""The families that a drafted policy may use."""


@dataclass(frozen=True)
class Trait:
    """One thing known about every client: a column of the book."""

    key: str
    """The column's name in the book."""
    label: str
    """What the screen says, with a capital: "Days paid late"."""
    kind: Kind
    family: Family
    good: Literal["high", "low", ""] = ""
    """Which direction speaks for a client; "" where neither does."""
    unit: str = ""
    """What follows the number: "orders", "days late", "€", and for a share what it is a share of ("late", "over")."""
    how: str = ""
    """How it is computed, in one plain sentence."""
    heading: str = ""
    """The column of the user's file it comes from; "" where it is computed from several."""
    low: float | None = None
    high: float | None = None
    """The natural ends of its scale, as ratings have them: beyond these nobody is any better or worse."""
    praise: str = ""
    """What is said of a client at the good end, as a criterion's name: "Pays on time". "" where the label serves."""


def _table(*traits: Trait) -> dict[str, Trait]:
    return {trait.key: trait for trait in traits}


CATALOGUE = _table(
    Trait("energy", "Energy", "rating", "quality", "high", "",
          "How you feel before and after dealing with them, from -2 (drains) to +2 (energises).", low=-2, high=2),
    Trait("abusive", "Abusive to staff", "yes/no", "conduct", "low", "",
          "Seen and recorded by somebody."),
    Trait("days_late", "Days paid late", "days", "conduct", "low", "days late",
          "The average days from due to paid over the invoices whose payment is known; paid on time counts "
          "as 0.", praise="Pays on time"),
    Trait("late_share", "Paid late", "share", "conduct", "low", "late",
          "The share of invoices paid after the due date, among those whose payment is known.", praise="Pays on time"),
    Trait("disputed_share", "Disputed", "share", "conduct", "low", "disputed",
          "The share of orders or invoices disputed.", praise="Rarely disputes"),
    Trait("disputes", "Disputes", "count", "conduct", "low", "disputes",
          "How many orders or invoices were disputed.", praise="Rarely disputes"),
    Trait("scope_creep", "Hours over agreement", "share", "conduct", "low", "over",
          "Hours spent beyond the agreed hours, as a share of the agreed hours.", praise="Keeps to the agreed hours"),
    Trait("reply_days", "Days to answer", "days", "conduct", "low", "",
          "How long they usually take to answer.", praise="Answers quickly"),
    Trait("no_shows", "No-shows", "count", "conduct", "low", "times",
          "Appointments missed or cancelled late.", praise="Keeps appointments"),
    Trait("full_price_share", "Bought at full price", "share", "conduct", "high", "of orders",
          "The share of orders without any discount.", praise="Buys at full price"),
    Trait("discount_rate", "Discount taken", "share", "conduct", "low", "off",
          "Discounts as a share of what the orders would have cost without them.", praise="Buys at full price"),
    Trait("return_rate", "Returned", "share", "conduct", "low", "",
          "Money returned as a share of what was bought. Good customers may return much: never judge by this alone."),
    Trait("tickets_per_order", "Tickets per order", "number", "conduct", "low", "per order",
          "Help-desk tickets for each order, leaving out those about our own faults.", praise="Needs little help"),
    Trait("referrals", "Referrals", "count", "advocacy", "high", "referrals",
          "Introductions they made.", praise="Refers others"),
    Trait("reviews", "Reviews", "count", "advocacy", "high", "reviews",
          "Reviews and testimonials they gave.", praise="Speaks well of us"),
    Trait("nps", "Would recommend", "rating", "advocacy", "high", "",
          "From 0 to 10.", low=0, high=10, praise="Would recommend us"),
    Trait("recency", "Days since last order", "days", "loyalty", "low", "days ago",
          "From the last order to the as-of day.", praise="Ordered lately"),
    Trait("overdue", "Gap since last order", "number", "loyalty", "low", "usual gaps",
          "Days since the last order, as a multiple of the usual gap between orders.", low=1, high=5,
          praise="Keeps ordering"),
    Trait("frequency", "Orders", "count", "loyalty", "high", "orders",
          "How many orders or invoices there are.", praise="Orders often"),
    Trait("tenure", "Days with you", "days", "loyalty", "high", "",
          "Days since the first order, or since the date in your file.", praise="Stays with us"),
    Trait("trend", "Half-year trend", "share", "loyalty", "high", "",
          "Money of the last 182 days against the 182 before, as their difference over their sum: +100 % is "
          "all new, -100 % is all gone.", praise="Is growing"),
    Trait("won_share", "Offers accepted", "share", "loyalty", "high", "",
          "The share of closed offers that were won.", praise="Accepts our offers"),
    Trait("typical_gap", "Usual gap between orders", "days", "about", "", "",
          "Days from first to last order over the number of gaps."),
    Trait("late_deliveries", "Our late deliveries", "count", "ours", "low", "deliveries",
          "Orders shipped after the day required."),
    Trait("our_faults", "Complaints and our faults", "count", "ours", "low", "times",
          "Tickets and complaints that may be our own doing: shown, never counted against anybody."),
    Trait("written_agreement", "Agreement in writing", "yes/no", "ours", "high", "",
          "Whether expectations are agreed in writing: our own part."),
    Trait("revenue", "Revenue", "money", "money", "high", "",
          "All sales in the files, less refunds."),
    Trait("contribution", "Contribution", "money", "money", "high", "",
          "Revenue less the costs that are known."),
    Trait("revenue_year", "Revenue, last 12 months", "money", "money", "high", "",
          "Sales of the last 365 days, less refunds."),
    Trait("contribution_year", "Contribution, last 12 months", "money", "money", "high", "",
          "Revenue of the last 365 days less the costs that are known."),
    Trait("average_order", "Average order", "money", "money", "high", "",
          "Revenue for each order whose amount is known."),
    Trait("hourly_rate", "Earned per hour", "money", "money", "high", "",
          "Contribution, else revenue, of the last 12 months for each hour spent."),
    Trait("paid_total", "Paid so far", "money", "money", "", "",
          "The sum of the payments in the files."),
    Trait("hours", "Hours", "number", "about", "", "hours",
          "Hours spent on them."),
    Trait("agreed_hours", "Agreed hours", "number", "about", "", "hours",
          "Hours agreed with them."),
    Trait("tickets", "Tickets", "count", "about", "", "tickets",
          "Help-desk tickets they opened."),
    Trait("quantity", "Units bought", "count", "about", "", "units",
          "Units in all their orders."),
    Trait("visits", "Visits", "count", "about", "", "visits",
          "Visits to them."),
    Trait("deliveries", "Deliveries", "count", "about", "", "deliveries",
          "Deliveries to them."),
    Trait("miles_per_delivery", "Miles per delivery", "number", "about", "", "miles",
          "Miles for one delivery."),
    Trait("miles", "Delivery miles", "number", "about", "", "miles",
          "Deliveries times miles per delivery."),
    Trait("expedites", "Rush orders", "count", "about", "", "times",
          "Deliveries that had to be expedited."),
)  # fmt: skip
"""Every trait with a meaning of its own, by key. Columns it does not know join a book as traits of family `about`."""
