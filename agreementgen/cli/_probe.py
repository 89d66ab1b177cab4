"""What `doctor` runs in a process of its own: a library that does not fit can end a process without a word."""

from __future__ import annotations

import io
import json
import sys
from typing import Any

__all__ = ["probe"]


def probe() -> dict[str, Any]:
    """Load the engine, make an agreement from a shipped example, and read it back with another library.

    Returns:
        `libraries` with versions; `page` with pages and bytes, where one was made; `fault` with what went wrong.
    """
    found: dict[str, Any] = {}
    try:
        from agreementgen.typeset import library_versions

        found["libraries"] = library_versions()
        found["page"] = _page()
    except Exception as error:
        found["fault"] = str(error).splitlines()[0] if str(error) else type(error).__name__
    return found


def _page() -> dict[str, int]:
    import pikepdf

    from agreementgen import resources
    from agreementgen.documents import kit
    from agreementgen.interview import read_interview

    interview = read_interview((resources.folder("examples") / "workplace.yaml").read_bytes()).interview
    if interview is None:
        raise ValueError("the example that was installed cannot be read")
    (document,) = kit(interview, ["agreement"], final=True)
    with pikepdf.open(io.BytesIO(document.data)) as pdf:
        if not pdf.attachments or "/AcroForm" not in pdf.Root:
            raise ValueError("the page that was made does not hold what was put in")
        return {"pages": len(pdf.pages), "bytes": len(document.data)}


if __name__ == "__main__":
    # What a library prints on its way must not stand before the result.
    print("\n" + json.dumps(probe()), file=sys.stdout)
