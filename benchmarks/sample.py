"""A plain agreement of four pages to measure against: the same kind of paper, set with block boxes and tables alone.

About 1450 words: a facts block, two tables, twelve numbered clauses with lists, a signature block, a running foot with
"Page n of m", two font families. The words are put together from the lists below, always the same ones.
`python benchmarks/sample.py > sample.html` shows it.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

# Each sentence takes one piece of each line, in this order.
WHO = "Dana, Robin, the mentor, the mentee, whoever called the meeting, each of the two, the one who cancels"
DOES = (
    "reads, writes down, brings along, sends, keeps to herself or himself, asks about, goes through, shortens, tries, "
    "questions, describes in plain words, puts aside, comes back to, makes time for"
)
WHAT = (
    "the notes of the last meeting, what was promised, one question that matters, a first draft, the weekly plan, "
    "what the other one said, the two goals, a page of the report, an example from home, the list of open points, "
    "what went better than expected, the next small step, a talk with a colleague, the feedback of the team"
)
WHEN = (
    "before the meeting begins, within two working days, at least once a month, as soon as it can be done, "
    "unless both have said otherwise, even if the week was full, when either of them asks, without being reminded, "
    "at the end of each meeting, so that nobody has to guess, while it is still fresh, as long as it helps"
)
TITLES = (
    "How we meet, Being on time, What we talk about, What stays between us, Giving feedback, Writing to each other, "
    "Who prepares, Asking others, When we disagree, Changing this paper, Ending early, Looking back"
)
FACTS = {
    "Meetings": "every second week",
    "Length": "60 minutes",
    "Where": "by video",
    "First meeting": "12 January 2026",
    "Answers within": "two working days",
    "Runs until": "30 June 2026",
}

CSS = """
@page { size: A4; margin: 18mm 20mm 20mm;
  @bottom-left { content: "Agreement of Dana Osei and Robin Falk"; font: 9pt "AG Text"; color: #555 }
  @bottom-right { content: "Page " counter(page) " of " counter(pages); font: 9pt "AG Text"; color: #555 } }
html { font: 10.5pt/1.45 "AG Text"; color: #222 }
body { margin: 0 }
h1 { font: 600 24pt/1.15 "AG Head"; margin: 0 0 4mm }
h2 { font: 600 14pt/1.2 "AG Head"; margin: 7mm 0 2mm; break-after: avoid; color: #14584f }
h3 { font: 600 11pt/1.3 "AG Text"; margin: 4mm 0 1mm; break-after: avoid }
p { margin: 0 0 1.6mm; orphans: 2; widows: 2 }
ul { margin: 0 0 2mm; padding-left: 6mm }
table { width: 100%; border-collapse: collapse; table-layout: fixed; margin: 2mm 0 4mm }
th { text-align: left; font-weight: 600; border-bottom: 1pt solid #222; padding: 1mm 2mm 1mm 0 }
td { vertical-align: top; border-bottom: .4pt solid #bbb; padding: 1.4mm 2mm 1.4mm 0 }
.facts td { background: #f3f6f5; border: 0; padding: 2mm }
.facts span { display: block; font-size: 9pt; color: #555 }
.sign { break-inside: avoid }
.sign td { border: 0; border-top: .8pt solid #222; padding-top: 1mm }
.sign tr:first-child td { height: 14mm; border: 0 }
"""


def page() -> str:
    """Write the sample as HTML."""
    chance = Random(1450)
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Agreement</title></head><body>'
        f"<h1>What Dana and Robin agree on</h1>{''.join(_body(chance))}</body></html>"
    )


def _piece(chance: Random, pieces: str) -> str:
    return chance.choice(pieces.split(", "))


def _sentence(chance: Random) -> str:
    text = " ".join(_piece(chance, pieces) for pieces in (WHO, DOES, WHAT, WHEN))
    return f"{text[0].upper()}{text[1:]}."


def _paragraph(chance: Random, sentences: int) -> str:
    return f"<p>{' '.join(_sentence(chance) for _ in range(sentences))}</p>"


def _table(chance: Random, *heads: str, rows: int) -> str:
    head = "".join(f'<th scope="col">{text}</th>' for text in heads)
    body = ""
    for number in range(1, rows + 1):
        cells = f"{number}. {_piece(chance, WHAT)}", _sentence(chance), _piece(chance, WHEN)
        body += f"<tr><td>{'</td><td>'.join(cells)}</td></tr>"
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _body(chance: Random) -> Iterator[str]:
    yield _paragraph(chance, 4)
    cells = [f"<td><span>{label}</span>{value}</td>" for label, value in FACTS.items()]
    yield f'<table class="facts"><tr>{"".join(cells[:3])}</tr><tr>{"".join(cells[3:])}</tr></table>'
    yield "<h2>Goals</h2>" + _table(chance, "Goal", "How we will know", "When", rows=4)
    yield "<h2>Terms</h2>"
    for number, title in enumerate(TITLES.split(", "), 1):
        yield f"<h3>{number} {title}</h3>{_paragraph(chance, 4)}"
        if number % 3 == 0:
            yield f"<ul>{''.join(f'<li>{_sentence(chance)}</li>' for _ in range(4))}</ul>"
    yield "<h2>First meetings</h2>" + _table(chance, "Topic", "What for", "Prepared", rows=6)
    yield '<div class="sign"><h2>We agree</h2>' + _paragraph(chance, 2)
    for name in ("Dana Osei", "Robin Falk"):
        yield f"<table><tr><td></td><td></td></tr><tr><td>{name}</td><td>Date</td></tr></table>"
    yield "</div>"


if __name__ == "__main__":
    print(page().replace("</head>", f"<style>{CSS}</style></head>"))
