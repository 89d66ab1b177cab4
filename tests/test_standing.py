"""What every agreement says, whatever anyone answers, and what none may say."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import product

import pytest

from agreementgen.agreement import Agreement
from agreementgen.agreement.text import plain
from agreementgen.documents import kit
from agreementgen.interview import kinds
from agreementgen.interview.fields import FIELDS

from .conftest import pdf_text, settled
from .wording import LOCALE, clause_text, compose, words_of

PROGRAM = "{name: Bridge, coordinator: Lea Roth}"
LEVELS = (*FIELDS["confidentiality.level"].values, "to discuss")
SAYS = {
    "none": "mentor_has_say: none",
    "some": "mentor_has_say: some, overlap_note: Sits on the panel",
    "direct": "mentor_has_say: direct, overlap_note: Is the manager",
    "not sure": "mentor_has_say: not sure",
}


@dataclass(frozen=True)
class Rule:
    """A standing rule: where it holds, in which clause it is kept, and in what words.

    `given` are sections of the settled interview, one set for each case the rule has to hold in.
    """

    name: str
    given: tuple[dict[str, str], ...]
    clause: str
    said: tuple[str, ...]
    unsaid: tuple[str, ...] = field(default=())


NATURE = ("made in good faith", "not a contract", "not part of anyone’s employment", "not legal advice")
REPORTING = (
    "Nothing here keeps any of us from reporting harassment, discrimination, danger or crime.",
    "Nothing here keeps us from talking about pay and working conditions.",
    "a doctor, lawyer, union, ombuds office or regulator",
)
KINDS_OF_PAIRS = [kind for kind in kinds() if FIELDS["people.mentee.name"].fits(kind)]
EVERYWHERE = tuple(
    {"relationship": f"{{kind: {kind}, {say}}}", **program}
    for kind, say, program in product(KINDS_OF_PAIRS, SAYS.values(), ({}, {"program": PROGRAM}))
)
RULES = [
    Rule("it says what it is", EVERYWHERE, "nature", (*NATURE, "No one owes damages under it")),
    Rule(
        "it says what it is even where it does not give way to the rules of work",
        ({"program": "{policy_precedence: no}"},),
        "nature",
        NATURE,
        ("rules of work",),
    ),
    Rule(
        "it promises no result",
        EVERYWHERE,
        "nature",
        ("promises no promotion, job, grade, publication or other result",),
    ),
    Rule(
        "with any confidentiality it keeps nobody from reporting, talking about pay, or asking for advice",
        tuple({"confidentiality": f"{{level: {level}, exceptions: none}}"} for level in LEVELS),
        "freedom",
        REPORTING,
    ),
    Rule(
        "three things can never stay secret",
        tuple({"confidentiality": f"{{level: {level}, exceptions: none}}"} for level in LEVELS),
        "conf",
        tuple(LOCALE.value("confidentiality.exceptions", name) for name in ("harm", "law", "safeguarding")),
    ),
    Rule(
        "the law and the rules of work or study come first",
        ({},),
        "nature",
        ("Where the law or the rules of work or study differ, they come first.",),
        ("program",),
    ),
    Rule(
        "where there is an employer or a school, its rules come first by name",
        ({"program": "{organization: Northwind}"},),
        "nature",
        ("the law or the rules at Northwind differ, they come first.",),
        ("program",),
    ),
    *(
        Rule(
            "where there is a program, its rules come first",
            ({"program": program},),
            "nature",
            ("the law, our program’s rules or those of work or study differ, they come first.",),
        )
        for program in ("{name: Bridge}", "{coordinator: Lea Roth}")
    ),
    Rule(
        "where there is a program of an employer, the rules of both come first",
        ({"program": "{name: Bridge, organization: Northwind}"},),
        "nature",
        ("the law, our program’s rules or those at Northwind differ, they come first.",),
    ),
    Rule(
        "a serious thing never has to go through the other one first",
        ({}, {"program": PROGRAM}, {"problems": "{first_step: write}", "program": PROGRAM}),
        "prob_serious",
        ("goes straight to", "Nobody has to raise it with the person concerned first."),
    ),
    Rule(
        "leaving needs no reason and is held against nobody",
        ({}, {"exit": "{notice: 2 weeks}"}),
        "exit",
        ("without blame", "without reasons", "held against nobody"),
    ),
    Rule(
        "a mentor who decides about the mentee does not judge by what is said here",
        ({"relationship": f"{{kind: workplace, {SAYS['direct']}}}"},),
        "overlap",
        ("not used to judge the mentee", "free to look for a second mentor"),
    ),
    Rule(
        "each may decline any topic",
        ({}, {"boundaries": "{off_limits: [salaries]}"}, {"boundaries": "{off_limits: to discuss}"}),
        "topics",
        ("Each of us may decline any", "needs no reason"),
    ),
    Rule("missing a goal is held against nobody", ({},), "goals", ("Missing one is held against nobody.",)),
]


def text_of(agreement: Agreement, name: str) -> str:
    """Give the text of the clause that a file is printed in; no text where it is not printed."""
    if name == "goals":
        return "\n".join(words_of(agreement.goals_blocks))
    found = [clause for clause in agreement.clauses if name in clause.ids]
    return "\n".join(line for clause in found for line in words_of(clause.blocks))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_standing_rule_is_printed_wherever_it_holds(rule: Rule) -> None:
    assert rule.given
    for sections in rule.given:
        agreement = compose(settled(**sections))
        said = text_of(agreement, rule.clause)
        for words in rule.said:
            assert words in said, sections
        for words in rule.unsaid:
            assert words not in said, sections


@pytest.mark.parametrize("program", ["", PROGRAM])
def test_each_signs_over_their_own_printed_name(program: str) -> None:
    spoken = settled(program=program) if program else settled()
    agreement = compose(spoken)
    names = [plain(signer.name) for signer in agreement.signers]
    assert names[:2] == ["Ada Okafor", "Ben Lind"]
    assert all(signer.capacity for signer in agreement.signers)
    (document,) = kit(spoken, ["agreement"])
    behind = pdf_text(document.data).rpartition(LOCALE.label("agreement.sign"))[2]
    assert [name for name in names if name in behind] == names
    assert behind.count(LOCALE.label("agreement.signature")) == len(names)


def test_neither_the_signatures_nor_the_notes_beside_them_claim_to_bind() -> None:
    agreement = compose(settled(program=PROGRAM))
    beside = [LOCALE.label("agreement.sign_intro", clause=7), LOCALE.label("agreement.carries")]
    beside += [signer.capacity for signer in agreement.signers]
    for line in beside:
        assert not re.search(r"bind|valid|legal|oblig", line), line
    assert "received" in agreement.signers[-1].capacity


def test_what_nothing_stops_is_printed_for_every_kind_and_never_left_out_by_an_answer() -> None:
    for sections in EVERYWHERE:
        is_young = "kind: youth" in sections["relationship"]
        for level in (level for level in LEVELS if not (is_young and level == "strict")):
            said = clause_text(compose(settled(**sections, confidentiality=f"{{level: {level}}}")))
            for words in REPORTING:
                assert words in said
