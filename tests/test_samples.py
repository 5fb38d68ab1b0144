"""The two sample businesses: made again byte for byte, whole, and true to what data/README.md says of them."""

import csv
import re
import subprocess
import sys
from collections import Counter, defaultdict
from datetime import date
from itertools import pairwise
from pathlib import Path
from statistics import mean

import pytest

from segmentation import draft_policy, read, sort

DATA = Path(__file__).parents[1] / "data"
FILES = ("service/clients.csv", "service/invoices.csv", "shop/customers.csv", "shop/orders.csv", "shop/tickets.csv")
LAST_DAY = "2026-11-14"
RATINGS = ("Energy", "Trust", "Respect for staff", "Takes advice")


def rows(file):
    with (DATA / file).open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def grouped(records, heading):
    groups = defaultdict(list)
    for record in records:
        groups[record[heading]].append(record)
    return groups


def planted(kind):
    """The planted clients of this kind as README.md states them: id to (name, why); "the same" is filled in."""
    found, said = {}, ""
    for line in (DATA / "README.md").read_text(encoding="utf-8").splitlines():
        cells = re.match(r"\| ([HC]\d+) \| (.+) \| (.+) \| (.+) \|$", line)
        if cells and cells[3] == kind:
            said = f"{said}, {cells[4]}" if cells[4].startswith("the same") else cells[4]
            found[cells[1]] = (cells[2], said)
    return found


def of_shop(kind):
    return [client for client in planted(kind) if client.startswith("C")]


def of_service(kind):
    return [client for client in planted(kind) if client.startswith("H")]


@pytest.fixture(scope="module")
def clients():
    return {row["Client ID"]: row for row in rows("service/clients.csv")}


@pytest.fixture(scope="module")
def invoices():
    return grouped(rows("service/invoices.csv"), "Client ID")


@pytest.fixture(scope="module")
def customers():
    return {row["Customer ID"]: row for row in rows("shop/customers.csv")}


@pytest.fixture(scope="module")
def orders():
    return grouped(rows("shop/orders.csv"), "Customer ID")


@pytest.fixture(scope="module")
def tickets():
    return grouped(rows("shop/tickets.csv"), "Customer ID")


def earned(bills):
    return sum(
        float(bill["Amount (EUR)"]) - float(bill.get("Refunded (EUR)", 0)) - float(bill["Cost (EUR)"]) for bill in bills
    )


def revenue(bills):
    return sum(float(bill["Amount (EUR)"]) - float(bill.get("Refunded (EUR)", 0)) for bill in bills)


def days_late(bills):
    paid = [bill for bill in bills if bill["Paid date"]]
    days = [(date.fromisoformat(bill["Paid date"]) - date.fromisoformat(bill["Due date"])).days for bill in paid]
    return mean(days or [0])


def per_hour(ids, clients, invoices):
    recent = [bill for client in ids for bill in invoices[client] if bill["Invoice date"] > "2025-11-14"]
    return earned(recent) / sum(float(clients[client]["Hours"]) for client in ids)


def returned(bills):
    return sum(float(bill["Refunded (EUR)"]) > 0 for bill in bills) / len(bills)


def off(bill):
    return float(bill["Discount (EUR)"]) / (float(bill["Amount (EUR)"]) + float(bill["Discount (EUR)"]))


def test_the_script_makes_the_same_files_again_byte_for_byte(tmp_path):
    subprocess.run([sys.executable, DATA / "make_samples.py", tmp_path], check=True, timeout=60)
    made = {str(path.relative_to(tmp_path).as_posix()): path.read_bytes() for path in tmp_path.rglob("*.csv")}
    assert sorted(made) == sorted(FILES)
    assert [file for file in FILES if made[file] != (DATA / file).read_bytes()] == []
    assert sum(map(len, made.values())) < 3_000_000


def test_every_file_has_its_rows_and_every_id_is_given_once():
    counts = {file: len(rows(file)) for file in FILES}
    assert counts == dict(zip(FILES, (240, 2917, 3000, 25_000, 2500), strict=True))
    for file, heading in zip(FILES, ("Client ID", "Invoice", "Customer ID", "Order", "Ticket"), strict=True):
        assert [key for key, times in Counter(row[heading] for row in rows(file)).items() if times > 1] == []


