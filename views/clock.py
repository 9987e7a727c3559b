"""The clock, for what is dated when it happens: runs, and what somebody writes down."""

from datetime import UTC, datetime


def now() -> str:
    """This second, as runs are dated."""
    return datetime.now(UTC).isoformat(timespec="seconds")
