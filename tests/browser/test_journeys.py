"""What a manager comes for: load a list, see who is who, change the policy, take the lists home."""

import re
import subprocess
import sys

import pytest
from playwright.sync_api import expect

from segmentation import Policy, draft_policy, read, sort, to_csv
from segmentation.dashboard.listing import WIDTHS, Shown
from tests.browser.conftest import ROOT
from tests.browser.steps import PATHS, answer, delete, download, go, load, settle, turn_to

CLIENTS = "\n".join(
    ["Client ID,Client,Energy,Trust,Client since,City"]
    + [f"C{i:02},Firm {i:02},{(i % 5) - 2},{i % 4},{2015 + i % 9}-03-0{1 + i % 9},Oslo" for i in range(1, 41)]
)
INVOICES = "\n".join(
    ["Invoice,Client ID,Invoice date,Due date,Paid date,Amount"]
    + [
        f"{1000 + 3 * i + n},C{i:02},2026-0{n + 5}-03,2026-0{n + 6}-03,2026-0{n + 6}-{10 + i % 19},{100 * i + n}"
        for i in range(1, 41)
        for n in range(3)
    ]
)
FILES = (("clients.csv", CLIENTS), ("invoices.csv", INVOICES))
BOX = 34
"""Pixels: the column of boxes in a grid."""
NORTHWIND = ROOT.parent / "shared" / "real" / "northwind"


def listed_by_the_command_line(paths, out):
    """Every file that `sort` writes, by name."""
    command = [sys.executable, "-m", "segmentation", "sort", *map(str, paths), "--out", str(out)]
    subprocess.run(command, check=True, cwd=ROOT, capture_output=True)
    return {path.name: path.read_bytes() for path in out.iterdir()}


def sorted_as_shown(files):
    book = read(*files)
    return sort(book, draft_policy(book))


def test_load_read_open_and_export(page, tmp_path):
    sorting = sorted_as_shown([(name, text.encode()) for name, text in FILES])
    load(page, *FILES)
    expect(answer(page)).to_contain_text("40 clients")
    turn_to(page, "Overview")
    counts = sorting.counts()
    expect(answer(page)).to_contain_text(f"{counts['star']} stars")
    expect(page.get_by_text("Made-up sample")).to_have_count(0)
    card = page.locator(".st-key-card-star")
    content, name = download(page, card.get_by_role("button", name="Export CSV"))
    assert content == to_csv(sorting, "star")
    for file, text in FILES:
        (tmp_path / file).write_text(text)
    assert content == listed_by_the_command_line([tmp_path / file for file, _ in FILES], tmp_path / "out")[name]
    assert re.fullmatch(r"stars-\d{4}-\d{2}-\d{2}\.csv", name)
    card.get_by_role("link", name="Open list").click()
    expect(answer(page)).to_contain_text(f"{counts['star']} stars to honour")
    best = sorting.book.table["name"][int(sorting.rows_of("star")[0].as_py())].as_py()
    page.get_by_label("Open a client of this page").click()
    page.get_by_role("option", name=best).first.click()
    expect(page.locator(".st-key-client-card").get_by_role("heading", name=best)).to_be_visible()
    assert "client=" in page.url
    page.reload()
    expect(page.locator(".st-key-client-card").get_by_role("heading", name=best)).to_be_visible()
    expect(answer(page)).to_contain_text("stars to honour")


@pytest.mark.skipif(not NORTHWIND.is_dir(), reason="the real exports are not beside this checkout")
def test_a_real_export_gives_the_same_list_as_the_library(page):
    files = sorted(NORTHWIND.glob("*.csv"))
    sorting = sorted_as_shown([(path.name, path.read_bytes()) for path in files])
    load(page, *files)
    turn_to(page, "Overview")
    expect(page.locator(".st-key-card-star")).to_contain_text(str(sorting.counts()["star"]))
    segment = "star" if sorting.counts()["star"] else "mid-range"
    content, _ = download(page, page.locator(f".st-key-card-{segment}").get_by_role("button", name="Export CSV"))
    assert content == to_csv(sorting, segment)


