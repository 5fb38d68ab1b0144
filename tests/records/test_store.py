"""The records keep files and policies across restarts, tabs and crashes, and really delete."""

import sqlite3
import threading
from datetime import date
from pathlib import Path

import pytest

from segmentation.records.store import (
    FILE_NAME,
    FOLDER_VARIABLE,
    RecordsError,
    Store,
    data_folder,
    open_store,
)

FILES = [("clients.csv", b"Client,Revenue\nAda,10\n"), ("book.xlsx#Orders", b"PK\x03\x04 not really")]


DAY = date(2026, 11, 14)
BEFORE_DAYS = """
CREATE TABLE workspace (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, sample VARCHAR UNIQUE,
    created_at DATETIME NOT NULL, opened_at DATETIME NOT NULL, draft VARCHAR
);
INSERT INTO workspace VALUES (7, NULL, '2026-11-01 10:00:00.000000', '2026-11-01 10:00:00.000000', 'edited');
PRAGMA user_version = 1;
"""


def in_use(store, workspace):
    """The text of the policy that is in use, or None."""
    versions = store.versions(workspace)
    return store.workspace(workspace).draft or (versions[0].toml if versions else None)


@pytest.fixture
def store(tmp_path):
    store = open_store(tmp_path)
    yield store
    store.close()


def test_an_import_comes_back_byte_for_byte_after_a_restart(tmp_path, store):
    workspace = store.save_import(FILES, DAY)
    store.close()
    reopened = open_store(tmp_path)
    try:
        assert reopened.latest_workspace().id == workspace
        assert reopened.latest_workspace().as_of == DAY
        assert reopened.files(workspace) == FILES
        assert [(file.name, file.size) for file in reopened.file_list(workspace)] == [
            ("clients.csv", 22),
            ("book.xlsx#Orders", 15),
        ]
    finally:
        reopened.close()


def test_nothing_is_open_at_first(store):
    assert store.latest_workspace() is None
    assert store.own_workspaces() == []


def test_the_draft_is_in_use_until_it_is_saved_or_dropped(store):
    workspace = store.save_import(FILES, DAY)
    assert in_use(store, workspace) is None
    assert store.save_policy(workspace, "version = 1", "First") == 1
    store.save_draft(workspace, "edited")
    assert in_use(store, workspace) == "edited"
    store.save_draft(workspace, None)
    assert in_use(store, workspace) == "version = 1"
    store.save_draft(workspace, "edited again")
    assert store.save_policy(workspace, "edited again", "Stricter") == 2
    assert store.workspace(workspace).draft is None
    assert [(v.number, v.note, v.toml) for v in store.versions(workspace)] == [
        (2, "Stricter", "edited again"),
        (1, "First", "version = 1"),
    ]


def test_each_sample_has_one_workspace_which_keeps_no_files(store):
    service = store.sample_workspace("service")
    shop = store.sample_workspace("shop")
    assert store.sample_workspace("service") == service != shop
    store.save_policy(service, "s", "")
    assert in_use(store, shop) is None
    assert store.files(service) == []
    assert store.own_workspaces() == []


def test_the_workspace_opened_last_opens_next_time(store):
    first = store.save_import(FILES, DAY)
    second = store.save_import(FILES[:1], DAY)
    assert store.latest_workspace().id == second
    store.set_open(first)
    assert store.latest_workspace().id == first
    assert [w.id for w in store.own_workspaces()] == [first, second]


def test_deleting_takes_files_and_policies_off_the_disk(tmp_path, store):
    workspace = store.save_import([("clients.csv", b"SECRET-CLIENT-LIST" * 1000)], DAY)
    store.save_policy(workspace, "SECRET-POLICY", "")
    store.delete_workspace(workspace)
    assert store.workspace(workspace) is None
    assert store.versions(workspace) == []
    store.close()
    for path in tmp_path.iterdir():
        assert b"SECRET" not in path.read_bytes()


def test_a_deleted_number_is_not_given_again(store):
    first = store.save_import(FILES, DAY)
    store.delete_workspace(first)
    assert store.save_import(FILES, DAY) != first


def test_the_first_policy_is_kept_once(store):
    workspace = store.save_import(FILES, DAY)
    store.save_first_policy(workspace, "one", "")
    store.save_first_policy(workspace, "two", "")
    assert [(each.number, each.toml) for each in store.versions(workspace)] == [(1, "one")]


def test_two_tabs_write_at_once_and_lose_nothing(tmp_path, store):
    workspace = store.save_import(FILES, DAY)
    other = open_store(tmp_path)

    def save_twenty(store: Store, tab: str) -> None:
        for turn in range(20):
            store.save_policy(workspace, f"{tab} {turn}", "")

    tabs = [threading.Thread(target=save_twenty, args=arguments) for arguments in ((store, "a"), (other, "b"))]
    for tab in tabs:
        tab.start()
    for tab in tabs:
        tab.join()
    other.close()
    versions = store.versions(workspace)
    assert [v.number for v in versions] == list(range(40, 0, -1))
    assert {v.toml for v in versions} == {f"{tab} {turn}" for tab in "ab" for turn in range(20)}


def test_records_of_a_newer_version_are_refused_with_a_sentence(tmp_path, store):
    store.close()
    connection = sqlite3.connect(tmp_path / FILE_NAME)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(RecordsError, match="newer version of Velvet Rope"):
        open_store(tmp_path)


def test_records_from_before_days_were_kept_open_and_keep_days_from_then_on(tmp_path):
    connection = sqlite3.connect(tmp_path / FILE_NAME)
    connection.executescript(BEFORE_DAYS)
    connection.close()
    for _ in range(2):
        store = open_store(tmp_path)
        assert (store.workspace(7).draft, store.workspace(7).as_of) == ("edited", None)
        assert store.workspace(store.save_import(FILES, DAY)).as_of == DAY
        store.close()


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "taken").write_text("a file, not a folder")
    with pytest.raises(RecordsError, match="taken"):
        open_store(tmp_path / "taken" / "records")


def test_the_folder_can_be_named_in_the_environment(monkeypatch, tmp_path):
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path))
    assert data_folder() == tmp_path
    monkeypatch.delenv(FOLDER_VARIABLE)
    assert data_folder().name == "velvet-rope"


def test_the_same_files_are_found_again_in_any_order(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    files = [("a.csv", b"1"), ("b.csv", b"2")]
    made = store.save_import(files, date(2026, 11, 14))
    assert store.find_import(reversed(files)) == made
    assert store.find_import([("a.csv", b"1")]) is None
    assert store.find_import([("a.csv", b"1"), ("b.csv", b"3")]) is None
