"""Where no browser starts, the tests that need one are skipped with a sentence; on a server that builds, they fail.

What a page asks of elsewhere is seen, and gets nowhere.
"""

import shutil
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests import served


@pytest.mark.parametrize("continuous, outcome", [("true", pytest.fail.Exception), ("", pytest.skip.Exception)])
def test_a_browser_that_does_not_start_is_a_sentence(monkeypatch, continuous, outcome):
    pytest.importorskip("playwright.sync_api", reason="pip install playwright")
    monkeypatch.setattr(served, "CHROMIUM", shutil.which("false"))
    monkeypatch.setenv("CI", continuous)
    with pytest.raises(outcome, match="does not start .+apt-get install libatomic1"):
        served.needs_browser()


@contextmanager
def answering(host, page=b""):
    """The address of a server that answers everything with this page, and the paths that it was asked for."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(page)

        def log_message(self, *said):
            """Nothing is told."""

    with ThreadingHTTPServer((host, 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://{host}:{server.server_port}", asked
        server.shutdown()


@pytest.mark.browser
def test_what_a_page_asks_of_elsewhere_is_seen_and_gets_nowhere():
    served.needs_browser()
    with answering("127.0.0.2") as (elsewhere, reached):
        images = "".join(f"<img src='{one}/x.png'>" for one in (elsewhere, "http://outside.invalid"))
        with answering("127.0.0.1", images.encode()) as (here, asked), served.visit(here) as seen:
            seen.page.goto(f"{here}/page")
            seen.page.wait_for_load_state("load")
            assert sorted(seen.outside) == [f"{elsewhere}/x.png", "http://outside.invalid/x.png"]
            assert asked[0] == "/page" and reached == []


@pytest.mark.browser
def test_of_a_visit_nothing_is_left_for_the_next():
    served.needs_browser()
    kept = "[document.cookie, localStorage.getItem('seen'), sessionStorage.getItem('seen')]"
    with answering("127.0.0.1") as (here, _), served.browsing():
        for _ in range(2):
            with served.visit(here) as seen:
                seen.page.goto(here)
                assert seen.page.evaluate(kept) == ["", None, None]
                seen.page.evaluate(
                    "document.cookie = 'seen=1'; localStorage.setItem('seen', 1); sessionStorage.setItem('seen', 1)"
                )
                assert seen.page.evaluate(kept) == ["seen=1", "1", "1"]
                seen.page.context.set_offline(True)
