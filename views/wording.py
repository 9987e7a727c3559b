"""Words on screens: the English sentence is the key, French is the language unless another is asked for."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from gettext import GNUTranslations
from importlib.resources import files
from io import BytesIO
from numbers import Real

from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from graph.errors import Number
from queries.words import is_several

LANGUAGES = {"fr": "Français", "en": "English"}
FRENCH, ENGLISH = LANGUAGES
DE, VOWEL = re.compile(r"\bde (\{(\w+)\})"), re.compile(r"[aeiouyàâäéèêëîïôöùûüœæ]", re.IGNORECASE)


class Words:
    """What is said in one language: `say("{count} shown", count=3)`."""

    def __init__(self, language: str) -> None:
        self.language = language if language in LANGUAGES else FRENCH
        self._known = _catalogue(self.language)

    def __call__(self, sentence: str, **values: object) -> str:
        return self._elided(self._known.gettext(sentence), values).format(**values)

    def many(self, one: str, more: str, count: int, **values: object) -> str:
        """The form that this language uses for so many; `{count}` is the number, written out its way."""
        return self._elided(self._known.ngettext(one, more, count), values).format(count=self.number(count), **values)

    def fault(self, error: object) -> str:
        """What went wrong, in this language where it is a sentence of ours; anything else as it says itself."""
        if isinstance(error, tuple):
            return ", ".join(map(self.fault, error))
        template = str(getattr(error, "template", ""))
        if not template:
            return str(error)
        values = getattr(error, "values", ())
        known = self._known.gettext(template)
        return known.format(*map(self._value, values)) if values else known

    def _value(self, value: object) -> str | Number:
        """What fills a sentence; a number chooses its form as this language does."""
        if isinstance(value, Real):
            return Number(value, is_several=is_several(float(value), self.language))
        return self.fault(value)

    def number(self, value: float) -> str:
        return str(format_decimal(value, locale=self.language))

    def all_of(self, parts: Iterable[str]) -> str:
        """`a, b and c`, as this language joins them."""
        return str(format_list(list(parts), locale=self.language))

    def _elided(self, sentence: str, values: Mapping[str, object]) -> str:
        """« de EMC2 » is « d'EMC2 » in French."""
        if self.language != FRENCH:
            return sentence
        return DE.sub(
            lambda found: f"d'{found[1]}" if VOWEL.match(str(values.get(found[2], ""))) else found[0], sentence
        )


@cache
def _catalogue(language: str) -> GNUTranslations:
    """The words of one language, compiled in memory: no binary file is kept."""
    source = (files("views") / "words" / language / "LC_MESSAGES" / "maillage.po").read_bytes()
    compiled = BytesIO()
    write_mo(compiled, read_po(BytesIO(source), locale=language))
    compiled.seek(0)
    return GNUTranslations(compiled)
