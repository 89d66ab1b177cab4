"""An interview of an older shape is brought to the newest one."""

from __future__ import annotations

from typing import Any

import pytest

from agreementgen.interview import canonical_yaml, read_interview
from agreementgen.interview.fields.document import NEWEST_SCHEMA
from agreementgen.interview.migrating import MIGRATIONS, migrated, shape_of

from .conftest import settled


def test_there_is_a_step_from_every_older_shape() -> None:
    assert set(MIGRATIONS) == set(range(1, NEWEST_SCHEMA))


def test_what_has_the_newest_shape_comes_back_byte_for_byte() -> None:
    data = canonical_yaml(settled(), {"wording": "x"})
    assert shape_of(data) == NEWEST_SCHEMA
    assert migrated(data) == data


def test_each_step_is_taken_in_turn_and_all_else_stays() -> None:
    def first(body: dict[str, Any]) -> dict[str, Any]:
        return {("cadence" if key == "rhythm" else key): said for key, said in body.items()}

    def second(body: dict[str, Any]) -> dict[str, Any]:
        return body | {"meetings": {"cadence": body.pop("cadence")}}

    old = b"schema: '1'\nrhythm: every month\npurpose: 'Ada: to chair'\n"
    new = migrated(old, {1: first, 2: second}, 3)
    assert shape_of(new) == 3
    assert new.decode().splitlines() == [
        "schema: '3'",
        "purpose: 'Ada: to chair'",
        "meetings:",
        "  cadence: every month",
    ]
    assert read_interview(new.replace(b"'3'", b"'1'")).problems == ()


@pytest.mark.parametrize("data", [b"", b"a: 1\n", b"\xff\xfe", b"open:\n  schema: 1\n"])
def test_what_does_not_say_its_shape_is_none_of_ours(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"schema|decode"):
        shape_of(data)