def test_a_row_of_the_grid_opens_its_client(page):
    load(page, *FILES)
    turn_to(page, "Clients")
    page.get_by_label("Find").fill("Firm 07")
    expect(page.get_by_text("1–1 of 1")).to_be_visible()
    page.get_by_label("Find").fill("Firm 1")
    expect(page.get_by_text("1–10 of 10")).to_be_visible()
    grid = page.get_by_test_id("stDataFrame").first
    grid.click(position={"x": 15, "y": 35 + 35 * 2 + 17})
    settle(page)
    chosen = re.search(r"client=(C\d\d)", page.url)
    assert chosen
    expect(page.locator(".st-key-client-card")).to_contain_text(f"Client {chosen[1]}")
    page.get_by_label("Sort by").click()
    page.get_by_role("option", name="Lowest score first").click()
    settle(page)
    expect(page.locator(".st-key-client-card")).to_contain_text(f"Client {chosen[1]}")


def test_a_policy_is_moved_kept_taken_home_and_brought_back(page):
    load(page, *FILES)
    turn_to(page, "Policy")
    before, _ = download(page, page.get_by_role("button", name="Download policy"))
    energy = page.get_by_role("slider", name="Energy")
    energy.focus()
    for _ in range(4):
        page.keyboard.press("ArrowLeft")
    expect(page.locator(".st-key-about-book")).to_contain_text("edited")
    settle(page)
    after, _ = download(page, page.get_by_role("button", name="Download policy"))
    moved, drafted = (Policy.from_toml(text.decode()) for text in (after, before))
    assert moved.criteria[0].weight == drafted.criteria[0].weight - 2
    book = read(*((name, text.encode()) for name, text in FILES))
    places = [sort(book, policy).table["segment"].to_pylist() for policy in (drafted, moved)]
    movers = sum(was != is_now for was, is_now in zip(*places, strict=True))
    assert movers > 1
    sentence = f"{movers} clients would move"
    expect(answer(page)).to_have_text(sentence)
    page.reload()
    expect(answer(page)).to_have_text(sentence)
    expect(page.get_by_role("slider", name="Energy")).to_have_value(f"{moved.criteria[0].weight:g}")
    page.get_by_role("button", name="Upload a policy").click()
    file = {"name": "policy.toml", "mimeType": "application/toml", "buffer": before}
    page.get_by_test_id("stFileUploader").locator("input[type=file]").set_input_files(file)
    expect(answer(page)).to_contain_text("Your rope lets in")
    expect(page.locator(".st-key-about-book")).not_to_contain_text("edited")


IMAGE = "![{0}](https://beacon.example/{0}.png)"
HOSTILE = "\n".join(
    [
        f"Client ID,Client,Energy,Trust,Client since,Industry {IMAGE.format('h')},"
        f"Spend on {IMAGE.format('w')},Spend on [m](https://evil.example),Spend on :red[f]",
        "1,![p](https://beacon.example/a.png),2,4,2019-03-01,<img src=https://beacon.example/b.png>,100,200,300",
        "2,\"<a href='https://evil.example'>x</a> <script>alert(1)</script>\",1,3,2019-03-01,$x^2$,110,900,120",
        '3,"=HYPERLINK(""https://evil.example"",""y"")",0,2,2020-03-01,:red[z],500,130,140',
        "4,[link](https://evil.example) **bold** :material/star:,-1,1,2021-03-01,# H,150,160,170",
        "5,www.evil.example a@evil.example,-2,0,2022-03-01,`code`,180,190,700",
        *(f"{i},Firm {i},{i % 5 - 2},{i % 5},2022-03-01,{IMAGE.format('c')},{100 + i},{300 + 2 * i},{400 - i}"
          for i in range(6, 31)),
    ]
)  # fmt: skip
HOSTILE_POLICY = f"""
name = "{IMAGE.format("n")}"
note = "{IMAGE.format("t")} [note](https://evil.example)"
dud_line = 20
star_line = 80

[[criteria]]
trait = "energy"
label = "{IMAGE.format("l")} [label](https://evil.example)"
weight = 4
worst = -2
best = 2

[[must_haves]]
trait = "trust"
op = ">="
value = 1
label = "{IMAGE.format("m")} <img src=https://beacon.example/m.png>"

[[red_lines]]
trait = "days_late"
op = ">="
value = 60
label = "{IMAGE.format("r")} https://evil.example"
"""


