import csv
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from segmentation import draft_policy, read, sort, to_csv
from segmentation.__main__ import app

DATA = Path(__file__).parents[1] / "data"
SERVICE = [str(DATA / "service" / name) for name in ("clients.csv", "invoices.csv")]
LISTS = [
    "mid-range-2026-11-14.csv",
    "not-a-fit-2026-11-14.csv",
    "not-enough-known-2026-11-14.csv",
    "stars-2026-11-14.csv",
]


def run(*arguments: str):
    return CliRunner().invoke(app, list(arguments))


def lists_in(folder: Path) -> dict[str, list[dict]]:
    """Every cell of every list but the reason, which says of a number read from a list that it can be asked for."""
    lists = {}
    for path in folder.glob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            lists[path.name] = [{**row, "Reason": ""} for row in csv.DictReader(file)]
    return lists


def test_sort_writes_the_four_lists_and_the_policy(tmp_path):
    result = run("sort", *SERVICE, "--out", str(tmp_path / "new" / "folder"))
    assert result.exit_code == 0, result.output
    assert "240 clients, as of 14 November 2026" in result.stdout
    written = sorted(path.name for path in (tmp_path / "new" / "folder").iterdir())
    assert written == sorted([*LISTS, "policy.toml"])
    book = read(*SERVICE)
    policy = draft_policy(book)
    assert (tmp_path / "new/folder" / LISTS[3]).read_bytes() == to_csv(sort(book, policy), "star")
    assert (tmp_path / "new/folder/policy.toml").read_text(encoding="utf-8") == policy.to_toml()


@pytest.mark.parametrize("business", ["service", "shop"])
def test_the_lists_read_back_give_the_same_lists(tmp_path, business):
    files = [str(path) for path in sorted((DATA / business).glob("*.csv"))]
    first, second = tmp_path / "first", tmp_path / "second"
    assert run("sort", *files, "--out", str(first)).exit_code == 0
    lists = [str(path) for path in first.glob("*.csv")]
    policy = str(first / "policy.toml")
    assert run("sort", *lists, "--policy", policy, "--as-of", "2026-11-14", "--out", str(second)).exit_code == 0
    assert lists_in(first) == lists_in(second)
    assert (
        len({row["Client id"] for rows in lists_in(first).values() for row in rows})
        == {"service": 240, "shop": 3000}[business]
    )


def test_sort_as_json(tmp_path):
    result = run("sort", *SERVICE, "--out", str(tmp_path), "--json")
    summary = json.loads(result.stdout)
    assert summary["clients"] == 240 == sum(summary["segments"].values())
    assert list(summary["segments"]) == ["star", "mid-range", "dud", "unrated"]
    assert summary["as_of"] == "2026-11-14"
    assert len(summary["files"]) == 5


def test_read_says_what_was_understood():
    result = run("read", *SERVICE)
    assert result.exit_code == 0
    assert "Understood: invoices.csv: 2,917 rows, worth 5,708,580.00 in all." in result.stdout
    assert "Energy (quality): 211 of 240." in result.stdout
    understood = json.loads(run("read", *SERVICE, "--json").stdout)
    assert understood["clients"] == 240
    assert {
        "key": "energy",
        "label": "Energy",
        "kind": "rating",
        "family": "quality",
        "heading": "Energy",
        "known": 211,
    } in (understood["traits"])


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["nowhere.csv"], "nowhere.csv cannot be opened"),
        ([*SERVICE, "--as-of", "yesterday"], "--as-of yesterday is no date"),
        ([*SERVICE, "--cost", "hour"], "--cost hour is not of the form NAME=AMOUNT"),
        ([*SERVICE, "--cost", "beer=2"], "There is no unit cost called 'beer'"),
        ([*SERVICE, "--policy", "nowhere.toml"], "The policy nowhere.toml cannot be read"),
    ],
)
def test_what_cannot_be_used_is_one_sentence_and_nothing_is_written(tmp_path, monkeypatch, arguments, sentence):
    monkeypatch.chdir(tmp_path)
    result = run("sort", *arguments)
    assert result.exit_code == 2
    assert sentence in result.stderr
    assert result.stderr.count("\n") == 1
    assert result.stdout == ""
    assert list(tmp_path.iterdir()) == []


def test_a_refused_policy_is_one_sentence(tmp_path):
    policy = draft_policy(read(*SERVICE)).to_toml().replace("dud_line = ", "dud_line = 9")
    (tmp_path / "policy.toml").write_text(policy, encoding="utf-8")
    result = run("sort", *SERVICE, "--policy", str(tmp_path / "policy.toml"), "--out", str(tmp_path / "out"))
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1
    assert not (tmp_path / "out").exists()


def test_unit_costs_are_subtracted(tmp_path):
    result = run("read", *SERVICE, "--cost", "hour=10", "--json")
    notes = [note["text"] for note in json.loads(result.stdout)["notes"]]
    assert "Contribution is contribution less the unit costs given: 10 per hour." in notes
