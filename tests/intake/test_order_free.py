"""The order of rows and of files, and other clients, change nothing of what a book says of a client."""

from datetime import date

from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st

from segmentation import draft_policy, read, sort

QUICK = (Phase.explicit, Phase.reuse, Phase.generate)
"""Without shrinking: each example reads files, and shrinking one would take minutes."""
IDS = st.sampled_from(["1", "2", "3", "Ann", "ann@x.example", ""])
CLIENTS = st.lists(
    st.tuples(
        IDS, st.sampled_from(["Ann", "Bo", ""]), st.sampled_from(["-2", "0", "2", ""]), st.sampled_from(["0", "3", ""])
    ),
    min_size=1,
    max_size=6,
)
ORDERS = st.lists(
    st.tuples(
        st.sampled_from(["o1", "o2", "o3"]),
        IDS,
        st.sampled_from(["2024-01-01", "2024-02-01", ""]),
        st.sampled_from(["10.10", "0.1", "-5", ""]),
        st.sampled_from(["", "0", "2"]),
    ),
    min_size=1,
    max_size=8,
)


def book_of(clients, orders, turned=False):
    lists = "\n".join(["Client ID,Client,Energy,Trust", *map(",".join, clients)]).encode()
    # what a column holds is understood from all of it, so one plain order of a listed client makes it plain
    usual = ("o0", min(client for client, *_ in clients), "2024-01-10", "20.5", "0")
    log = "\n".join(["Order,Client ID,Date,Amount,Discount", *map(",".join, [usual, *orders])]).encode()
    files = [("clients.csv", lists), ("orders.csv", log)]
    return read(*(reversed(files) if turned else files), as_of=date(2024, 3, 1))


@settings(deadline=None, max_examples=8, phases=QUICK)
@given(CLIENTS, ORDERS, st.randoms())
def test_rows_and_files_in_any_order_make_the_same_book(clients, orders, random):
    named = [(client or f"n{place}", *rest) for place, (client, *rest) in enumerate(clients)]
    book = book_of(named, orders)
    assume(book.stable_ids)  # who has neither number nor name is called by the row
    shuffled = random.sample(named, len(named)), random.sample(orders, len(orders))
    again = book_of(*shuffled, turned=True)
    assert again.digest == book.digest
    policy = draft_policy(book)
    assert sort(again, policy).table.equals(sort(book, policy).table)


@settings(deadline=None, max_examples=6, phases=QUICK)
@given(CLIENTS, ORDERS)
def test_new_clients_move_nobody_under_a_pinned_policy_and_day(clients, orders):
    # ids that are ids: a column that mixes numbers and names can be understood in more than one way
    named = [(f"n{place}", *rest) for place, (_, *rest) in enumerate(clients)]
    orders = [(order, f"n{len(who)}" if who else "", *rest) for order, who, *rest in orders]
    book = book_of(named, orders)
    policy = draft_policy(book)
    more = [*named, ("new", "Nobody else", "1", "2")]
    added = book_of(more, [*orders, ("o9", "new", "2024-01-15", "7", "0")])
    before = {row["client"]: (row["segment"], row["score"]) for row in sort(book, policy).table.to_pylist()}
    after = {row["client"]: (row["segment"], row["score"]) for row in sort(added, policy).table.to_pylist()}
    assert {client: after[client] for client in before} == before
