"""Type-ahead: one lowercased search key per master record, found by trigram index in a single query.

The key holds codes, bar codes, names, the parts of both, and for Chinese text the pinyin in full and
by initials from every syllable on, so that 深沟球轴承 is found by "zc", "zhoucheng" and "sgq".
"""

from __future__ import annotations

import re
import unicodedata

from django.db.models import Case, IntegerField, Q, Value, When

KEY_LENGTH = 600
MAX_TERMS = 6
_MAX_TEXT = 100
_MAX_INITIALS = 12
_HAN = re.compile(r"[㐀-䶿一-鿿]+")
_WORD = re.compile(r"[^\W_]+")


def _fold(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).replace("\x00", "").lower().split())


def _pinyin(run: str) -> tuple[str, str]:
    from pypinyin import lazy_pinyin  # a large dictionary: loaded when the first Chinese name is met

    syllables = lazy_pinyin(run)
    return "".join(syllables), "".join(syllable[0] for syllable in syllables)


def _words(text: str) -> list[str]:
    folded = _fold(text)
    words = folded.split()
    words += _WORD.findall(folded)
    for run in _HAN.findall(folded):
        full, initials = _pinyin(run)
        words.append(full)
        head = initials[:_MAX_INITIALS]
        words += [head[start:] for start in range(len(head))]
    return words


def search_key(*texts: str) -> str:
    """What a record is found by, most telling text first.

    Shape: words with a space before each, so that " zc" is the beginning of a word; cut at 600 characters.
    """
    words = dict.fromkeys(word for text in texts if text for word in _words(text))
    key = ""
    for word in words:
        if len(key) + len(word) + 1 > KEY_LENGTH:
            break
        key += f" {word}"
    return key


def search_filter(text: str, field: str = "search_key") -> Q:
    """Records whose key has every term of the text: anywhere from three letters on, else at a word's start.

    Chinese terms are looked up by their pinyin as well, because the index knows no pair of characters.
    """
    wanted = Q()
    for term in _fold(text[:_MAX_TEXT]).split()[:MAX_TERMS]:
        wanted &= Q(**{f"{field}__contains": term if len(term) > 2 or _HAN.search(term) else f" {term}"})
        for run in _HAN.findall(term):
            full, _initials = _pinyin(run)
            if len(full) > 2:
                wanted &= Q(**{f"{field}__contains": full})
    return wanted


def search_rank(text: str, *exact: str, name: str = "name") -> Case:
    """How well a record fits: 0 exact code or bar code, 1 a code that begins so, 2 such a name, 3 others."""
    wanted = text.strip()[:_MAX_TEXT]
    whens = [When(**{f"{field}__iexact": wanted}, then=Value(0)) for field in exact]
    if exact:
        whens.append(When(**{f"{exact[0]}__istartswith": wanted}, then=Value(1)))
    whens.append(When(**{f"{name}__istartswith": wanted}, then=Value(2)))
    return Case(*whens, default=Value(3), output_field=IntegerField())
