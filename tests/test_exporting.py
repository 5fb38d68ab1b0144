"""The lists that leave the house: complete, exact, and safe to open."""

import io
import zipfile
from datetime import date

import pytest

from segmentation.exporting import file_name, to_csv, to_zip
from segmentation.intake.traits import Trait
from segmentation.method.policy import Criterion, Policy, Rule
from segmentation.method.sorting import Override, sort
from tests.books import AS_OF, make_book

POLICY = Policy(
    dud_line=40,
    star_line=70,
    red_lines=(Rule(trait="abusive", op="is", value=True),),
    must_haves=(Rule(trait="trade", op="is not", value="fax"),),
    criteria=(
        Criterion(trait="disputed_share", weight=2, worst=1, best=0),
        Criterion(trait="score_card", weight=1, worst=-10, best=10),
        Criterion(trait="trust", label="Trust", weight=1, worst=0, best=4),
    ),
)
BOOK = make_book(
    {
        "client": ["a1", "=b2", "c3", "d4"],
        "name": ['Ann "A" Ltd', "+49 call me", "línea\nnueva", None],
        "disputed_share": [0.1, 1.0, None, 1 / 3],
        "score_card": [7.25, -5.0, None, float("nan")],
        "abusive": [False, True, None, None],
        "trade": ["law", "@home", None, "law"],
        "revenue": [1234.5, -2.0, None, 0.1],
    },
    [Trait("score_card", "Score", "number", "conduct", "high"), Trait("trade", "=Trade", "category", "about")],
)
DECISION = Override("d4", "dud", "no more", "Mo", AS_OF, date(2027, 1, 1))


HEADINGS = (
    '"Client id","Name","Segment","Score","Evidence","Reason","Worth (revenue)",'
    '"Disputed","Score (2)","Trust","Abusive to staff","\'=Trade"\n'
)
ANN = (
    '"a1","Ann ""A"" Ltd","star",88.75,0.75,"Strongest: disputed (10 % disputed); scores 89, over the star line of 70, '
    'and meets every must-have.",1234.5,0.1,7.25,,"no","law"\n'
)
BEE = (
    '"\'=b2","\'+49 call me","not a fit",8.333333,0.75,"Crosses a red line: abusive to staff.",'
    '-2,1,-5,,"yes","\'@home"\n'
)
CEE = (
    '"c3","línea\nnueva","not enough known",,0,"Nothing of what counts is known. Ask: trust. '
    'Not known yet: disputed, score.",,,,,,\n'
)
DEE = (
    '"d4",,"not a fit",66.666667,0.5,"Your decision: not a fit, until 1 January 2027 (no more); the policy says '
    "mid-range, weakest: disputed (33.3 % disputed); scores 67, between 40 and 70. Ask: trust. "
    'Not known yet: score.",0.1,0.3333333333333333,,,,"law"\n'
)


def test_every_client_with_every_trait_of_the_policy_at_full_precision() -> None:
    assert to_csv(sort(BOOK, POLICY, [DECISION])).decode("utf-8-sig") == HEADINGS + ANN + BEE + CEE + DEE


def test_a_file_begins_with_a_byte_order_mark_and_may_be_empty() -> None:
    content = to_csv(sort(BOOK, POLICY), "dud", dud_label="dud")
    assert content.startswith(b'\xef\xbb\xbf"Client id"')
    assert content.count(b"\n") == 2
    assert b'"dud"' in content
    assert to_csv(sort(make_book({"client": []}), POLICY), "star").count(b"\n") == 1
    with pytest.raises(ValueError, match="There is no segment “best”"):
        to_csv(sort(BOOK, POLICY), "best")


@pytest.mark.parametrize("text", ["=1", " =1", "'=1", "\u00a0+1", "\x00|x", "%x", "＝1", '"-', "\ufeff=1"])
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(text: str) -> None:
    sorting = sort(make_book({"client": ["a"], "name": [text]}), POLICY)
    assert ("'" + text).replace('"', '""').encode() in to_csv(sorting)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("foo;=1+1;bar", "foo;'=1+1;bar"),
        ("a; +1", "a;' +1"),
        ("a\t@x", "a\t'@x"),
        ("a\n-1", "a\n'-1"),
        ('a;"=1"', 'a;\'""=1""'),
        ("a;'=1", "a;''=1"),
        ("=1;=2", "'=1;'=2"),
        ("\t@x", "'\t'@x"),
        ("\n-1", "'\n'-1"),
    ],
)
def test_a_formula_after_a_semicolon_tab_or_line_break_gets_one_too(text: str, written: str) -> None:
    sorting = sort(make_book({"client": ["a"], "name": [text]}), POLICY)
    assert f'"a","{written}",'.encode() in to_csv(sorting)


@pytest.mark.parametrize("text", ["a=1", "Smith-Jones", "'quoted'", "1+1", "", "a@b.de", "a; b", "a;b=1"])
def test_other_texts_stay_as_they_are(text: str) -> None:
    sorting = sort(make_book({"client": ["a"], "name": [text]}), POLICY)
    assert f'"a","{text}",'.encode() in to_csv(sorting)


def test_file_names_say_segment_and_day() -> None:
    names = [file_name(segment, AS_OF) for segment in ("star", "mid-range", "dud", "unrated", None)]
    assert names == [
        "stars-2026-11-14.csv",
        "mid-range-2026-11-14.csv",
        "not-a-fit-2026-11-14.csv",
        "not-enough-known-2026-11-14.csv",
        "all-clients-2026-11-14.csv",
    ]


def test_the_archive_holds_the_four_lists_and_the_policy_in_the_same_bytes_each_time() -> None:
    sorting = sort(BOOK, POLICY)
    content = to_zip(sorting)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.namelist() == [
            "stars-2026-11-14.csv",
            "mid-range-2026-11-14.csv",
            "not-a-fit-2026-11-14.csv",
            "not-enough-known-2026-11-14.csv",
            "policy.toml",
        ]
        assert archive.read("stars-2026-11-14.csv") == to_csv(sorting, "star")
        assert Policy.from_toml(archive.read("policy.toml").decode()) == POLICY
    assert to_zip(sort(BOOK, POLICY)) == content
