"""What a Neo4j server or its driver complains of, as sentences with a way out."""

from collections.abc import Iterator
from contextlib import contextmanager

from neo4j.exceptions import AuthError, ConfigurationError, DriverError, Neo4jError, UnsupportedServerProduct

from graph.errors import ServerAway, StoreBusy, StoreError, StoreUnavailable
from graph.neo4j_address import Address

FULL = ("TransactionLogError", "TransactionCommitFailed", "No space left", "out of disk space")


@contextmanager
def translated(address: Address) -> Iterator[None]:
    """No error of the driver or the server leaves the store as it is."""
    try:
        yield
    except (Neo4jError, DriverError, OSError) as error:
        raise sentence(address, error) from None


def sentence(address: Address, error: Exception) -> StoreError:
    """What went wrong, in words, and what to do."""
    code = (error.code or "") if isinstance(error, Neo4jError) else ""
    if isinstance(error, AuthError) or "Security" in code:
        return StoreUnavailable(
            "{} does not let '{}' in: say the password in MAILLAGE_NEO4J_PASSWORD.", address.server, address.user
        )
    if code.endswith("DatabaseNotFound"):
        return StoreUnavailable("{} has no database '{}': the usual one is 'neo4j'.", address.server, address.database)
    if "TransactionTimedOut" in code or "LockClientStopped" in code or "DeadlockDetected" in code:
        return StoreBusy("Another process is writing to {}: try again when it has finished.", address.url)
    if "OutOfMemory" in code:
        return StoreError("{} has too little memory for this: raise server.memory.heap.max_size.", address.url)
    if any(word in f"{code} {error}" for word in FULL):
        return StoreError(
            "{} cannot keep what it is given: is its disk full? Nothing of this is seen. "
            "Make room, start the server again, and try again.",
            address.url,
        )
    if code.endswith("TransactionStartFailed"):
        return ServerAway(
            "The database at {} has stopped: start its server again; its log says why (a full disk?).", address.url
        )
    if isinstance(error, UnsupportedServerProduct | ConfigurationError):
        return StoreUnavailable(
            "{} answers, but not as a Neo4j 5 server does: is it older, or does it want encryption (neo4j+s://)?",
            address.server,
        )
    if isinstance(error, Neo4jError) and not error.is_retryable():
        return StoreError("{} could not be used: {}.", address.url, code or type(error).__name__)
    return ServerAway("No Neo4j server answers at {}: is it started (`make neo4j`)?", address.server)
