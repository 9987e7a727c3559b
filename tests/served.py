"""The app as a person opens it: served by a process of its own, in a real browser that may not leave this machine."""

import os
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest

from tests.neo4j_server import free_port

ROOT = Path(__file__).parents[1]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ALONE = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
]  # fmt: skip
PATIENCE = 60  # seconds until the app must answer
PROBED = ("/_stcore/health", "/_stcore/host-config")  # where Streamlit looks for itself, beside the right place


def needs_browser() -> None:
    """Skip where there is no browser; on a server that builds, that is a failure."""
    reason = ""
    try:
        import playwright.sync_api  # noqa: F401
    except ImportError:
        reason = "pip install playwright"
    if not CHROMIUM:
        reason = "apt-get install chromium"
    reason = reason or cannot_start(str(CHROMIUM))
    if reason and os.environ.get("CI") == "true":
        pytest.fail(f"no browser: {reason}")
    if reason:
        pytest.skip(f"no browser: {reason}")


PROBE = """import sys
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    playwright.chromium.launch(executable_path=sys.argv[1], args=sys.argv[2:]).close()
"""


@cache
def cannot_start(chromium: str) -> str:
    """Why a browser that is installed does not start, told by a process of its own; "" where it does."""
    probe = subprocess.run([sys.executable, "-c", PROBE, chromium, *ALONE], capture_output=True, text=True, check=False)
    said = [line for line in probe.stderr.splitlines() if "Error" in line or "Exception" in line]
    why = (said or ["it ends at once"])[0]
    return f"{chromium} does not start ({why}); apt-get install libatomic1" if probe.returncode else ""


@contextmanager
def served(url: str, *, viewer: str = "public") -> Iterator[str]:
    """The address of the app, serving this store until the end of the block."""
    port = free_port()
    options = {"headless": "true", "address": "127.0.0.1", "port": port, "fileWatcherType": "none"}
    command = [sys.executable, "-m", "views.serving"]
    command += [f"--server.{name}={value}" for name, value in options.items()]
    env = {**os.environ, "MAILLAGE_STORE": url, "MAILLAGE_VIEWER": viewer}
    process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(f"http://127.0.0.1:{port}/_stcore/health", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=20)


class Visit:
    """A page in the browser, and whatever it tried or complained of."""

    def __init__(self, page, address: str) -> None:
        self.page, self.address = page, address
        self.outside: list[str] = []
        self.complaints: list[str] = []
        page.on("request", self._asked)  # a route would see as much, and keep the browser from keeping files
        page.on("requestfailed", self._refused)
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def open(self, path: str) -> None:
        """Go there, and wait until the canvas has drawn."""
        self.page.goto(self.address + path)
        self.ready()

    def ready(self) -> None:
        self.page.locator(".net[data-ready]").wait_for(timeout=PATIENCE * 1_000)

    def ready_offline(self) -> None:
        """Wait until the drawing of a file that was taken away has drawn."""
        self.page.locator("#net[data-ready]").wait_for(timeout=PATIENCE * 1_000)

    def where(self, entity: str, canvas: str = ".net") -> tuple[float, float]:
        """Where an actor stands in the window."""
        net = self.page.locator(canvas)
        box, point = net.bounding_box(), net.evaluate("(host, id) => host.where(id)", entity)
        return box["x"] + point["x"], box["y"] + point["y"]

    def selected(self, entity: str) -> None:
        """Wait until the canvas shows an actor as selected."""
        self.page.locator(f'.net[data-selected="{entity}"]').wait_for(timeout=PATIENCE * 1_000)

    def _asked(self, request) -> None:
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.outside.append(request.url)

    def _refused(self, request) -> None:
        """What the page's own policy stopped went nowhere."""
        if "csp" in (request.failure or "").lower() and request.url in self.outside:
            self.outside.remove(request.url)

    def _heard(self, message) -> None:
        where = (message.location or {}).get("url", "")
        if message.type == "error" and not where.endswith(PROBED):
            self.complaints.append(f"{message.text} {where}")


_open: list = []  # the browser of `browsing`, while there is one


@contextmanager
def browsing() -> Iterator[None]:
    """One browser for all visits within: it keeps the files that it fetched, for which a visit waits longest."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ALONE)
        _open.append(browser.new_context())
        try:
            yield
        finally:
            _open.pop()
            browser.close()


@contextmanager
def visit(address: str, *, wide: int = 1280, high: int = 720) -> Iterator[Visit]:
    """A browser at that address, in which nothing of an earlier visit is left but fetched files."""
    if not _open:
        with browsing(), visit(address, wide=wide, high=high) as seen:
            yield seen
        return
    page = _open[-1].new_page()
    _forget(page, address)
    page.set_viewport_size({"width": wide, "height": high})
    page.set_default_timeout(PATIENCE * 1_000)
    try:
        yield Visit(page, address)
    finally:
        page.context.set_offline(False)
        page.close()


def _forget(page, address: str) -> None:
    """Cookies and whatever else a page kept in the browser are gone."""
    page.context.clear_cookies()
    kept = "local_storage,indexeddb,service_workers,cache_storage"
    page.context.new_cdp_session(page).send("Storage.clearDataForOrigin", {"origin": address, "storageTypes": kept})


def _wait(health: str, process: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        assert process.poll() is None, "the app did not start"
        try:
            urllib.request.urlopen(health, timeout=1).close()
            return
        except OSError:
            time.sleep(0.2)
    raise TimeoutError(f"no answer at {health}")
