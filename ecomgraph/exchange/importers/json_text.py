"""Read JSON without what Python lets pass and UTF-8 cannot hold: halves of surrogate pairs."""

from __future__ import annotations

import json
from typing import Any

__all__ = ["load_json"]


def load_json(data: bytes) -> Any:
    r"""Return what a JSON document says; raise ``ValueError`` or ``RecursionError`` for one that cannot be read.

    >>> load_json(b'{"label": "\\ud83d\\ude00"}')
    {'label': '😀'}
    >>> load_json(b'{"label": "\\ud83d"}')
    Traceback (most recent call last):
    ValueError: half of a surrogate pair is not a character
    """
    text = data.decode(json.detect_encoding(data))
    value = json.loads(text.removeprefix("\ufeff"))
    if "\\ud" in text.lower():
        try:
            json.dumps(value, ensure_ascii=False).encode()
        except UnicodeEncodeError:
            raise ValueError("half of a surrogate pair is not a character") from None
    return value
