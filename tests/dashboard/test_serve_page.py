"""Who we serve: the policy's sentences with this list's evidence."""


def test_both_columns_speak_with_evidence(own):
    own.run()
    page = own.switch_page("views/serve.py").run()
    assert not page.exception
    assert page.title[0].value == "We serve clients who give us energy"
    texts = [text.value.replace("\\", "") for text in page.markdown]
    assert any("…who give us energy" in text and "stars +1.5, duds -2" in text for text in texts)
    assert any("…who drain us" in text for text in texts)
    assert "Your policy has no red line yet" in [header.value for header in page.header]


def test_the_sample_lists_who_crosses_red_lines(app):
    app.run()
    page = app.switch_page("views/serve.py").run()
    assert not page.exception
    assert "Blackquay Haulage" in page.dataframe[0].value["Client"].tolist()
