"""Print HTML files by WeasyPrint alone: what `kit.py` measures the command against. `python benchmarks/bare.py DIR`.

DIR holds the pages as `*.html` and their stylesheet `look.css`; the PDFs are written beside them.
"""

from __future__ import annotations

import ctypes.util
import sys
from pathlib import Path

OPTIONS = {"pdf_variant": "pdf/a-3a", "pdf_tags": True}


def main(folder: Path) -> None:
    """Print every page in a folder, with one font configuration and one parsed stylesheet."""
    find = ctypes.util.find_library
    ctypes.util.find_library = lambda name: None  # spares some fifty subprocesses, as the command does
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    ctypes.util.find_library = find
    fonts = FontConfiguration()
    css = weasyprint.CSS(filename=folder / "look.css", font_config=fonts)
    for page in sorted(folder.glob("*.html")):
        html = weasyprint.HTML(filename=page)
        html.write_pdf(page.with_suffix(".pdf"), stylesheets=[css], font_config=fonts, **OPTIONS)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
