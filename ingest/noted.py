"""A value that was read from a cell that is odd."""


class Noted(str):
    """A value that was read, with the code of what is odd about its cell."""

    __slots__ = ("code",)
    code: str

    @classmethod
    def of(cls, value: str, code: str) -> "Noted":
        made = cls(value)
        made.code = code
        return made
