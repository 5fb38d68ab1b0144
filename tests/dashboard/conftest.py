"""The real app under Streamlit's test runner, with records in a folder of the test's own."""

import pytest
from streamlit.testing.v1 import AppTest

from segmentation.dashboard import state
from tests.dashboard.example import DAY, FILE_NAME, LIST, MAIN, POLICY


@pytest.fixture
def store(tmp_path, monkeypatch):
    """The records, empty; closed at the end, because warnings are errors here."""
    monkeypatch.setenv("VELVET_ROPE_DATA", str(tmp_path))
    yield state.store()
    state._store_in.clear()


@pytest.fixture
def app(store):
    """The app on its first start: nothing in the records."""
    return AppTest.from_file(str(MAIN), default_timeout=30)


@pytest.fixture
def own(store, app):
    """The app with a small list of five clients and a policy whose outcome can be counted by hand."""
    workspace = store.save_import([(FILE_NAME, LIST.encode())], DAY)
    store.save_policy(workspace, POLICY, "By hand.")
    return app
