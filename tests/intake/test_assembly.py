from datetime import date, timedelta

import pytest

from segmentation import Unreadable, read

CLIENTS = b"""Client ID,Client,Industry,Age,City,Client since,Energy,Trust
001,Ash & Co,Bakery,41,Bath,2020-01-01,2,4
002,Birch Ltd,Garage,52,York,2021-01-01,-1,1
003,Cedar,Bakery,33,Bath,2022-01-01,,
"""
INVOICES = b"""Invoice,Client ID,Invoice date,Due date,Paid date,Amount,Disputed
1,001,2024-01-10,2024-02-09,2024-02-01,100.00,no
2,001,2024-03-10,2024-04-09,2024-04-19,50.00,yes
3,002,2024-02-10,2024-03-11,,80.00,no
4,,2024-02-11,2024-03-12,,999.00,no
"""


def texts(book, kind: str) -> list[str]:
    return [note.text for note in book.notes if note.kind == kind]


def test_a_client_list_and_its_invoices_become_one_book():
    book = read(("clients.csv", CLIENTS), ("invoices.csv", INVOICES))
    assert book.as_of == date(2024, 4, 19)
    assert book.table["client"].to_pylist() == ["001", "002", "003"]
    assert book.table["name"].to_pylist() == ["Ash & Co", "Birch Ltd", "Cedar"]
    assert book.frame["revenue"].tolist() == [150.0, 80.0, 0.0]
    assert book.frame["frequency"].tolist() == [2.0, 1.0, 0.0]
    assert book.frame["days_late"].tolist()[0] == 5.0
    assert book.frame["days_late"].isna().tolist() == [False, True, True]
    assert book.frame["tenure"].tolist() == [1570.0, 1204.0, 839.0]
    assert book.trait("trust").family == "quality"
    assert (book.trait("trust").low, book.trait("trust").high) == (0.0, 4.0)
    assert book.trait("city").family == "place"
    assert book.word == "clients"


def test_what_was_left_out_is_said_with_its_row():
    book = read(("clients.csv", CLIENTS), ("invoices.csv", INVOICES))
    gone = [note for note in book.notes if note.kind == "left out"]
    assert [(note.file, note.row, note.column, note.count) for note in gone] == [
        ("clients.csv", None, "", 1),
        ("invoices.csv", 5, "Client ID", 1),
    ]
    assert gone[0].text == "Age was set aside: who people are never counts, so nothing of it is in the book."
    assert book.trait("age") is None
    assert "Never ordered: 1 of the list (003), kept with 0 orders." in texts(book, "understood")
    assert "Paid late: 1 of 2 orders in invoices.csv; not known of 1 more." in texts(book, "understood")


def test_the_order_of_files_and_rows_does_not_matter():
    lines = INVOICES.splitlines(keepends=True)
    turned = b"".join([lines[0], *reversed(lines[1:])])
    one = read(("clients.csv", CLIENTS), ("invoices.csv", INVOICES))
    other = read(("invoices.csv", turned), ("clients.csv", CLIENTS))
    assert one.table.equals(other.table.select(one.table.column_names))
    assert one.digest == other.digest


def test_a_log_alone_names_its_clients():
    log = b"Customer,Date,Amount\nZoe,2024-01-01,10\nAbe,2024-01-02,20\nZoe,2024-01-05,5\n"
    book = read(("sales.csv", log))
    assert book.frame["revenue"].to_dict() == {"Abe": 20.0, "Zoe": 15.0}
    assert book.word == "customers"


def test_lines_products_and_discounts_are_added_up_per_order():
    orders = b"order_id,customer_id,order_date\n1,A,2024-01-01\n2,A,2024-02-01\n3,B,2024-02-01\n"
    lines = b"order_id,product_id,unit_price,quantity,discount\n1,p,10,3,0.1\n1,q,5,2,0\n2,p,10,1,0.5\n9,p,10,1,0\n"
    goods = b"product_id,buy_price\np,4\nq,1\n"
    book = read(("orders.csv", orders), ("lines.csv", lines), ("products.csv", goods))
    assert book.frame["revenue"].to_dict() == {"A": 42.0, "B": pytest.approx(float("nan"), nan_ok=True)}
    assert book.frame.loc["A", ["contribution", "discount_rate", "full_price_share"]].tolist() == [24.0, 8 / 50, 0.0]
    assert texts(book, "left out") == ["Of no order in orders.csv: 1 row of lines.csv."]
    assert texts(book, "doubt") == ["Without a row in lines.csv: 1 order of orders.csv, of unknown worth."]


