"""A Neo4j server that is the tests' own: they may stop it, start it again and deprive it of its disk."""

import resource
import secrets
from contextlib import ExitStack
from pathlib import Path

from tests.neo4j_server import free_port, server


class OwnServer:
    """One with its data in `home`, that is started; `url` holds its password."""

    def __init__(self, home: Path) -> None:
        self.home, self.password, self.port = home, secrets.token_hex(8), free_port()
        self.url = f"neo4j://neo4j:{self.password}@127.0.0.1:{self.port}"
        self.running = ExitStack()
        self.start()

    def start(self) -> None:
        self.running.enter_context(server(self.home, self.password, port=self.port))

    def stop(self) -> None:
        self.running.close()

    def limit_files(self, size: int) -> None:
        """No file of the server may grow beyond this: what a full disk does."""
        running = int((self.home / "server.pid").read_text(encoding="utf-8"))
        resource.prlimit(running, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