def test_every_record_belongs_to_a_client_who_was_there_and_none_is_later_than_the_last_day():
    for known, file, client, day, since in (
        ("service/clients.csv", "service/invoices.csv", "Client ID", "Invoice date", "Client since"),
        ("shop/customers.csv", "shop/orders.csv", "Customer ID", "Order date", "Customer since"),
        ("shop/customers.csv", "shop/tickets.csv", "Customer ID", "Opened", "Customer since"),
    ):
        joined = {row[client]: row[since] for row in rows(known)}
        assert [row for row in rows(file) if not joined[row[client]] <= row[day] <= LAST_DAY] == []
        assert min(row[day] for row in rows(file)) >= "2023-11-15"
    assert max(row["Invoice date"] for row in rows("service/invoices.csv")) == LAST_DAY
    assert max(row["Order date"] for row in rows("shop/orders.csv")) == LAST_DAY


def test_every_invoice_runs_from_its_date_to_its_payment():
    for bill in rows("service/invoices.csv"):
        assert bill["Invoice date"] < bill["Due date"]
        assert bill["Paid date"] == "" or bill["Invoice date"] <= bill["Paid date"] <= LAST_DAY
        assert re.fullmatch(r"\d+\.00", bill["Amount (EUR)"])
    assert sum(bill["Paid date"] == "" for bill in rows("service/invoices.csv")) == 112


def test_names_are_awkward_where_real_names_are(clients):
    names = [row["Client"] for row in clients.values()]
    assert len(set(names)) == 240
    assert any("'" in name for name in names)
    assert "Pallister, Vane & Crewe" in names
    assert sum(not name.isascii() for name in names) >= 4


def test_answers_are_missing_where_the_readme_says(clients):
    missing = Counter(sum(row[rating] == "" for rating in RATINGS) for row in clients.values())
    assert missing == {0: 187, 1: 33, 4: 20}
    assert {row["Abusive to staff"] for row in clients.values()} == {"yes", "no", ""}
    assert all(-2 <= int(row["Energy"]) <= 2 for row in clients.values() if row["Energy"])
    assert all(0 <= int(row[rating]) <= 4 for row in clients.values() for rating in RATINGS[1:] if row[rating])


def test_the_readme_names_the_planted_clients_as_the_files_do(clients, customers):
    counts = {}
    for kind in ("dud", "star", "profitable but draining", "loved but unprofitable", "nearly a star", "only just won"):
        counts[kind] = len(of_service(kind)), len(of_shop(kind))
        for client, (name, _) in planted(kind).items():
            assert name == (clients[client]["Client"] if client in clients else customers[client]["Name"])
    assert list(counts.values()) == [(8, 10), (8, 10), (4, 0), (4, 0), (6, 0), (2, 0)]
    returning = {client: customers[client]["Name"] for client in planted("star who returns")}
    assert returning == {client: name for client, (name, _) in planted("star who returns").items()}
    assert len(returning) == 5


def test_planted_duds_of_the_studio_have_the_cause_that_is_stated(clients, invoices):
    late = {client for client in invoices if days_late(invoices[client]) > 60}
    disputed = {client: mean(bill["Disputed"] == "yes" for bill in bills) for client, bills in invoices.items()}
    disputing = {client for client, share in disputed.items() if share > 0.5 and len(invoices[client]) > 3}
    abusive = {client for client, row in clients.items() if row["Abusive to staff"] == "yes"}
    low = {client for client, row in clients.items() if [row[rating] for rating in RATINGS] == ["-2", "0", "0", "0"]}
    assert late == {"H009", "H034", "H058"}
    assert disputing == {"H077", "H101"}
    assert abusive == {"H126", "H149"}
    assert low == {"H188"}
    causes = {"late": late, "disputes": disputing, "abusive": abusive, "lowest": low}
    for client in of_service("dud"):
        said = planted("dud")[client][1]
        assert [word for word, found in causes.items() if client in found] == [
            word for word in causes if word in said.split(";")[0]
        ]
    assert (clients["H101"]["Late deliveries"], clients["H101"]["Written agreement"]) == ("6", "no")


