"""The Clients page finds people and shows the right card, whatever the list looks like by then."""

import json

import pytest

from segmentation.dashboard.text import plain
from tests.dashboard.example import DAY

PAGE = "views/clients.py"
SPEND = "Spend on ![p](https://beacon.example/w.png)", "Spend on [x](https://evil.example)", "Spend on :red[f]"


@pytest.fixture
def page(own):
    own.run()
    return own.switch_page(PAGE).run()


def names(page):
    return page.dataframe[0].value["Client"].tolist()


def card(page):
    """The name on the card, the first heading of the second level."""
    return page.header[0].value


def test_everybody_is_listed_best_first_and_the_unknown_last(page):
    assert not page.exception
    assert page.title[0].value == plain("5 clients: 2 stars, 1 mid-range, 1 dud")
    assert names(page) == ["Ada", "Bo", "Cy", "Di", "Em"]
    assert page.dataframe[0].value["Segment"].tolist() == [
        "★ Star",
        "★ Star",
        "● Mid-range",
        "✕ Dud",
        "○ Not enough known",
    ]
    assert card(page) == "Ada"


def test_search_ignores_case_and_finds_ids(page):
    page.text_input(key="search").set_value("aDa").run()
    assert names(page) == ["Ada"]
    page.text_input(key="search").set_value("k4").run()
    assert names(page) == ["Di"]
    assert card(page) == "Di"


def test_nobody_found_says_what_to_do(page):
    page.text_input(key="search").set_value("nobody at all").run()
    assert not page.exception
    assert page.info[0].value == plain("Nobody matches. Search for less, or show all clients.")


def test_a_segment_and_an_order_narrow_and_turn_the_list(page):
    page.get("button_group")[0].set_value("star").run()
    assert names(page) == ["Ada", "Bo"]
    page.selectbox(key="order").set_value("Lowest score first").run()
    assert names(page) == ["Bo", "Ada"]


def test_the_address_opens_a_segment_and_a_client(own):
    own.run()
    own.query_params["segment"] = "dud"
    own.query_params["client"] = "K2"
    page = own.switch_page(PAGE).run()
    assert names(page) == ["Di"]
    assert card(page) == "Bo"


def test_an_unknown_client_in_the_address_is_named(own):
    own.run()
    own.query_params["client"] = "<b>K9</b>"
    page = own.switch_page(PAGE).run()
    assert not page.exception
    assert "There is no client “<b>K9</b>” in this list." in [text.value for text in page.text]


def test_a_client_opens_without_the_grid(page):
    box = next(box for box in page.selectbox if box.label == "Open a client of this page")
    box.set_value("K3").run()
    assert card(page) == "Cy"


def test_a_trait_narrows_the_list(page):
    page.selectbox(key="filter-trait").set_value("hours").run()
    page.slider(key="range-hours").set_value((15.0, 60.0)).run()
    assert names(page) == ["Cy", "Di"]
    page.selectbox(key="filter-trait").set_value("energy").run()
    page.checkbox(key="unknown-energy").check().run()
    assert names(page) == ["Em"]


def test_your_own_headings_are_literal_in_the_help_of_a_column(store, app):
    rows = "".join(f"N{i},{i % 5 - 2},{100 * i},{170 * i},{250 * i}\n" for i in range(1, 41))
    store.save_import([("spend.csv", f"Customer,Energy,{','.join(SPEND)}\n{rows}".encode())], DAY)
    app.run()
    page = app.switch_page(PAGE).run()
    assert not page.exception
    columns = json.loads(page.dataframe[0].proto.columns)
    assert columns["Worth"]["help"] == plain(f"The sum of {', '.join(SPEND)}.")


def test_the_card_explains_the_score_and_what_to_ask(page):
    page.text_input(key="search").set_value("Em").run()
    assert any("What to ask" in text.value and "energy" in text.value for text in page.markdown)
    page.text_input(key="search").set_value("Bo").run()
    assert "Where the 75 points come from" in [header.value for header in page.subheader]
