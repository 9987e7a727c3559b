"""Krebs' partnerships of internet firms (2002), a published network to measure against; it is not shipped."""

from pathlib import Path

import pytest

FILE = Path(__file__).resolve().parents[2] / "shared" / "data" / "krebs.paj"
MICROSOFT = "v3"

needs_krebs = pytest.mark.skipif(not FILE.is_file(), reason="krebs.paj is not in ../shared/data")


def krebs() -> list[tuple[str, str]]:
    """Each pair of partners once, as `v1` to `v219`, sorted."""
    text = FILE.read_text(encoding="latin-1").partition("*Edges")[2].partition("*")[0]
    pairs = {tuple(sorted((f"v{a}", f"v{b}"))) for a, b, _ in map(str.split, filter(str.strip, text.splitlines()))}
    return sorted(pairs)
