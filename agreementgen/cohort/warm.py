"""Loaded once by the process that workers are forked from, so that none of them loads the engine again."""

from __future__ import annotations

import contextlib

import agreementgen.cohort.worker
from agreementgen.errors import EngineError
from agreementgen.typeset import engine

__all__: list[str] = []

# A machine without the engine is told so by the first kit, in words.
with contextlib.suppress(EngineError):
    engine.load()
assert agreementgen.cohort.worker
