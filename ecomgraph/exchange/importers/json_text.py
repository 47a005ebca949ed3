"""Read JSON more strictly than Python, without lone surrogates, which UTF-8 cannot hold, and without NaN."""

from __future__ import annotations

import json
import re
from functools import partial
from typing import TYPE_CHECKING, Any, NoReturn

from ecomgraph.errors import ParseError, SourceError
from ecomgraph.exchange.document_text import JSON_HINT
from ecomgraph.store.parse import read_bytes

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["load_json", "read_json_file"]

# Python takes quadratic time in the number of digits.
_MOST_DIGITS = 1_000
_LONG = re.compile(rf"[0-9]{{{_MOST_DIGITS + 1}}}")


def load_json(data: bytes) -> Any:
    r"""Return the content of a JSON document; raise ``ValueError`` or ``RecursionError`` if it cannot be read.

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


def read_json_file(path: Path) -> Any:
    """Return the content of a JSON file; raise a one-line error if it cannot be read."""
    try:
        return load_json(read_bytes(path))
    except RecursionError:
        raise SourceError(str(path), "is nested too deeply; flatten it") from None
    except json.JSONDecodeError as error:
        raise ParseError(str(path), error.lineno, error.colno, f"is not JSON: {error.msg}; {JSON_HINT}") from None
    except UnicodeDecodeError as error:
        raise SourceError(
            str(path), f"is not {error.encoding.upper()} at byte {error.start}; save it as UTF-8"
        ) from None
    except ValueError as error:
        raise SourceError(str(path), f"is not JSON: {error}") from None


def _whole(text: str, digits: str) -> int:
    if len(digits) <= _MOST_DIGITS:
        return int(digits)
    found = _LONG.search(text)
    reason = f"a number has {len(digits):,} digits, and {_MOST_DIGITS:,} is the limit; write it shorter, or as text"
    raise json.JSONDecodeError(reason, text, found.start() if found else 0)


def _refuse_constant(text: str, name: str) -> NoReturn:
    raise json.JSONDecodeError(f"{name} is not a JSON number", text, text.find(name))