def nothing_is_drawn_from(page):
    """No picture and no link that a file or a policy asked for."""
    expect(page.locator("[data-testid=stMain] img, [data-testid=stTooltipContent] img")).to_have_count(0)
    expect(page.locator("a[href*=example]")).to_have_count(0)


def test_hostile_names_headings_and_policies_are_shown_literally_everywhere(page):
    load(page, (f"{IMAGE.format('f').replace('/', '')}.csv", HOSTILE))
    expect(answer(page)).to_contain_text("30 clients")
    turn_to(page, "Policy")
    page.get_by_role("button", name="Upload a policy").click()
    file = {"name": "![u](https:beacon.example).toml", "mimeType": "text/plain", "buffer": HOSTILE_POLICY.encode()}
    page.get_by_test_id("stFileUploader").locator("input[type=file]").set_input_files(file)
    expect(page.locator(".st-key-about-book")).to_contain_text("![n](https")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Save as version 2").click()
    page.get_by_label("Why this change?").fill(IMAGE.format("v"))
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".st-key-about-book")).to_contain_text("version 2")
    for name in PATHS:
        turn_to(page, name)
        nothing_is_drawn_from(page)
        if name == "Clients":
            # The fourth column, after the boxes, client, segment and score: its heading says how worth was counted.
            before_worth = BOX + sum(WIDTHS[column] for column in (Shown.CLIENT, Shown.SEGMENT, Shown.SCORE))
            page.get_by_test_id("stDataFrame").first.hover(position={"x": before_worth + 30, "y": 17})
            how = page.get_by_text("The sum of").first
            expect(how).to_be_visible()
            assert IMAGE.format("w") in how.inner_text().replace("\u2060", "")
            nothing_is_drawn_from(page)
            page.mouse.move(0, 0)
        if name == "Policy":
            for target in page.get_by_test_id("stTooltipHoverTarget").all()[:3]:
                target.hover()
                nothing_is_drawn_from(page)


def test_hostile_cards_and_exports_are_literal(page):
    load(page, ("hostile.csv", HOSTILE))
    names = {"1": "![p](https://beacon.example/a.png)", "4": "[link](https://evil.example) **bold** :material/star:"}
    for client, name in names.items():
        go(page, f"clients?client={client}")
        heading = page.locator(".st-key-client-card").get_by_role("heading").first
        expect(heading).to_be_visible()
        assert heading.inner_text().replace("\u2060", "") == name
        page.get_by_text("Everything known about them").click()
        nothing_is_drawn_from(page)
    page.get_by_label("Only where").click()
    page.get_by_role("option", name="Industry ![h]").click()
    settle(page)
    page.locator("[class*=st-key-value-] input").click()
    nothing_is_drawn_from(page)
    page.keyboard.press("Escape")
    content, _ = download(page, page.get_by_role("button", name="Export 30 clients"))
    assert "'=HYPERLINK" in content.decode("utf-8-sig")


def test_a_broken_file_is_refused_with_a_sentence_and_nothing_is_lost(page):
    go(page)
    turn_to(page, "Data")
    before = answer(page).inner_text()
    load(page, ("broken.csv", ""))
    expect(page.get_by_role("alert")).to_contain_text("empty")
    expect(answer(page)).to_have_text(before)


def test_the_book_is_deleted_for_good(page):
    load(page, ("three.csv", "Client,Energy\nXi,2\nYo,0\nZu,-1\n"))
    expect(answer(page)).to_contain_text("3 clients")
    delete(page)
    expect(answer(page)).not_to_contain_text("3 clients, ")
    expect(page.get_by_text("three.csv")).to_have_count(0)
