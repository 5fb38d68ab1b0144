"""The Data page loads, explains, reopens and deletes; what cannot be used changes nothing."""

import io

import openpyxl
import pytest

from segmentation.dashboard.text import plain
from tests.dashboard.example import LIST

PAGE = "views/data.py"


@pytest.fixture
def page(own):
    own.run()
    return own.switch_page(PAGE).run()


def load(page, *files):
    for name, data in files:
        page.file_uploader[0].upload(name, data)
    page.run()
    page.button(key="read").click().run()
    return page


def test_it_says_what_was_understood_in_plain_words(page):
    assert not page.exception
    traits = page.dataframe[0].value
    assert traits.loc[traits["What"] == "Energy", "Known for"].tolist() == ["4 of 5"]
    assert traits.loc[traits["What"] == "Energy", "Speaks of"].tolist() == ["how they are to work with"]
    shown = " ".join(traits.astype(str).to_numpy().ravel())
    assert "_" not in shown


def test_a_new_file_becomes_the_open_book(page, store):
    load(page, ("three.csv", b"Client,Energy\nXi,2\nYo,0\nZu,-1\n"))
    assert not page.exception
    assert page.title[0].value.startswith("3 clients")
    assert len(store.own_workspaces()) == 2
    assert any("Loaded before" in header.value for header in page.header)
    page.button(key=f"reopen-{store.own_workspaces()[1].id}").click().run()
    assert page.title[0].value.startswith("5 clients")


def test_a_file_that_cannot_be_read_changes_nothing(page, store):
    load(page, ("empty.csv", b""))
    assert page.error
    assert "empty" in page.error[0].value
    assert page.title[0].value.startswith("5 clients")
    assert len(store.own_workspaces()) == 1


def test_deleting_takes_the_book_away(page, store):
    page.button(key="delete").click().run()
    assert not page.exception
    assert store.own_workspaces() == []
    assert any("Made-up sample" in text.value for text in page.markdown)


def test_a_sample_opens_and_keeps_only_its_policy(page, store):
    page.button(key="open-service").click().run()
    assert "240 clients" in page.title[0].value
    assert any("only your policy is kept" in text.value for text in page.text)
    assert store.files(store.latest_workspace().id) == []


def test_a_list_loads_where_nothing_is_open(app, monkeypatch, store):
    monkeypatch.setattr("segmentation.dashboard.state.samples", list)
    monkeypatch.setattr("segmentation.dashboard.samples.samples", list)
    app.run()
    page = app.switch_page(PAGE).run()
    assert page.title[0].value == "Load a list to begin"
    load(page, ("five.csv", LIST.encode()))
    assert page.title[0].value.startswith(plain("5 clients"))


def test_a_book_that_cannot_be_read_any_more_says_why_and_the_samples_stay(store, app):
    store.save_import([("empty.csv", b"")])
    app.run()
    assert not app.exception
    assert app.title[0].value == "This list cannot be opened"
    assert "empty.csv is empty" in app.text[0].value
    page = app.switch_page(PAGE).run()
    page.button(key="open-service").click().run()
    assert page.title[0].value.startswith("240 clients")


def test_next_months_list_keeps_the_policy_where_the_manager_shaped_it(page, store):
    workspace = store.latest_workspace().id
    store.save_draft(workspace, store.policy(workspace).replace("star_line = 70", "star_line = 90"))
    page.run()
    load(page, ("next.csv", LIST.replace("Bo,1", "Bo,2").encode()))
    newest = store.latest_workspace().id
    assert newest != workspace
    assert "star_line = 90" in store.policy(newest)
    assert [(each.number, each.note) for each in store.versions(newest)] == [
        (1, "Kept from the list that was open before.")
    ]


def test_a_worksheet_of_a_workbook_is_chosen(page, store):
    book = openpyxl.Workbook()
    book.active.title = "About"
    book.active.append(["Nothing here"])
    people = book.create_sheet("People")
    for row in (["Client", "Energy"], ["Xi", 2], ["Yo", 0], ["Zu", -1]):
        people.append(row)
    written = io.BytesIO()
    book.save(written)
    page.file_uploader[0].upload("firm.xlsx", written.getvalue()).run()
    page.multiselect(key="sheets-firm.xlsx").set_value(["People"]).run()
    page.button(key="read").click().run()
    assert page.title[0].value.startswith("3 clients")
    assert [file.name for file in store.file_list(store.latest_workspace().id)] == ["firm.xlsx#People"]