def test_cancelled_orders_are_no_sales_and_deals_count_when_won():
    log = b"Order,Client,Date,Amount,Status\n1,A,2024-01-01,10,Shipped\n2,A,2024-01-02,20,Cancelled\n"
    book = read(("orders.csv", log))
    assert book.frame["revenue"].to_dict() == {"A": 10.0}
    assert texts(book, "left out") == ["Cancelled or failed: 1 row of orders.csv, worth 20.00, not counted as sales."]
    heads = b"Deal ID,Client,Close date,Amount,Stage\n"
    deals = heads + b"1,A,2024-01-01,10,Won\n2,A,2024-01-02,,Lost\n3,A,2024-01-03,,Engaging\n"
    book = read(("deals.csv", deals))
    assert book.frame.loc["A", ["revenue", "won_share"]].tolist() == [10.0, 0.5]
    assert [note.count for note in book.notes if note.kind == "left out"] == [1, 1]


def test_a_total_repeated_on_every_line_counts_once():
    log = b"Order,Client,Date,Total,Item\n1,A,2024-01-01,30,x\n1,A,2024-01-01,30,y\n2,B,2024-01-01,7,x\n"
    log += b"2,B,2024-01-01,7,z\n"
    book = read(("orders.csv", log))
    assert book.frame["revenue"].to_dict() == {"A": 30.0, "B": 7.0}
    assert "counted once" in texts(book, "doubt")[0]


def test_lines_with_amounts_of_their_own_are_added_up():
    log = b"Order,Client,Date,Amount\n1,A,2024-01-01,30\n1,A,2024-01-01,5\n2,B,2024-01-01,7\n"
    assert read(("orders.csv", log)).frame["revenue"].to_dict() == {"A": 35.0, "B": 7.0}


def test_orders_dated_after_today_are_reported_and_do_not_count():
    later = (date.today() + timedelta(days=400)).isoformat()
    book = read(("orders.csv", f"Order,Client,Date,Amount\n1,A,2024-01-01,10\n2,A,{later},90\n".encode()))
    assert book.as_of == date(2024, 1, 1)
    assert book.frame["revenue"].to_dict() == {"A": 10.0}
    assert texts(book, "left out") == ["Dated after 1 January 2024: 1 order, not counted yet."]
    assert book.orders.num_rows == 1


def test_rows_of_the_same_id_are_reported_and_never_merged():
    twice = b"Client ID,Client,Hours\n1,Ash,10\n2,Birch,20\n1,Ash,10\n2,Birch,99\n3,Cedar,5\n"
    book = read(("clients.csv", twice))
    assert book.frame["hours"].to_dict() == {"1": 10.0, "2": 20.0, "3": 5.0}
    assert [(n.row, n.count) for n in book.notes if n.kind == "left out"] == [(4, 1), (5, 1)]


def test_two_clients_of_one_name_stay_two():
    book = read(("clients.csv", b"Name,Hours\nAnn Lee,1\nBo,2\nAnn Lee,3\n"))
    assert book.frame["hours"].to_dict() == {"Ann Lee": 1.0, "Ann Lee (2)": 3.0, "Bo": 2.0}


def test_a_list_without_ids_or_names_is_called_by_its_rows():
    book = read(("spend.csv", b"Hours,Referrals\n10,1\n20,0\n"))
    assert book.table["client"].to_pylist() == ["row 2", "row 3"]
    assert not book.stable_ids
    assert "carries over to the next load" in texts(book, "doubt")[0]


