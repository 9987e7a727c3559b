"""The first page gets our look and our name; what is taken away from the app stays as it was made."""

import asyncio

import pytest

from views.styled import THEIRS, Styled

PAGE = b"<html><head>" + THEIRS + b"</head><body>app</body></html>"
FILE = b"<html><head><title>EMC2</title></head><body>taken away</body></html>"


def answered(body, *, accept=b"text/html,*/*", parts=2):
    """What a browser gets that asks for a page which is sent in parts: its headers, and what it holds."""
    sent, asked = [], {}
    cut = len(body) // parts

    async def inner(scope, receive, send):
        asked.update(scope["headers"])
        headers = [(b"content-length", str(len(body)).encode()), (b"content-type", b"text/html"), (b"etag", b"x")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body[:cut], "more_body": True})
        await send({"type": "http.response.body", "body": body[cut:], "more_body": False})

    async def send(message):
        sent.append(message)

    scope = {"type": "http", "headers": [(b"accept", accept), (b"accept-encoding", b"gzip")]}
    asyncio.run(Styled(inner)(scope, None, send))
    start, *rest = sent
    return dict(start["headers"]), b"".join(one["body"] for one in rest), asked


@pytest.mark.parametrize("parts", [2, 3, 50])
def test_the_page_has_our_name_and_our_look_and_its_length_is_right(parts):
    headers, page, asked = answered(PAGE, parts=parts)
    assert b"<title>maillage</title>" in page and THEIRS not in page and page.count(b".st-key-head {") == 1
    assert int(headers[b"content-length"]) == len(page) and b"etag" not in headers
    assert b"accept-encoding" not in asked  # it comes as text


def test_a_file_that_is_taken_away_stays_as_it_was_made():
    headers, page, _ = answered(FILE)
    assert page == FILE and int(headers[b"content-length"]) == len(FILE)


def test_what_is_no_page_passes_as_it_is():
    headers, data, asked = answered(PAGE, accept=b"*/*")
    assert data == PAGE and headers[b"etag"] == b"x" and asked[b"accept-encoding"] == b"gzip"
