"""An interview of an older shape of file → the same interview in the newest shape.

An agreement lives longer than the program that made it: what it carries is read for as long as there are agreements.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

import yaml

from agreementgen.interview.canonical import as_yaml
from agreementgen.interview.fields.document import NEWEST_SCHEMA

__all__ = ["MIGRATIONS", "Step", "migrated", "shape_of"]

Step = Callable[[dict[str, Any]], dict[str, Any]]
MIGRATIONS: Mapping[int, Step] = {}
"""By the shape that a step begins with, what makes the next shape of it; all answers are text, or `None`."""


def shape_of(data: bytes) -> int:
    """Give the shape of file that an interview says it has at the start of a line, as each one that we write does.

    Raises:
        ValueError: It is no text, or says none.
    """
    said = re.search(r"""^schema: *["']?([0-9]{1,3})["']? *\r?$""", data.decode("utf-8"), flags=re.MULTILINE)
    if said is None:
        raise ValueError("no schema is said")
    return int(said[1])


def migrated(data: bytes, steps: Mapping[int, Step] = MIGRATIONS, newest: int = NEWEST_SCHEMA) -> bytes:
    """Bring an interview that we wrote step by step to the newest shape; one that has it comes back byte for byte.

    Raises:
        ValueError: It is no text, or does not say its shape.
    """
    before = shape_of(data)
    if before >= newest:
        return data
    body = yaml.load(data, Loader=yaml.BaseLoader)
    for number in range(before, newest):
        body = steps[number](body) | {"schema": str(number + 1)}
    return as_yaml(body)
