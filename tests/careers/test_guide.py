"""The guide to paths says what the code prints."""

import doctest
from pathlib import Path

import pytest

GUIDE = Path(__file__).parents[2] / "docs" / "paths.md"


@pytest.mark.long
def test_what_the_guide_shows_is_what_is_printed() -> None:
    result = doctest.testfile(str(GUIDE), module_relative=False, optionflags=doctest.ELLIPSIS)
    assert (result.failed, result.attempted > 30) == (0, True)
