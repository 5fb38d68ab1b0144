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
    assert "Never ordered: 1 (003), kept with 0 orders." in texts(book, "understood")
    assert "Paid late: 1 of 2 invoices in invoices.csv; not known of 1 more." in texts(book, "understood")


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
    assert "teams.csv was not used: nothing in it tells of a customer." in texts(book, "left out")


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


def test_a_client_without_a_won_deal_keeps_a_place():
    deals = b"Deal ID,Client,Close date,Amount,Stage\n1,A,2024-01-01,10,Won\n2,B,2024-01-02,,Lost\n3,C,,,Prospecting\n"
    book = read(("deals.csv", deals))
    assert book.frame["frequency"].to_dict() == {"A": 1.0, "B": 0.0, "C": 0.0}
    assert book.frame["won_share"].tolist()[:2] == [1.0, 0.0]


def test_orders_that_could_be_of_two_clients_are_given_to_neither():
    clients = b"Client ID,Client,Energy\n1,Ann Lee,2\n2,Ann Lee,1\n3,Bo,0\n"
    orders = b"Order,Client,Date,Amount\n1,Ann Lee,2024-01-01,10\n2,Bo,2024-01-02,20\n"
    book = read(("clients.csv", clients), ("orders.csv", orders))
    revenue = book.frame["revenue"]
    assert revenue["3"] == 20.0
    assert revenue[["1", "2"]].isna().all()
    assert revenue["Ann Lee"] == 10.0
    assert any(
        text.startswith("Whether they ordered is unknown: 2 of the list (1, 2)") for text in texts(book, "doubt")
    )


def test_a_list_that_the_orders_do_not_know_is_not_said_to_have_ordered_nothing():
    book = read(
        ("clients.csv", b"Client ID,Energy\n001,2\n002,1\n"),
        ("orders.csv", b"Order,Client ID,Date,Amount\n1,X9,2024-01-01,10\n"),
    )
    assert book.frame["revenue"].isna().to_dict() == {"001": True, "002": True, "X9": False}


def test_what_a_row_says_decides_and_never_where_it_stands():
    rows = [b"1,Ann,2", b"1,Ann,-2", b"2,Bo,", b"2,Bo,1", b"3,Cy,0"]
    books = [read(("clients.csv", b"\n".join([b"Client ID,Client,Energy", *order]))) for order in (rows, rows[::-1])]
    assert books[0].table.equals(books[1].table)
    assert books[0].frame["energy"].to_dict() == {"1": -2.0, "2": 1.0, "3": 0.0}


def test_two_lists_of_the_same_clients_are_joined():
    first = b"Client ID,Client,Energy\n1,Ann,2\n2,Bo,1\n3,Cy,0\n"
    second = b"Customer number,Trust,Energy\n2,4,-2\n1,3,\n9,1,\n"
    book = read(("a.csv", first), ("b.csv", second))
    assert book.frame["trust"].to_dict() == pytest.approx(
        {"1": 3.0, "2": 4.0, "3": float("nan"), "9": 1.0}, nan_ok=True
    )
    assert book.frame["energy"].tolist()[:3] == [2.0, 1.0, 0.0]
    assert texts(book, "doubt") == ["Only on a further list: 1 (9), added to the first."]


@pytest.mark.parametrize(
    ("heading", "values", "key", "known"),
    [
        ("Disputed", [0, 1, 2], "disputes", [0.0, 1.0, 2.0]),
        ("Discount rate", [0, 15, 50], "discount_rate", [0.0, 0.15, 0.5]),
        ("Discount rate", [0, 0.15, 0.5], "discount_rate", [0.0, 0.15, 0.5]),
        ("Energy", [1, 3, 5], "energy", [1.0, 3.0, 5.0]),
    ],
)
def test_numbers_on_another_scale_are_told_apart(heading, values, key, known):
    rows = "\n".join(f"c{n},{value}" for n, value in enumerate(values))
    book = read(("clients.csv", f"Client ID,{heading}\n{rows}\n".encode()))
    assert book.frame[key].tolist() == known
    if key == "energy":
        assert (book.trait(key).low, book.trait(key).high) == (0.0, 5.0)
        assert "Energy does not run from -2 to 2 in your file; 0 to 5 was taken as its scale." in texts(book, "doubt")


def test_a_discount_in_per_cent_and_one_left_blank():
    heads = b"Order,Client,Date,Quantity,Unit Price,Discount Percent\n"
    book = read(("orders.csv", heads + b"1,A,2024-01-01,2,100,15\n2,B,2024-01-01,1,50,\n"))
    assert book.frame["revenue"].to_dict() == {"A": 170.0, "B": 50.0}
    assert book.frame["full_price_share"].to_dict() == {"A": 0.0, "B": 1.0}
    assert texts(book, "doubt")[0].startswith("Blank under Discount Percent: 1 row of orders.csv, taken as no discount")
    book = read(("orders.csv", heads + b"1,A,2024-01-01,2,100,0\n2,B,2024-01-01,1,50,\n"))
    assert book.frame["full_price_share"].isna().to_dict() == {"A": False, "B": True}