def test_first_and_last_names_and_letter_case_of_an_email():
    people = b"Email,First Name,Last Name\nAnn@x.example,Ann,Lee\nbo@x.example,Bo,\n"
    log = b"Order,Email,Date,Amount\n1,ann@X.example,2024-01-01,5\n2,bo@x.example,2024-01-01,6\n"
    log += b"3,cy@x.example,2024-01-01,7\n"
    book = read(("people.csv", people), ("orders.csv", log))
    assert book.frame["revenue"].to_dict() == {"Ann@x.example": 5.0, "bo@x.example": 6.0, "cy@x.example": 7.0}
    assert book.frame["name"].tolist()[:2] == ["Ann Lee", "Bo"]
    assert texts(book, "doubt") == ["Not on the list: 1 who ordered (cy@x.example), added to it."]


def test_orders_by_name_find_the_id_of_the_list():
    log = b"Order,Client,Date,Amount\n1,birch ltd,2024-01-01,5\n"
    book = read(("clients.csv", CLIENTS), ("orders.csv", log))
    assert book.frame["revenue"].to_dict() == {"001": 0.0, "002": 5.0, "003": 0.0}


def test_tickets_about_our_own_faults_are_kept_apart():
    clients = b"Client ID,Orders\nA,4\nB,2\n"
    tickets = b"Ticket,Client ID,Topic\n1,A,price haggling\n2,A,wrong item sent\n3,A,question\n4,Z,question\n"
    book = read(("clients.csv", clients), ("tickets.csv", tickets))
    assert book.frame.loc["A", ["tickets", "our_faults", "tickets_per_order"]].tolist() == [3.0, 1.0, 0.5]
    assert book.frame.loc["B", ["tickets", "our_faults", "tickets_per_order"]].tolist() == [0.0, 0.0, 0.0]
    assert texts(book, "left out") == ["Of nobody on the list: the tickets of 1 (Z), left out."]


def test_unit_costs_make_contribution_and_name_what_they_need():
    clients = b"Client,Revenue,Hours\nA,1000,10\nB,500,20\n"
    book = read(("clients.csv", clients), costs={"hour": 30.0})
    assert book.frame["contribution"].to_dict() == {"A": 700.0, "B": -100.0}
    assert book.frame["hourly_rate"].to_dict() == {"A": 70.0, "B": -5.0}
    with pytest.raises(Unreadable, match="no unit cost called 'beer': use hour, order"):
        read(("clients.csv", clients), costs={"beer": 1.0})
    with pytest.raises(Unreadable, match="do not say the visits of each client"):
        read(("clients.csv", clients), costs={"visit": 1.0})


def test_a_meaning_said_by_hand_wins():
    clients = b"Client,Foo,Bar\nA,1000,3\nB,500,4\n"
    book = read(("clients.csv", clients), meanings={"Foo": "revenue", "Bar": "ignore"})
    assert book.frame["revenue"].to_dict() == {"A": 1000.0, "B": 500.0}
    assert [trait.key for trait in book.traits] == ["revenue"]


def test_files_with_the_same_headings_are_one_list():
    one = b"Order,Client,Date,Amount\n1,A,2024-01-01,10\n"
    two = b"Order,Client,Date,Amount\n2,A,2025-01-01,30\n3,B,2025-01-01,5\n"
    book = read(("2024.csv", one), ("2025.csv", two))
    assert book.frame["revenue"].to_dict() == {"A": 40.0, "B": 5.0}


def test_a_file_that_cannot_be_used_is_said_so():
    book = read(("clients.csv", CLIENTS), ("teams.csv", b"team,office\nred,east\nblue,west\n"))
    assert "teams.csv was not used: nothing in it says something about a customer." in texts(book, "left out")


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ((), "No file was given: name the file that holds your customers."),
        (
            (("a.csv", b"team,office\nred,east\n"), ("b.csv", b"x,y\n1,2\n")),
            "Nothing in a.csv and b.csv says who the customers are: add the file that lists them, or a column headed "
            "Customer.",
        ),
        (
            (("orders.csv", b"Order,Client,Date\n1,A,2024-01-01\n"),),
            "orders.csv names no amount for its rows: add a column headed Amount, or load the file with the order "
            "lines.",
        ),
    ],
)
def test_refusals_are_plain_sentences(files, sentence):
    with pytest.raises(Unreadable) as refused:
        read(*files)
    assert str(refused.value) == sentence
