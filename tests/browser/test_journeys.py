"""What a manager comes for: load a list, see who is who, change the policy, take the lists home."""

import re

import pytest
from playwright.sync_api import expect

from segmentation import Policy, draft_policy, read, sort, to_csv
from tests.browser.conftest import ROOT
from tests.browser.steps import answer, download, go, load, settle

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
NORTHWIND = ROOT.parent / "shared" / "real" / "northwind"


def sorted_as_shown(files):
    book = read(*files)
    return sort(book, draft_policy(book))


def test_load_read_open_and_export(page):
    sorting = sorted_as_shown([(name, text.encode()) for name, text in FILES])
    load(page, *FILES)
    expect(answer(page)).to_contain_text("40 clients")
    page.get_by_role("link", name="Overview").click()
    counts = sorting.counts()
    expect(answer(page)).to_contain_text(f"{counts['star']} stars")
    expect(page.get_by_text("Made-up sample")).to_have_count(0)
    card = page.locator(".st-key-card-star")
    content, name = download(page, card.get_by_role("button", name="Export CSV"))
    assert content == to_csv(sorting, "star")
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
    page.get_by_role("link", name="Overview").click()
    expect(page.locator(".st-key-card-star")).to_contain_text(str(sorting.counts()["star"]))
    segment = "star" if sorting.counts()["star"] else "mid-range"
    content, _ = download(page, page.locator(f".st-key-card-{segment}").get_by_role("button", name="Export CSV"))
    assert content == to_csv(sorting, segment)


def test_a_row_of_the_grid_opens_its_client(page):
    load(page, *FILES)
    go(page, "clients")
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
    go(page, "policy")
    before, _ = download(page, page.get_by_role("button", name="Download policy"))
    energy = page.get_by_role("slider", name="Energy")
    energy.focus()
    for _ in range(4):
        page.keyboard.press("ArrowLeft")
    expect(answer(page)).to_contain_text(re.compile("would move|none of your"))
    expect(page.locator(".st-key-about-book")).to_contain_text("edited")
    settle(page)
    after, _ = download(page, page.get_by_role("button", name="Download policy"))
    moved, drafted = (Policy.from_toml(text.decode()) for text in (after, before))
    assert moved.criteria[0].weight == drafted.criteria[0].weight - 2
    sentence = answer(page).inner_text()
    page.reload()
    expect(answer(page)).to_have_text(sentence)
    expect(page.get_by_role("slider", name="Energy")).to_have_value(f"{moved.criteria[0].weight:g}")
    page.get_by_role("button", name="Upload a policy").click()
    file = {"name": "policy.toml", "mimeType": "application/toml", "buffer": before}
    page.get_by_test_id("stFileUploader").locator("input[type=file]").set_input_files(file)
    expect(answer(page)).to_contain_text("Your rope lets in")
    expect(page.locator(".st-key-about-book")).not_to_contain_text("edited")


HOSTILE = (
    "Client ID,Client,Energy,Trust,Industry\n"
    "1,![p](https://beacon.example/a.png),2,4,<img src=https://beacon.example/b.png>\n"
    "2,\"<a href='https://evil.example'>x</a> <script>alert(1)</script>\",1,3,$x^2$\n"
    '3,"=HYPERLINK(""https://evil.example"",""y"")",0,2,:red[z]\n'
    "4,[link](https://evil.example) **bold** :material/star:,-1,1,# H\n"
    "5,www.evil.example a@evil.example,-2,0,`code`\n"
)


def test_hostile_names_are_shown_literally_everywhere(page):
    load(page, ("![f](https:beacon.example).csv", HOSTILE))
    for path in ("", "clients", "policy", "serve", "data"):
        go(page, path)
        expect(page.locator("[data-testid=stMain] img")).to_have_count(0)
        expect(page.locator("[data-testid=stMain] a[href*=example]")).to_have_count(0)
    names = {"1": "![p](https://beacon.example/a.png)", "4": "[link](https://evil.example) **bold** :material/star:"}
    for client, name in names.items():
        go(page, f"clients?client={client}")
        heading = page.locator(".st-key-client-card").get_by_role("heading").first
        expect(heading).to_be_visible()
        assert heading.inner_text().replace("\u2060", "") == name
    content, _ = download(page, page.get_by_role("button", name="Export 5 clients"))
    assert "'=HYPERLINK" in content.decode("utf-8-sig")


def test_a_broken_file_is_refused_with_a_sentence_and_nothing_is_lost(page):
    load(page, *FILES)
    load(page, ("broken.csv", ""))
    expect(page.get_by_role("alert")).to_contain_text("empty")
    expect(answer(page)).to_contain_text("40 clients")


def test_the_book_is_deleted_for_good(page):
    load(page, ("three.csv", "Client,Energy\nXi,2\nYo,0\nZu,-1\n"))
    expect(answer(page)).to_contain_text("3 clients")
    page.get_by_role("button", name="Delete this book").click()
    page.get_by_role("button", name="Delete for good").click()
    expect(answer(page)).not_to_contain_text("3 clients, ")
    expect(page.get_by_text("three.csv")).to_have_count(0)
