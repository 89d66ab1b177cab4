"""WeasyPrint, loaded when the first page is set: with our fonts alone, and without what its import wastes.

An import from a shell costs more than a page. Three things in it are not needed, and are left out: the search for
libraries, the font tools that HarfBuzz replaces, and the parsing of a C type for every length of a glyph list.
"""

from __future__ import annotations

import contextlib
import ctypes.util
import io
import logging
import re
import sys
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from importlib import import_module
from types import ModuleType, SimpleNamespace
from typing import Any

from agreementgen.errors import EngineError
from agreementgen.typeset import drawn, fonts, memory, typefaces
from agreementgen.typeset.finisher import COMPRESSION

__all__ = ["engine_versions", "is_known", "library_versions", "load"]

KNOWN = "70.0", "0.13.0"
"""WeasyPrint and pydyf, as the tests have compared their pages with those of the faster engines."""
# Needed only where HarfBuzz cannot subset, or for variable fonts: module → the one name that is taken from it.
LATE = {"fontTools.subset": None, "fontTools.varLib.instancer": "instantiateVariableFont"}


@lru_cache(maxsize=1)
def load() -> Any:
    """Load WeasyPrint, once in a process.

    Raises:
        EngineError: It is not installed, or a library it needs is missing.
    """
    # WeasyPrint prints advice of its own before it raises; ours says the command for this platform.
    with fonts.private_fontconfig(), contextlib.redirect_stdout(io.StringIO()):
        try:
            with _no_library_search(), _late_font_tools():
                import weasyprint
                import weasyprint.pdf.fonts
                import weasyprint.text.fonts
                import weasyprint.urls
        except OSError as error:
            raise EngineError(_missing(error)) from error
        except ImportError as error:
            raise EngineError(
                f'WeasyPrint cannot be loaded ({error}). Run "pip install agreementgen" again.'
            ) from error
    if weasyprint.text.ffi.harfbuzz_subset is None:
        # WeasyPrint makes do with font tools that make other bytes, and warns of it at every font.
        raise EngineError(_missing(OSError("libharfbuzz-subset")))
    if is_known():
        weasyprint.pdf.fonts.ffi = _OneTypeForAllLengths(weasyprint.pdf.fonts.ffi)
        _write_faster()
        memory.install(weasyprint)
        held = typefaces.holder(weasyprint)
        typefaces.install(weasyprint, held)
        drawn.install(weasyprint, held)
        # They are built on the engine's own boxes, so they can be imported only now.
        from agreementgen.typeset import laying, painting

        laying.install()
        painting.install()
    else:
        logging.getLogger("agreementgen").warning(
            "Pages are set more slowly: the faster engines know WeasyPrint %s with pydyf %s, not %s with %s.",
            *KNOWN,
            *_versions(),
        )
    return weasyprint


def is_known() -> bool:
    """Tell whether the engine is the one whose internals the faster engines lean on."""
    return _versions() == KNOWN


def _versions() -> tuple[str, str]:
    import pydyf
    import weasyprint

    return weasyprint.VERSION, pydyf.VERSION


def engine_versions() -> dict[str, str]:
    """Name the versions that decide how a page comes out."""
    from importlib.metadata import version

    pango = load().text.ffi.pango
    number = pango.pango_version()
    return {
        "weasyprint": version("weasyprint"),
        "pydyf": version("pydyf"),
        "pango": f"{number // 10000}.{number // 100 % 100}.{number % 100}",
    }


@lru_cache(maxsize=1)
def library_versions() -> dict[str, str]:
    """Name the versions of the libraries that pip cannot install.

    Raises:
        EngineError: As for `load`.
    """
    libraries = load().text.ffi
    # WeasyPrint calls neither, so it declares neither.
    libraries.ffi.cdef("const char *hb_version_string(void); int FcGetVersion(void);")
    fontconfig = libraries.fontconfig.FcGetVersion()
    return {
        "pango": engine_versions()["pango"],
        "harfbuzz": libraries.ffi.string(libraries.harfbuzz.hb_version_string()).decode(),
        "fontconfig": f"{fontconfig // 10000}.{fontconfig // 100 % 100}.{fontconfig % 100}",
    }


@contextmanager
def _no_library_search() -> Iterator[None]:
    """Spare the import some fifty subprocesses.

    For every library name without a dot, cffi asks `ctypes.util.find_library`, which starts a compiler; WeasyPrint
    tries the exact names behind those anyway. Only on Linux, where these names are the right ones.
    """
    find = ctypes.util.find_library
    if sys.platform == "linux":
        ctypes.util.find_library = lambda name: None
    try:
        yield
    finally:
        ctypes.util.find_library = find


@contextmanager
def _late_font_tools() -> Iterator[None]:
    """Let WeasyPrint take hold of font tools that are loaded only when they are used."""
    late = {name: _Late(name, member) for name, member in LATE.items() if name not in sys.modules}
    sys.modules.update(late)
    try:
        yield
    finally:
        for name, module in late.items():
            if sys.modules.get(name) is module:
                del sys.modules[name]


class _Late(ModuleType):
    """A module that loads the real one when something of it is used, even if its one function was taken before."""

    def __init__(self, name: str, function: str | None) -> None:
        super().__init__(name)
        if function:
            setattr(self, function, lambda *args, **named: getattr(import_module(name), function)(*args, **named))

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(import_module(self.__name__), name)


def _write_faster() -> None:
    """Spare pydyf what it does for each number of a file, and most of the time that it compresses.

    The numbers are written as ever. A file grows by one or two in a hundred, for half of the time.
    """
    import pydyf

    written = pydyf._to_bytes
    at_once: dict[type, Callable[[Any], Any]] = {bytes: bytes, int: b"%d".__mod__, str: _ascii}

    def to_bytes(item: Any) -> Any:
        return at_once.get(type(item), written)(item)

    pydyf._to_bytes = to_bytes
    pydyf.zlib = SimpleNamespace(compress=zlib.compress, compressobj=lambda level: zlib.compressobj(COMPRESSION))


def _ascii(text: str) -> bytes:
    return text.encode("ascii")


class _OneTypeForAllLengths:
    """cffi's interface, but for arrays: `int[7]` and `int[8]` are two types that it parses anew, `int[]` is one."""

    def __init__(self, interface: Any) -> None:
        self._interface = interface

    def __getattr__(self, name: str) -> Any:
        return getattr(self._interface, name)

    def new(self, kind: str, *init: Any) -> Any:
        """Make a C object; an array's length comes from what it is filled with."""
        array = re.fullmatch(r"(.+)\[(\d+)\]", kind)
        if array and init and len(init[0]) == int(array[2]):
            kind = f"{array[1]}[]"
        return self._interface.new(kind, *init)


def _missing(error: OSError) -> str:
    lines = [
        f"A library that the PDF engine needs is missing: {str(error).splitlines()[0]}",
        "Debian, Ubuntu:  apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
        "Fedora:          dnf install pango",
        "Arch:            pacman -S pango",
        "Alpine:          apk add pango",
        "macOS:           brew install pango",
        "Windows:         install MSYS2, then: pacman -S mingw-w64-ucrt-x86_64-pango",
    ]
    return "\n".join(lines)
