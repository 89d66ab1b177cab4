"""Names that a package lends from its modules: each module is loaded when a name of it is first asked for (PEP 562)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

__all__ = ["lender"]


def lender(package: str, homes: Mapping[str, str]) -> Callable[[str], Any]:
    """Give the `__getattr__` of a package.

    Args:
        package: Its full name.
        homes: The module of each name that it lends. No module may be called like such a name: it would hide it.
    """

    def lend(name: str) -> Any:
        if name in homes:
            return getattr(import_module(f"{package}.{homes[name]}"), name)
        raise AttributeError(f"module {package!r} has no attribute {name!r}")

    return lend
