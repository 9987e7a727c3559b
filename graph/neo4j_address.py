"""The address of a Neo4j server, the user and the database in it; the password beside it, never shown."""

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self
from urllib.parse import quote, unquote, urlsplit

from graph.errors import StoreUnavailable

SCHEMES = ("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc")
PASSWORD, PASSWORD_FILE = "MAILLAGE_NEO4J_PASSWORD", "MAILLAGE_NEO4J_PASSWORD_FILE"
_SAID: dict[str, str] = {}  # passwords that stood in an address, so that `url`, which never tells them, opens it again


@dataclass(frozen=True, slots=True)
class Address:
    """Where a store is.

    The user stands in the address, the database at its end: `neo4j://anne@host:7687/neo4j`. The password stands in
    MAILLAGE_NEO4J_PASSWORD, or in the file that MAILLAGE_NEO4J_PASSWORD_FILE names; one that stands in the address
    is taken.

    Attributes:
        server: without user and database.
        url: without the password.
    """

    server: str
    database: str
    user: str
    url: str
    password: str = field(repr=False)

    @classmethod
    def of(cls, url: str) -> Self:
        """What an address says.

        Raises:
            StoreUnavailable: it names no Neo4j server, or the file of the password cannot be read.
        """
        try:
            address = urlsplit(url)
            port = address.port or 7687
        except ValueError:
            address, port = urlsplit(""), 0
        if address.scheme not in SCHEMES or not address.hostname:
            raise StoreUnavailable("This address names no Neo4j server: write neo4j://host:7687.")
        host = f"[{address.hostname}]" if ":" in address.hostname else address.hostname
        user, database = unquote(address.username or "neo4j"), address.path.strip("/") or "neo4j"
        shown = f"{address.scheme}://{quote(user)}@{host}:{port}/{database}"
        said = unquote(address.password or "") or _SAID.get(shown)
        _SAID.update({shown: said} if said else {})
        password = said or os.environ.get(PASSWORD) or _of_file(os.environ.get(PASSWORD_FILE))
        return cls(f"{address.scheme}://{host}:{port}", database, user, shown, password)


def _of_file(path: str | None) -> str:
    """The first line of a file that holds a password; "" where none is named."""
    if not path:
        return ""
    try:
        return Path(path).read_text(encoding="utf-8").partition("\n")[0].strip()
    except (OSError, UnicodeDecodeError):
        raise StoreUnavailable("{} names a file that cannot be read: {}.", PASSWORD_FILE, path) from None
