"""Business data that nobody on this project wrote: read and sorted without code, with the known answers."""

import csv
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from segmentation import Book, draft_policy, read, sort
from segmentation.__main__ import app

REAL = Path(__file__).parents[2] / "shared" / "real"
pytestmark = pytest.mark.skipif(not REAL.is_dir(), reason="needs ../shared/real, data that is not part of the project")

FILES = {
    "northwind": ["customers.csv", "orders.csv", "order_details.csv"],
    "classicmodels": ["customers.csv", "orders.csv", "orderdetails.csv", "payments.csv", "products.csv"],
    "maven_crm_sales": ["accounts.csv", "sales_pipeline.csv"],
    "ibm_accounts_receivable": ["WA_Fn-UseC_-Accounts-Receivable.csv"],
    "uci_wholesale": ["wholesale_clean8.csv"],
    "ifood_marketing": ["ml_project1_data.csv"],
    "chinook": ["Customer.csv", "Invoice.csv"],
    "textbook_customer_profitability": ["spring_distribution_inputs.csv"],
}
CLIENTS = {
    "northwind": 91,
    "classicmodels": 122,
    "maven_crm_sales": 85,
    "ibm_accounts_receivable": 100,
    "uci_wholesale": 440,
    "ifood_marketing": 2240,
    "chinook": 59,
    "textbook_customer_profitability": 5,
}


def book_of(folder: str, **options) -> Book:
    return read(*[REAL / folder / name for name in FILES[folder]], **options)


def said(book: Book) -> str:
    return "\n".join(note.text for note in book.notes)


@pytest.mark.parametrize("folder", FILES)
def test_every_client_is_in_exactly_one_list(folder):
    book = book_of(folder)
    sorting = sort(book, draft_policy(book))
    assert sum(sorting.counts().values()) == len(book) == CLIENTS[folder]
    assert set(sorting.frame["segment"]) <= {"star", "mid-range", "dud", "unrated"}
    assert sorting.frame.index.is_unique
    assert (sorting.frame["reason"].str.len() > 20).all()


@pytest.mark.parametrize("folder", FILES)
def test_the_command_line_sorts_every_folder(folder, tmp_path):
    files = [str(REAL / folder / name) for name in FILES[folder]]
    result = CliRunner().invoke(app, ["sort", *files, "--out", str(tmp_path)])
    assert result.exit_code == 0, result.output
    ids = []
    for path in tmp_path.glob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            ids += [row["Client id"] for row in csv.DictReader(file)]
    assert len(ids) == len(set(ids)) == CLIENTS[folder]


def test_northwind_net_sales_and_the_two_who_never_ordered():
    book = book_of("northwind")
    assert round(book.frame["revenue"].sum(), 2) == 1265793.04
    assert round(book.frame.loc["QUICK", "revenue"], 2) == 110277.30
    assert "Never ordered: 2 (FISSA, PARIS), kept with 0 orders." in said(book)
    assert sort(book, draft_policy(book)).frame.loc[["FISSA", "PARIS"], "segment"].tolist() == ["unrated"] * 2
    assert book.as_of == date(1998, 5, 6)


def test_classicmodels_ordered_paid_and_never_ordered():
    book = book_of("classicmodels")
    assert "orders.csv: 326 rows, worth 9,604,190.61 in all." in said(book)
    assert "Cancelled or failed: 6 rows of orders.csv, worth 238,854.18, not counted as sales." in said(book)
    assert round(book.frame["revenue"].sum(), 2) == round(9604190.61 - 238854.18, 2)
    assert round(book.frame["paid_total"].sum(), 2) == 8853839.23
    assert (book.frame["frequency"] == 0).sum() == 24
    assert book.worth.key == "contribution"


def test_maven_deals_without_an_account_are_reported_and_merged_with_nobody():
    book = book_of("maven_crm_sales")
    assert "Nothing under account: 1,425 rows of sales_pipeline.csv; nobody can tell whose" in said(book)
    assert "Lost: 2,473 rows" in said(book)
    assert book.frame["frequency"].sum() == 4238
    assert book.frame["revenue"].sum() == 10005534
    assert book.frame["revenue"].idxmax() == "Kan-code"
    assert book.frame.loc[["Kan-code", "Golddex"], "revenue"].tolist() == [341455, 51632]


def test_ibm_invoices_paid_late_and_disputed():
    book = book_of("ibm_accounts_receivable")
    assert "Paid late: 877 of 2,466 invoices" in said(book)
    assert "Disputed: 561 invoices" in said(book)
    assert book.frame["disputes"].sum() == 561
    assert round((book.frame["late_share"] * book.frame["frequency"]).sum()) == 877
    assert round(book.frame["revenue"].sum(), 2) == 147703.18


def test_wholesale_knows_only_money_and_names_no_duds():
    book = book_of("uci_wholesale")
    policy = draft_policy(book)
    assert policy.note.startswith("only money is known, so this is a list of spenders")
    assert sort(book, policy).counts()["dud"] == 0
    assert book.table["client"].to_pylist()[:2] == ["row 10", "row 100"]
    assert not book.stable_ids
    assert "nothing that you type about them carries over to the next load" in said(book)


def test_ifood_ages_and_marital_status_are_set_aside():
    book = book_of("ifood_marketing")
    assert "Year_Birth, Marital_Status, Kidhome, Teenhome were set aside" in said(book)
    assert not {"year_birth", "marital_status", "kidhome", "teenhome"} & {trait.key for trait in book.traits}
    assert book.frame["income"].isna().sum() == 24
    assert book.frame["our_faults"].sum() == 21
    assert all(trait.family != "protected" for trait in book.traits)
    assert "our_faults" not in {criterion.trait for criterion in draft_policy(book).criteria}


def test_chinook_total():
    assert round(book_of("chinook").frame["revenue"].sum(), 2) == 2328.60


def test_textbook_contributions_from_unit_costs():
    costs = {"unit": 12.0 + 0.5, "order": 100, "visit": 80, "mile": 2, "expedite": 300}
    book = book_of("textbook_customer_profitability", costs=costs)
    assert book.frame["contribution"].to_dict() == {"P": 2012, "Q": 11545, "R": 38720, "S": 41856, "T": -3346}
    assert sort(book, draft_policy(book)).table["mark"].to_pylist() == [None, None, None, None, "reprice"]
