"""The Overview says what the segments bring and take, and what could not be checked."""

from segmentation.dashboard.text import plain
from tests.dashboard.example import DAY, POLICY


def test_the_first_start_shows_the_sample_and_says_that_it_is_made_up(app):
    app.run()
    assert not app.exception
    assert any("Made-up sample" in text.value for text in app.markdown)
    assert "stars" in app.title[0].value


def test_without_sample_files_the_page_says_what_to_do(app, monkeypatch):
    monkeypatch.setattr("segmentation.dashboard.state.samples", list)
    app.run()
    assert not app.exception
    assert app.title[0].value == "Load a list to begin"
    assert app.text[0].value == "No list is open yet. Load your own file on the Data page."


def test_the_sentences_count_worth_and_hours(own):
    own.run()
    assert not own.exception
    assert own.title[0].value == plain("2 stars bring 50\u00a0% of revenue and take 20\u00a0% of your hours")
    assert own.markdown[0].value == plain(
        "1 dud brings 10\u00a0% of revenue and takes 60\u00a0% of your hours. 1 client is in between. "
        "Of 1 client not enough is known."
    )
    assert not any("Made-up sample" in text.value for text in own.markdown)
    assert own.caption[0].value.startswith(plain("five.csv · 5 clients · as of "))
    assert own.caption[0].value.endswith(plain(" · policy “Plain”, version 1"))


def test_each_card_has_its_count(own):
    own.run()
    counts = [metric.value for metric in own.metric if metric.label == "Clients"]
    assert counts == ["2", "1", "1"]
    assert [button.label for button in own.get("download_button")].count("Export CSV") == 4


def test_what_could_not_be_checked_comes_first(own, store):
    workspace = store.latest_workspace().id
    store.save_policy(workspace, POLICY + '\n[[red_lines]]\ntrait = "days_late"\nop = ">="\nvalue = 60\n', "")
    own.run()
    assert own.warning[0].value == plain(
        "The rule “pays 60 days late or more” could not be checked: nothing in this book says it."
    )
    order = [element.type for element in own.main if element.type in {"title", "warning", "metric"}]
    assert order[:3] == ["title", "warning", "metric"]


def test_where_only_money_is_known_the_page_says_so(store, app):
    store.save_import([("spenders.csv", b"Revenue\n100\n200\n300\n400\n")], DAY)
    app.run()
    assert not app.exception
    assert app.warning[0].value == plain(
        "Only money is known, so this is a list of spenders, not of people you do your best work with: rate twenty of "
        "them. To do so, add a column headed Energy, from -2 (drains) to +2 (energises), to your list and load it "
        "again."
    )
    assert "1 thing in your files is in doubt" in [link.proto.label for link in app.get("page_link")]


def test_where_worth_is_unknown_a_sentence_stands_for_the_map(store, app):
    store.save_import([("feelings.csv", b"Client,Energy\nAda,2\nBo,-2\nCy,1\nDi,0\n")], DAY)
    app.run()
    assert not app.exception
    assert "What they are worth is not known" in [header.value for header in app.header]
