"""The app behind the first page that a browser fetches: that page has our look already, so nothing moves later.

Streamlit brings a style sheet of ours half a second after the first words that it is for.
"""

from importlib.resources import files
from pathlib import Path

from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.starlette import App

PAGE = Path(__file__).resolve().parents[1] / "app.py"
SCREEN = (files("views") / "screen.css").read_text(encoding="utf-8")
THEIRS = b"<title>Streamlit</title>"  # by which the page is known from files that are taken away
OURS = {THEIRS: b"<title>maillage</title>", b"</body>": f"<style>{SCREEN}</style></body>".encode()}
UNPACKED = (b"accept-encoding", b"if-none-match", b"if-modified-since")  # asked without: the page comes whole, as text
MEASURED = (b"content-length", b"etag")  # of the page as it came


class Styled:
    """Puts the look into the page that all addresses of the app answer with; all else passes as it is."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or b"text/html" not in dict(scope["headers"]).get(b"accept", b""):
            await self.app(scope, receive, send)
            return
        headers = [(name, value) for name, value in scope["headers"] if name not in UNPACKED]
        await self.app({**scope, "headers": headers}, receive, _Page(send).take)


class _Page:
    """One answer, of which the head waits for the body: that gets longer."""

    def __init__(self, send: Send) -> None:
        self.send = send
        self.head: Message = {}
        self.body = b""

    async def take(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.head = message
            return
        self.body += message.get("body", b"")
        if not message.get("more_body"):
            body = _ours(self.body) if THEIRS in self.body else self.body
            kept = [(name, value) for name, value in self.head["headers"] if name not in MEASURED]
            length = (b"content-length", str(len(body)).encode())
            await self.send({**self.head, "headers": [*kept, length]})
            await self.send({**message, "body": body})


def _ours(page: bytes) -> bytes:
    for theirs, ours in OURS.items():
        page = page.replace(theirs, ours, 1)
    return page


app = App(PAGE, middleware=[Middleware(Styled)])