@pytest.mark.parametrize(
    ("status", "counts"),
    [
        *[("Paid", 30.0), ("Won't pay", 30.0), ("Dispute won", 30.0), ("Unavoidable delay", 30.0)],
        *[("Not disputed", 30.0), ("Refunded", 10.0), ("Cancelled", 10.0), ("VOIDED", 10.0)],
    ],
)
def test_a_status_is_read_whole(status, counts):
    log = f"Order,Client,Date,Amount,Status\n1,A,2024-01-01,10,Paid\n2,A,2024-01-02,20,{status}\n"
    assert read(("orders.csv", log.encode())).frame["revenue"].to_dict() == {"A": counts}


def test_a_log_without_order_numbers_is_told_from_a_list():
    log = "".join(f"P{n},2024-01-{n % 28 + 1:02},10\n" for n in range(95))
    log += "".join(f"P{n},2024-03-01,5\n" for n in range(5))
    book = read(("sales.csv", f"Customer,Date,Amount\n{log}".encode()))
    assert len(book) == 95
    assert book.frame.loc["P0", "revenue"] == 15.0
    rated = b"Customer,Created At,Sales,Energy,Trust\nA,2024-01-01,10,2,4\nB,2024-01-02,20,1,3\nC,2024-01-03,30,0,2\n"
    book = read(("clients.csv", rated))
    assert {"energy", "trust", "revenue", "tenure"} <= {trait.key for trait in book.traits}


def test_columns_of_a_log_that_play_no_part_are_named():
    log = b"Order,Client,Date,Amount,Gender,Shop floor\n1,A,2024-01-01,10,f,2\n"
    book = read(("orders.csv", log))
    assert "Set aside of orders.csv: Gender; who people are never counts." in texts(book, "left out")
    assert "Not used of orders.csv: Shop floor." in texts(book, "understood")


def test_several_currencies_are_named_and_one_is_shown():
    log = "Order,Client,Date,Amount,Currency\n1,A,2024-01-01,10,{}\n2,A,2024-01-02,20,{}\n"
    book = read(("orders.csv", log.format("USD", "EUR").encode()))
    assert book.currency == ""
    assert "Amounts in several currencies ($, €) were counted as they stand, not converted." in texts(book, "doubt")
    assert read(("orders.csv", log.format("EUR", "EUR").encode())).currency == "€"
    assert read(("orders.csv", b"Order,Client,Date,Amount (CHF)\n1,A,2024-01-01,10\n")).currency == "CHF"


def test_nothing_that_happens_after_the_as_of_day_counts():
    clients = b"Client ID,Energy\nA,1\n"
    tickets = b"Ticket,Client ID,Opened\n1,A,2026-01-01\n2,A,2026-06-01\n"
    paid = b"Client ID,Payment ID,Payment date,Amount\nA,p1,2026-01-05,10\nA,p2,2026-06-05,10\n"
    book = read(("c.csv", clients), ("t.csv", tickets), ("p.csv", paid), as_of=date(2026, 2, 2))
    assert book.frame.loc["A", ["tickets", "paid_total"]].tolist() == [1.0, 10.0]
    assert [text for text in texts(book, "left out") if text.startswith("Dated after")] == [
        "Dated after 2 February 2026: 1 payment, not counted yet.",
        "Dated after 2 February 2026: 1 ticket, not counted yet.",
    ]


def test_an_order_without_a_date_leaves_the_year_unknown():
    book = read(("orders.csv", b"Order,Client,Date,Amount\n1,A,2024-01-01,10\n2,B,,10\n"))
    assert book.frame["revenue"].tolist() == [10.0, 10.0]
    assert book.frame["revenue_year"].isna().tolist() == [False, True]


@pytest.mark.parametrize("amount", [float("nan"), float("inf"), -1.0])
def test_a_cost_that_is_no_amount_is_refused(amount):
    with pytest.raises(Unreadable, match="cost per hour must be an amount of 0 or more"):
        read(("clients.csv", b"Client,Revenue,Hours\nA,1000,10\n"), costs={"hour": amount})


def test_the_plainest_of_two_headings_is_taken_whatever_stands_beside_it():
    for extra in ("", ",Trust"):
        rows = f"Client,Total,Revenue{extra}\nA,1,10{',3' if extra else ''}\nB,2,20{',4' if extra else ''}\n"
        book = read(("clients.csv", rows.encode()))
        assert book.frame["revenue"].tolist() == [10.0, 20.0]
        assert book.frame["total"].tolist() == [1.0, 2.0]


def test_a_row_without_number_or_name_is_called_by_its_row_and_said_to_be():
    book = read(("clients.csv", b"Client ID,Client,Energy\n1,Ann,2\n,,1\n3,Cy,0\n"))
    assert book.table["client"].to_pylist() == ["1", "3", "row 3"]
    assert not book.stable_ids
    assert texts(book, "doubt") == ["Without a number or name of their own: 1 row of clients.csv, called by the row."]
