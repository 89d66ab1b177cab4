"""A template and composed texts → HTML; the only place that escapes.

The documents in `templates/documents/` hold structure and no words; words come from the locale and the composed texts.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from itertools import zip_longest
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from agreementgen import __version__
from agreementgen.agreement.text import Block, Paragraph, Run, RunKind, plain
from agreementgen.agreement.wordings import Wordings
from agreementgen.errors import AgreementError, TemplateError, did_you_mean
from agreementgen.locales import Locale
from agreementgen.resources import SHIPPED, Templates
from agreementgen.typeset.look import Look, screen_stylesheet

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = [
    "document_fault",
    "rendered",
    "shipped_page",
    "standalone_page",
    "wordings_html",
]


def wordings_html(wordings: Wordings, locale: Locale) -> str:
    """Set every wording of a kind as one page for the screen and for paper; its looks are always ours."""
    styles = Markup(SHIPPED.read_text("pages/wordings.css"))  # ours, and not escaped
    return shipped_page("wordings.html", locale, wordings=wordings, styles=styles)


def shipped_page(name: str, locale: Locale, **values: object) -> str:
    """Fill a page of `templates/pages/`, whose looks are always ours."""
    return _environment(SHIPPED, "pages").get_template(name).render(generator=GENERATOR, locale=locale, **values)


def standalone_page(html: str, look: Look) -> str:
    """Make a page for the screen of what was set for print: one file, with its styles and its logo inside.

    The places of signature fields are for the PDF and are taken out; every word stays.
    """
    page = re.sub(r'<input type="checkbox" class="field"[^>]*>', "", html)
    style = f"<style>\n{screen_stylesheet(look)}</style>"
    page = page.replace(
        "</head>", f'<meta name="viewport" content="width=device-width, initial-scale=1">\n{style}\n</head>'
    )
    if look.logo:
        content = base64.b64encode(look.logo.data).decode("ascii")
        page = page.replace('src="asset:/logo"', f'src="data:{look.logo.media_type};base64,{content}"')
    return page


def rendered(document: str, locale: Locale, **values: object) -> str:
    """Fill a template of `templates/documents/` with values and with the words of a locale.

    Raises:
        TemplateError: The template is at fault.
    """
    templates = locale.templates
    try:
        page = (
            _environment(templates)
            .get_template(document)
            .render(
                label=locale.label,
                count=locale.count,
                day=locale.day,
                generator=GENERATOR,
                page=_page_label(locale),
                **values,
            )
        )
    except AgreementError:
        raise
    except MemoryError as error:
        raise TemplateError(
            f"{_place(error, document, templates)}: this asks for more memory than it may have."
        ) from error
    except Exception as error:
        # A template can make Python itself raise anything: a division by nothing, a number where text is wanted.
        raise TemplateError(f"{_place(error, document, templates)}: {_reason(error)}") from error
    if len(page) > LONGEST:
        raise TemplateError(f"{templates.shown(f'documents/{document}')}: the page comes to {len(page):,} characters.")
    return page


def document_fault(name: str, templates: Templates) -> str:
    """Say what is wrong with the way a document is written, with its line; empty for nothing.

    Args:
        name: Its path, such as `documents/agreement.html`.
        templates: Whose it is.
    """
    from jinja2 import TemplateSyntaxError

    document = name.removeprefix("documents/")
    try:
        _environment(templates).compile(templates.read_text(name), document, name)
    except TemplateSyntaxError as error:
        return f"{templates.shown(name)}:{error.lineno}: {_reason(error)}"
    except (MemoryError, RecursionError) as error:
        return f"{templates.shown(name)}:1: this cannot be read ({type(error).__name__})."
    return ""


def _reason(error: Exception) -> str:
    from jinja2 import TemplateNotFound, TemplateSyntaxError

    if isinstance(error, TemplateNotFound):
        return f'there is no document "{error.message}" to take in.'
    said = error.message if isinstance(error, TemplateSyntaxError) else str(error)
    return f"{(said or type(error).__name__).rstrip('.')}."


def _place(error: Exception, document: str, templates: Templates) -> str:
    """Give file and line: those the error names, else those of the innermost document it came through."""
    name, line = getattr(error, "name", None) or document, getattr(error, "lineno", None)
    trace = error.__traceback__ if line is None else None
    while trace:
        if (file := trace.tb_frame.f_code.co_filename).startswith(MADE_FROM):
            name, line = file.removeprefix(MADE_FROM), trace.tb_lineno
        trace = trace.tb_next
    return f"{templates.shown(f'documents/{name}')}:{line or 1}"


def _page_label(locale: Locale) -> list[str]:
    """Give what stands before, between and after the two page numbers, which only the engine knows."""
    return locale.label("page", page="\0", pages="\0").split("\0")


GENERATOR = f"agreementgen {__version__}"


GIVEN = (
    "agenda",
    "agreement",
    "asked",
    "carries_source",
    "count",
    "day",
    "eyebrow",
    "footer",
    "heading",
    "hint",
    "kind",
    "label",
    "look",
    "mark",
    "rows",
    "sheet",
    "skills",
    "talk",
)
"""What a document can ask for."""
MADE_FROM = "document:"
"""How a document is called in a traceback."""
LONGEST = 4_000_000
"""Characters that one page of HTML may come to; a long agreement has a hundredth of it."""


@lru_cache(maxsize=4)
def _environment(templates: Templates, folder: str = "documents") -> Environment:
    from jinja2 import FunctionLoader, StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment
    from jinja2.utils import missing

    class Unknown(StrictUndefined):
        """A name that is not there; it says which one comes nearest."""

        __slots__ = ()

        @property
        def _undefined_message(self) -> str:
            name = self._undefined_name
            if self._undefined_hint or not isinstance(name, str):
                return str(super()._undefined_message)
            held = self._undefined_obj
            if held is missing:
                known = list(GIVEN)
            elif isinstance(held, Mapping):
                known = [key for key in held if isinstance(key, str)]
            else:
                known = [key for key in dir(held) if not key.startswith("_")]
            return f'there is no "{name}" here.{did_you_mean(name, known)}'

    def load(name: str) -> tuple[str, str, Callable[[], bool]] | None:
        file = f"{folder}/{name}"
        return (templates.read_text(file), f"{MADE_FROM}{name}", lambda: True) if templates.has(file) else None

    environment = ImmutableSandboxedEnvironment(
        loader=FunctionLoader(load),
        undefined=Unknown,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["runs"] = _runs
    environment.filters["blocks"] = _blocks
    environment.filters["plain"] = plain
    return environment


def _runs(runs: Iterable[Run]) -> Markup:
    listed = list(runs)
    found = []
    before = ""
    for run, following in zip_longest(listed, listed[1:]):
        if run.kind is RunKind.TEXT and run.text.endswith(" ") and following and following.kind is not RunKind.TEXT:
            # Where a line breaks before an inline box, the engine may break after the first word instead, unless the
            # space before the box is a box of its own (Kozea/WeasyPrint #2082).
            found += [_lines(run.text[:-1]), Markup("<span> </span>")]
        else:
            found.append(_run(run, before, following.text if following else ""))
        before = run.text
    return Markup("").join(found)


def _run(run: Run, before: str, behind: str) -> Markup:
    unmarked = _unmarked(run, before, behind)
    match run.mark:
        case "strong":
            return Markup("<strong>{}</strong>").format(unmarked)
        case "stressed":
            return Markup("<em>{}</em>").format(unmarked)
        case _:
            return unmarked


def _unmarked(run: Run, before: str, behind: str) -> Markup:
    match run.kind:
        case RunKind.BLANK:
            return Markup('<span class="blank">{}</span>').format(run.text)
        case RunKind.ANSWER:
            # Isolated, so that a name in another script does not reorder the words around it.
            isolated = Markup("<bdi>{}</bdi>").format(_lines(run.text))
            if not (longest := max(map(len, LONG_WORD.findall(run.text)), default=0)):
                return isolated
            # The engine breaks no word that is glued to the text before it (Kozea/WeasyPrint #2082). A bracket stays
            # with its word, as long as a line has room for the word.
            fits = longest < FILLS_A_LINE
            first = "" if fits and before.endswith(OPENING) else Markup("<wbr>")
            last = "" if fits and behind.startswith(CLOSING) else Markup("<wbr>")
            return Markup("{}{}{}").format(first, isolated, last)
        case _:
            return _lines(run.text)


LONG_WORD = re.compile(r"\S{25,}")
FILLS_A_LINE = 50
OPENING = ("(", "[", "“", "‘", "«")
CLOSING = (")", "]", "”", "’", "»", ".", ",", ";", ":")


def _lines(text: str) -> Markup:
    return Markup("<br>").join(escape(line) for line in re.split(r"\r\n|[\r\n]", text))


def _blocks(blocks: Iterable[Block]) -> Markup:
    found = []
    for block in blocks:
        if isinstance(block, Paragraph):
            found.append(Markup("<p>{}</p>").format(_runs(block.runs)))
        else:
            items = Markup("").join(Markup("<li>{}</li>").format(_runs(item)) for item in block.items)
            found.append(Markup("<ul>{}</ul>").format(items))
    return Markup("\n").join(found)
