"""The Policy page: every edit counts at once, is kept at once, and is refused beside the control that cannot be."""

import pytest

from segmentation import Policy
from segmentation.dashboard.text import plain
from tests.dashboard.example import POLICY, policy_in_use

PAGE = "views/policy.py"


@pytest.fixture
def page(own):
    own.run()
    return own.switch_page(PAGE).run()


def kept(store):
    return Policy.from_toml(policy_in_use(store))


def slider(page, label):
    return next(slider for slider in page.slider if slider.label == label)


def number(page, label):
    return next(field for field in page.number_input if field.label == plain(label))


def counts(page):
    return {metric.label[2:]: metric.value for metric in page.metric}


def test_unedited_it_says_what_the_policy_does(page):
    assert not page.exception
    assert page.title[0].value == "Your rope lets in 2 stars and turns away 1 dud"
    assert counts(page) == {"Stars": "2", "Mid-range": "1", "Duds": "1", "Not enough known": "1"}


def test_a_moved_line_counts_at_once_and_is_kept_at_once(page, store):
    slider(page, "Dud line and star line (score)").set_value((30.0, 80.0)).run()
    assert page.title[0].value == "1 client would move"
    assert counts(page)["Stars"] == "1"
    assert page.metric[0].delta == "-1 from 2"
    assert kept(store).star_line == 80
    assert len(store.versions(store.latest_workspace().id)) == 1


def test_crossed_lines_are_refused_and_the_last_policy_stays(page, store):
    lines = slider(page, "Dud line and star line (score)")
    lines.set_value((70.0, 70.0)).run()
    assert [error.value for error in page.error] == [
        plain("The dud line (70) must be under the star line (70), both between 0 and 100.")
    ]
    assert slider(page, "Dud line and star line (score)").value == (70.0, 70.0)
    assert kept(store) == Policy.from_toml(POLICY)


def test_a_scale_without_width_is_refused_and_what_was_typed_stays(page, store):
    number(page, "All points at").set_value(-2.0).run()
    assert any("must differ" in error.value for error in page.error)
    assert number(page, "All points at").value == -2.0
    assert kept(store).criteria[0].best == 2
    number(page, "No points at").set_value(2.0).run()
    assert not page.error
    assert (kept(store).criteria[0].worst, kept(store).criteria[0].best) == (2, -2)


def test_the_last_importance_cannot_be_nothing(page, store):
    slider(page, "Energy").set_value(0.0).run()
    assert page.error[0].value == plain("At least one criterion needs an importance above 0.")
    assert kept(store).criteria[0].weight == 4


def test_a_must_have_and_a_red_line_can_be_added_changed_and_removed(page, store):
    page.selectbox(key=key_ending(page.selectbox, "add-red_lines-trait")).set_value("energy")
    page.run()
    number_key = key_ending(page.number_input, "add-red_lines-energy-value")
    page.number_input(key=number_key).set_value(-1.0)
    page.button(key="do-add-red_lines").click().run()
    rule = kept(store).red_lines[0]
    assert (rule.trait, rule.op, rule.value) == ("energy", "<=", -1)
    changed = key_ending(page.number_input, "red_lines-0-value")
    page.number_input(key=changed).set_value(0.0).run()
    assert kept(store).red_lines[0].value == 0
    assert counts(page)["Duds"] == "2"
    page.button(key="remove-red_lines-0").click().run()
    assert kept(store).red_lines == ()


def test_saving_makes_a_version_and_undo_goes_back(page, store):
    slider(page, "Dud line and star line (score)").set_value((30.0, 80.0)).run()
    page.text_input(key=key_ending(page.text_input, "save-note")).set_value("Fewer, better")
    page.button(key="save").click().run()
    workspace = store.latest_workspace().id
    assert [(each.number, each.note) for each in store.versions(workspace)] == [(2, "Fewer, better"), (1, "By hand.")]
    assert store.workspace(workspace).draft is None
    assert page.title[0].value == "Your rope lets in 1 star and turns away 1 dud"
    slider(page, "Dud line and star line (score)").set_value((30.0, 90.0)).run()
    page.button(key="undo").click().run()
    assert slider(page, "Dud line and star line (score)").value == (30.0, 80.0)
    assert store.workspace(workspace).draft is None


def test_an_older_version_can_be_used_again(page, store):
    slider(page, "Dud line and star line (score)").set_value((30.0, 80.0)).run()
    page.button(key="save").click().run()
    page.button(key="use-1").click().run()
    assert slider(page, "Dud line and star line (score)").value == (30.0, 70.0)


def test_the_draft_from_the_data_comes_back(page, store):
    page.button(key="redraft").click().run()
    assert not page.exception
    assert [each.trait for each in kept(store).criteria] == ["energy"]
    assert kept(store).must_haves


def test_a_policy_comes_in_from_a_file_or_is_refused_literally(page, store):
    uploader = page.file_uploader[0]
    uploader.upload("policy.toml", POLICY.replace("70", "60").encode()).run()
    assert kept(store).star_line == 60
    page.file_uploader[0].upload("policy.toml", b"dud_line = 80\nstar_line = 20\ncriteria = []").run()
    assert any("importance above 0" in error.value for error in page.error)
    assert kept(store).star_line == 60
    page.file_uploader[0].upload("policy.toml", b"![x](https://beacon.example/a.png) is no toml").run()
    assert page.error
    assert not any("![x](" in error.value for error in page.error)
    page.file_uploader[0].upload("policy.toml", b"\xff\xfe\x00").run()
    assert any("UTF\\-8" in error.value for error in page.error)


def test_another_tab_is_followed(page, store):
    workspace = store.latest_workspace().id
    store.save_draft(workspace, POLICY.replace("star_line = 70", "star_line = 90"))
    page.run()
    assert slider(page, "Dud line and star line (score)").value == (30.0, 90.0)


def key_ending(widgets, ending):
    return next(widget.key for widget in widgets if widget.key and widget.key.endswith(ending))
