"""The page about files says all that one can say of a file."""

import re
from pathlib import Path

import pytest
from typer.main import get_command

from cli import app
from ingest.encodings import LONGEST_LINE
from ingest.headers import WIDEST
from ingest.json_stream import LONGEST
from ingest.json_tables import MOST
from ingest.readers import WHOLE
from ingest.saved import KEYS

PAGE = Path(__file__).resolve().parents[1].joinpath("docs", "files.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("command", ["check", "load"])
def test_every_option_of_reading_is_on_the_page(command):
    options = {
        one for parameter in get_command(app).commands[command].params for one in parameter.opts if one[:2] == "--"
    }
    assert options - {"--help", "--lang", *re.findall(r"--[a-z-]+", PAGE)} == set()


def test_every_key_of_a_mapping_is_on_the_page_and_no_other():
    table = PAGE.split("A mapping is TOML.")[1].split("## Limits")[0]
    rows = [line.split("|")[1] for line in table.splitlines() if line.startswith("|")]
    named = {key for cell in rows for key in re.findall(r"`(\w+)`", cell)}
    assert named == set(KEYS)


def test_the_limits_are_those_of_the_code():
    assert (LONGEST_LINE, LONGEST, WIDEST, WHOLE >> 20, MOST) == (10_000_000, 10_000_000, 5_000, 300, 10_000)
