"""Names are hostile: how text from a document reaches a screen or a file as text and nothing more."""

import re

PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
UNSEEN = re.compile(r"[\u0000-\u001f\u007f-\u009f\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]+")
LONGEST = 200


def flat(text: str, *, longest: int = LONGEST) -> str:
    """One line: whitespace folded, control and direction marks gone, cut with an ellipsis.

    >>> flat("a\\u2028b\\u202ec", longest=10)
    'a b c'
    """
    folded = " ".join(UNSEEN.sub(" ", text).split())
    return folded if len(folded) <= longest else folded[: longest - 1].rstrip() + "…"


def plain(text: str, *, longest: int = LONGEST) -> str:
    """Text that Markdown shows as it stands: no image, link, emphasis, directive or HTML.

    >>> plain("![x](http://a.b)")
    '\\\\!\\\\[x\\\\]\\\\(http\\\\:\\\\/\\\\/a\\\\.b\\\\)'
    """
    return PUNCTUATION.sub(r"\\\1", flat(text, longest=longest))
