"""Every example looks the same, whichever engine sets it; `tools/twins.py` compares pairs made up at random."""

from __future__ import annotations

from pathlib import Path

import pytest

from agreementgen.typeset import Look

from .conftest import INTERVIEWS, SHAPES, example
from .readers import differences
from .test_memory import made

LOOKS = {
    "plain": Look(),
    "formal": Look(theme="formal", paper="letter"),
    "large": Look(reading_size="large"),
}


@pytest.mark.parametrize(
    ("path", "look"),
    [(path, LOOKS["plain"]) for path in INTERVIEWS]
    + [(path, look) for name, look in LOOKS.items() if name != "plain" for path in SHAPES],
    ids=[path.stem for path in INTERVIEWS] + [f"{path.stem}-{name}" for name in ("formal", "large") for path in SHAPES],
)
def test_every_example_looks_the_same_with_tiles_and_without(path: Path, look: Look) -> None:
    interview = example(path)
    for tiled, whole in zip(made(interview, "tiles", look=look), made(interview, "full", look=look), strict=True):
        assert not differences(tiled, whole)