def test_planted_stars_of_the_studio_are_loved_punctual_and_refer(clients, invoices):
    for client in of_service("star"):
        row, bills = clients[client], invoices[client]
        assert row["Energy"] == "2"
        assert all(row[rating] in "34" for rating in RATINGS[1:])
        assert days_late(bills) <= 0
        assert all(bill["Disputed"] == "no" for bill in bills)
        assert int(row["Referrals"]) >= 3


def test_money_and_fit_part_where_it_is_stated(clients, invoices):
    by_revenue = sorted(clients, key=lambda client: revenue(invoices[client]))
    for client in of_service("profitable but draining"):
        assert client in by_revenue[-24:]
        assert [clients[client][rating] for rating in RATINGS] == ["-2", "1", "1", "1"]
        assert earned(invoices[client]) > 20_000
    for client in of_service("loved but unprofitable"):
        assert clients[client]["Energy"] == "2"
        assert earned(invoices[client]) < 0
    assert "H126" in by_revenue[-24:]
    assert "H118" in by_revenue[-24:]
    assert "H066" in by_revenue[:24]


def test_nearly_stars_miss_the_one_thing_that_is_stated(clients, invoices):
    def faults(client):
        row = clients[client]
        return {
            "late": days_late(invoices[client]) > 30,
            "advice": row["Takes advice"] == "0",
            "answer": float(row["Reply days"]) > 14,
            "drains": int(row["Energy"]) < 0,
            "overruns": float(row["Hours"]) > 1.5 * float(row["Agreed hours"]),
            "refers": row["Referrals"] == "0",
        }

    for client, (_, why) in planted("nearly a star").items():
        assert [word for word, found in faults(client).items() if found] == [
            word for word in faults(client) if word in why
        ]
        assert sum(faults(client).values()) == 1
        assert sum(int(clients[client][rating]) >= 1 for rating in RATINGS) >= 3


def test_clients_only_just_won_have_one_invoice_and_no_ratings(clients, invoices):
    counts = Counter(len(bills) for bills in invoices.values())
    assert sorted(client for client, bills in invoices.items() if len(bills) == 1) == ["H239", "H240"]
    assert (min(count for count in counts if count > 1), max(counts)) == (3, 20)
    assert all(clients[client][rating] == "" for client in of_service("only just won") for rating in RATINGS)


def test_the_studio_earns_more_in_an_hour_with_those_who_energise_it(clients, invoices):
    gives = [client for client, row in clients.items() if row["Energy"] in ("1", "2")]
    drains = [client for client, row in clients.items() if row["Energy"] in ("-1", "-2")]
    total = sum(revenue(bills) for bills in invoices.values())
    hours = {client: float(row["Hours"]) for client, row in clients.items()}

    def shares(ids):
        return (
            len(ids),
            round(100 * sum(revenue(invoices[client]) for client in ids) / total),
            round(100 * sum(hours[client] for client in ids) / sum(hours.values())),
            round(per_hour(ids, clients, invoices)),
        )

    assert shares(gives) == (76, 31, 26, 34)
    assert shares(drains) == (77, 34, 38, 14)
    agreed = sum(float(clients[client]["Agreed hours"]) for client in drains)
    assert sum(hours[client] for client in drains) / agreed == pytest.approx(1.33, abs=0.01)
    assert sum(earned(bills) < 0 for bills in invoices.values()) == 20
    worst_star = min(per_hour([client], clients, invoices) for client in of_service("star"))
    best_dud = max(per_hour([client], clients, invoices) for client in of_service("dud"))
    assert worst_star > 2 * best_dud


