"""The Data page loads, explains, reopens and deletes; what cannot be used changes nothing."""

import io
import sqlite3
from datetime import date

import openpyxl
import pytest

from segmentation.dashboard import state
from segmentation.dashboard.text import plain
from segmentation.intake.files.sheet import day_words
from tests.dashboard.example import DAY, LIST, policy_in_use

PAGE = "views/data.py"


@pytest.fixture
def page(own):
    own.run()
    return own.switch_page(PAGE).run()


class Later(date):
    """A calendar that has moved on."""

    @classmethod
    def today(cls):
        return date(2028, 1, 5)


def texts(page):
    return [text.value for text in page.text]


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


def test_everything_stays_counted_as_of_the_day_of_loading(own, store, monkeypatch):
    own.run()
    page = load(own.switch_page(PAGE).run(), ("new.csv", b"Client,Energy,Revenue\nXi,2,1\nYo,0,2\nZu,-1,3\n"))
    loaded_on = store.latest_workspace().as_of
    assert loaded_on == date.today()
    state._book.clear()
    monkeypatch.setattr("segmentation.intake.assembly.date", Later)
    page.run()
    assert not page.exception
    assert plain(f"as of {day_words(loaded_on)}") in page.caption[0].value
    assert f"Everything stays counted as of {day_words(loaded_on)}, on whatever day you open them." in texts(page)


def test_dates_in_the_future_do_not_come_into_force_by_waiting(own, store, monkeypatch):
    own.run()
    orders = b"Order,Customer,Date,Amount\n" + b"".join(
        b"%d,C%d,%d-0%d-05,10\n" % (10 * year + i, i % 4, year, i) for i in range(1, 9) for year in (2026, 2027)
    )
    page = load(own.switch_page(PAGE).run(), ("orders.csv", orders))
    assert store.latest_workspace().as_of == date(2026, 8, 5)
    before = state.opened().book.digest
    state._book.clear()
    monkeypatch.setattr("segmentation.intake.assembly.date", Later)
    page.run()
    assert not page.exception
    assert plain("as of 5 August 2026") in page.caption[0].value
    assert state.opened().book.digest == before


def test_files_that_were_kept_without_a_day_still_open(own, store):
    with sqlite3.connect(store.path) as connection:
        connection.execute("UPDATE workspace SET as_of = NULL")
    connection.close()
    own.run()
    page = own.switch_page(PAGE).run()
    assert not page.exception
    assert page.title[0].value.startswith("5 clients")
    assert not any("stays counted" in text for text in texts(page))


def test_what_is_kept_is_said_and_the_day_only_once(page):
    assert "They stay whole, with the columns that were set aside, until you delete the book." in texts(page)
    notes = " ".join(str(table.value) for table in page.table)
    assert "Everything is counted as of" in notes.replace("\\", "")
    assert not any("newest record not after" in text for text in texts(page))


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
    store.save_import([("empty.csv", b"")], DAY)
    app.run()
    assert not app.exception
    assert app.title[0].value == "This list cannot be opened"
    assert "empty.csv is empty" in app.text[0].value
    page = app.switch_page(PAGE).run()
    page.button(key="open-service").click().run()
    assert page.title[0].value.startswith("240 clients")


def test_next_months_list_keeps_the_policy_where_the_manager_shaped_it(page, store):
    workspace = store.latest_workspace().id
    store.save_draft(workspace, policy_in_use(store).replace("star_line = 70", "star_line = 90"))
    page.run()
    load(page, ("next.csv", LIST.replace("Bo,1", "Bo,2").encode()))
    newest = store.latest_workspace().id
    assert newest != workspace
    assert "star_line = 90" in policy_in_use(store)
    assert [(each.number, each.note) for each in store.versions(newest)] == [
        (1, "Kept from the list that was open before.")
    ]


def test_a_policy_is_not_carried_to_a_list_that_cannot_answer_it(page, store):
    workspace = store.latest_workspace().id
    store.save_draft(workspace, policy_in_use(store).replace("star_line = 70", "star_line = 90"))
    page.run()
    load(page, ("other.csv", b"Client,Referrals,Reply days\nXi,1,2\nYo,0,9\nZu,5,1\n"))
    newest = store.latest_workspace().id
    assert newest != workspace
    assert [each.note for each in store.versions(newest)] == [
        "Drafted from the data: the policy that was open asks for what this list does not say."
    ]


def test_the_same_files_open_the_list_they_made_before_with_its_edits(page, store):
    first = store.latest_workspace().id
    store.save_draft(first, policy_in_use(store).replace("star_line = 70", "star_line = 90"))
    load(page, ("three.csv", b"Client,Energy\nXi,2\nYo,0\nZu,-1\n"))
    assert store.latest_workspace().id != first
    load(page, ("five.csv", LIST.encode()))
    assert store.latest_workspace().id == first
    assert len(store.own_workspaces()) == 2
    assert "star_line = 90" in policy_in_use(store)


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
