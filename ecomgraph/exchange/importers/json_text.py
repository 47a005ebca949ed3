"""Read JSON without what Python lets pass: halves of surrogate pairs, which UTF-8 cannot hold, NaN and the like."""

from __future__ import annotations

import json
import re
from functools import partial
from typing import Any, NoReturn

__all__ = ["load_json"]

# Python takes time with the square of the number of digits.
_MOST_DIGITS = 1_000
_LONG = re.compile(rf"[0-9]{{{_MOST_DIGITS + 1}}}")


def load_json(data: bytes) -> Any:
    r"""Return what a JSON document says; raise ``ValueError`` or ``RecursionError`` for one that cannot be read.

    >>> load_json(b'{"label": "\\ud83d\\ude00"}')
    {'label': '😀'}
    >>> load_json(b'{"label": "\\ud83d"}')
    Traceback (most recent call last):
    ValueError: half of a surrogate pair is not a character
    """
    text = data.decode(json.detect_encoding(data))
    text = text.removeprefix("\ufeff")
    value = json.loads(text, parse_int=partial(_whole, text), parse_constant=partial(_refuse_constant, text))
    if "\\ud" in text.lower():
        try:
            json.dumps(value, ensure_ascii=False).encode()
        except UnicodeEncodeError:
            raise ValueError("half of a surrogate pair is not a character") from None
    return value


def _whole(text: str, digits: str) -> int:
    if len(digits) <= _MOST_DIGITS:
        return int(digits)
    found = _LONG.search(text)
    reason = f"a number has {len(digits):,} digits, and {_MOST_DIGITS:,} is the limit; write it shorter, or as text"
    raise json.JSONDecodeError(reason, text, found.start() if found else 0)


def _refuse_constant(text: str, name: str) -> NoReturn:
    raise json.JSONDecodeError(f"{name} is no number", text, text.find(name))