def test_headline_facts_of_the_shop(customers, orders):
    counts = sorted((len(bills) for bills in orders.values()), reverse=True)
    everything = [bill for bills in orders.values() for bill in bills]
    assert len(customers) - len(orders) == 60
    assert counts.count(1) / len(counts) == pytest.approx(0.28, abs=0.001)
    assert sum(counts[:294]) / 25_000 == pytest.approx(0.43, abs=0.01)
    assert sum(float(bill["Discount (EUR)"]) > 0 for bill in everything) / 25_000 == pytest.approx(0.25, abs=0.02)
    assert {round(off(bill), 2) for bill in everything} == {0, 0.05, 0.1, 0.15, 0.2, 0.3, 0.5}
    assert returned(everything) == pytest.approx(0.07, abs=0.01)
    assert all(float(bill["Refunded (EUR)"]) <= float(bill["Amount (EUR)"]) for bill in everything)
    loss_makers = [bills for bills in orders.values() if earned(bills) < 0]
    assert len(loss_makers) == 44
    assert sum(returned(bills) > 0 or max(map(off, bills)) > 0.4 for bills in loss_makers) >= 42
    assert sum(times - 1 for times in Counter(row["Name"] for row in customers.values()).values()) == 6
    assert all(re.fullmatch(r"[a-z.]+\d+@example\.(com|org|net)", row["E-mail"]) for row in customers.values())


def test_planted_duds_of_the_shop_buy_cheaply_complain_and_stay_away(customers, orders, tickets):
    for client in of_shop("dud"):
        bills = orders[client]
        assert min(off(bill) for bill in bills) > 0.19
        assert mean(off(bill) for bill in bills) > 0.35
        assert len(tickets[client]) > len(bills)
        assert max(bill["Order date"] for bill in bills) <= "2025-04-30"
        assert (customers[client]["Referrals"], customers[client]["Reviews"]) == ("0", "0")


def test_planted_stars_of_the_shop_pay_in_full_order_often_and_speak_up(customers, orders, tickets):
    for client in of_shop("star"):
        bills = orders[client]
        days = sorted(date.fromisoformat(bill["Order date"]) for bill in bills)
        assert all(bill["Discount (EUR)"] == "0.00" for bill in bills)
        assert len(bills) >= 33
        assert max((after - before).days for before, after in pairwise(days)) <= 92
        assert max(days) >= date(2026, 10, 15)
        assert len(tickets[client]) == 1
        assert int(customers[client]["Referrals"]) >= 3
        assert int(customers[client]["Reviews"]) >= 10


def test_five_stars_return_a_lot_and_are_among_the_best(orders):
    by_contribution = sorted(orders, key=lambda client: earned(orders[client]), reverse=True)
    for client in planted("star who returns"):
        assert returned(orders[client]) >= 1 / 3
        assert all(bill["Discount (EUR)"] == "0.00" for bill in orders[client])
        assert client in by_contribution[: len(orders) // 50]


def test_the_shop_earns_more_per_order_and_per_ticket_with_its_stars(orders, tickets):
    def per_order(ids):
        return sum(earned(orders[client]) for client in ids) / sum(len(orders[client]) for client in ids)

    def per_ticket(ids):
        return sum(earned(orders[client]) for client in ids) / sum(len(tickets[client]) for client in ids)

    assert per_order(of_shop("star")) > 25
    assert per_order(of_shop("dud")) < 5
    assert per_ticket(of_shop("star")) > 100 * per_ticket(of_shop("dud"))
    faithful = [client for client, bills in orders.items() if len(bills) > 1]
    discounters = [client for client in faithful if mean(map(off, orders[client])) > 0.1]
    others = [client for client in faithful if mean(map(off, orders[client])) < 0.02]
    assert per_order(others) > 1.2 * per_order(discounters)
    assert per_ticket(others) > 2 * per_ticket(discounters)


@pytest.mark.parametrize("business", ["service", "shop"])
def test_a_drafted_policy_finds_the_planted_stars_and_duds(business):
    book = read(*sorted((DATA / business).glob("*.csv")))
    segment = sort(book, draft_policy(book)).frame["segment"]
    of = {"service": of_service, "shop": of_shop}[business]
    assert set(segment[of("star") + of("star who returns")]) == {"star"}
    assert set(segment[of("dud")]) == {"dud"}


def test_stars_of_the_service_firm_earn_more_per_hour_than_its_duds():
    book = read(*sorted((DATA / "service").glob("*.csv")))
    frame = book.frame.assign(segment=sort(book, draft_policy(book)).frame["segment"]).groupby("segment")
    earned = frame["contribution_year"].sum() / frame["hours"].sum()
    assert earned["star"] > 2 * earned["dud"] > 0
