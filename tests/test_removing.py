"""One item less in a list: all else in the file stays, or nothing is changed."""

from __future__ import annotations

import pytest

from agreementgen.interview.editing import NoPlaceError
from agreementgen.interview.removing import without_item

BLOCK = """# Ours
goals:   # three at most
  # the first
  - title: One
    by: 2026-03   # soon
  - Two   # the second
  # the last
  - {title: Three, by: 2026-05}
also_agreed: [We walk., "We talk, too."]
boundaries: {off_limits: pay, gifts: none}
"""


@pytest.mark.parametrize(
    ("key", "number", "expected"),
    [
        ("goals", 0, BLOCK.replace("  - title: One\n    by: 2026-03   # soon\n", "")),
        ("goals", 1, BLOCK.replace("  - Two   # the second\n", "")),
        ("goals", 2, BLOCK.replace("  - {title: Three, by: 2026-05}\n", "")),
        ("also_agreed", 0, BLOCK.replace("We walk., ", "")),
        ("also_agreed", 1, BLOCK.replace(', "We talk, too."', "")),
        ("boundaries.off_limits", 0, BLOCK.replace("off_limits: pay", "off_limits:")),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_an_item_goes_and_every_other_line_stays(key: str, number: int, expected: str, newline: str) -> None:
    text = BLOCK.replace("\n", newline)
    assert without_item(text, key, number) == expected.replace("\n", newline)


@pytest.mark.parametrize("text", ["goals: [One]\n", "goals:\n- One\n", "goals:\n  - title: One\n", "goals: One"])
def test_with_its_last_item_a_list_stands_empty(text: str) -> None:
    new = without_item(text, "goals", 0)
    assert new.startswith("goals:")
    assert "One" not in new


@pytest.mark.parametrize(("key", "number"), [("goals", 3), ("resources", 0), ("boundaries.off_limits", 1)])
def test_an_item_that_is_not_there_is_refused(key: str, number: int) -> None:
    with pytest.raises(NoPlaceError):
        without_item(BLOCK, key, number)
