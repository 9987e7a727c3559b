"""Where no browser starts, the tests that need one are skipped with a sentence; on a server that builds, they fail."""

import shutil

import pytest

from tests import served


@pytest.mark.parametrize("continuous, outcome", [("true", pytest.fail.Exception), ("", pytest.skip.Exception)])
def test_a_browser_that_does_not_start_is_a_sentence(monkeypatch, continuous, outcome):
    pytest.importorskip("playwright.sync_api", reason="pip install playwright")
    monkeypatch.setattr(served, "CHROMIUM", shutil.which("false"))
    monkeypatch.setenv("CI", continuous)
    with pytest.raises(outcome, match="does not start .+apt-get install libatomic1"):
        served.needs_browser()
