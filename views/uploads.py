"""Files that a reader hands over: in a folder of their own as long as they are looked at, then gone."""

import shutil
import tempfile
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

import streamlit as st

LONGEST = 120  # letters of a name that any disk takes


def handed(files: Mapping[str, bytes]) -> list[Path]:
    """The files on disk, by their own names, in a folder that nobody else may read; the same for the same files."""
    named = {_safe(name): data for name, data in files.items()}
    known = sha256(b"".join(name.encode() + sha256(data).digest() for name, data in sorted(named.items())))
    folder = _folder(known.hexdigest(), named)
    return [folder / name for name in named]


def beside(path: Path, name: str) -> Path:
    """Where something made from a file is written: not among what was handed over."""
    made = path.parent / "made"
    made.mkdir(exist_ok=True)
    return made / name


def _safe(name: str) -> str:
    """The name alone, without the folders that a browser may have sent along; its ending stays.

    >>> _safe("../../etc/passwd"), _safe(".."), len(_safe("x" * 300 + ".csv"))
    ('passwd', 'file', 120)
    """
    bare = Path(name.replace("\\", "/").replace("\0", "")).name.lstrip(".") or "file"
    return bare if len(bare) <= LONGEST else bare[: LONGEST - 20] + bare[-20:]


@st.cache_resource(max_entries=8, show_spinner=False, on_release=lambda made: shutil.rmtree(made, ignore_errors=True))
def _folder(known: str, _files: Mapping[str, bytes]) -> Path:
    folder = Path(tempfile.mkdtemp(prefix="maillage-"))
    for name, data in _files.items():
        (folder / name).write_bytes(data)
    return folder
