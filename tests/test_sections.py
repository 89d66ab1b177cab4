"""Each section that the forms of others have between them is printed by an example."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import pytest

from agreementgen.agreement import Agreement, compose_agenda, compose_skills
from agreementgen.documents import documents_for
from agreementgen.interview import Interview

from .conftest import EXAMPLES, INTERVIEWS, example
from .wording import LOCALE, clause_text, compose, lines, words_of

WORKPLACE, RICH, ACADEMIC, YOUTH = "workplace", "workplace-rich", "academic", "youth"


@dataclass(frozen=True)
class Printed:
    """A section with the examples that print it, and where: a clause file, or a part of a document."""

    section: str
    examples: tuple[str, ...]
    where: tuple[str, ...]


BOTH, ALL = (RICH, ACADEMIC), (WORKPLACE, RICH, ACADEMIC)
SAFE = (
    "youth_first", "youth_contact", "youth_guardian", "youth_log", "youth_safe", "youth_places", "youth_activities",
    "youth_visit", "youth_rides", "youth_home", "youth_night", "youth_roles", "youth_channels", "youth_costs",
    "youth_report", "youth_emergency", "youth_assent",
)  # fmt: skip
SECTIONS = [
    Printed("parties and roles", ALL, ("parties", "role", "role_not")),
    Printed("relationship type", ALL, ("eyebrow", "overlap", "recuse")),
    Printed("purpose", ALL, ("purpose",)),
    Printed("goals with measures and dates", ALL, ("measures and dates", "goals")),
    Printed("what the mentor commits to", ALL, ("commit_mentor",)),
    Printed("what the mentee commits to", ALL, ("commit_mentee",)),
    Printed("rhythm, length, form and place", ALL, ("We meet", "Where", "meet")),
    Printed("scheduling and cancelling", ALL, ("meet", "cancel", "missed")),
    Printed("preparation and who owns the agenda", ALL, ("prep",)),
    Printed("channels and response time", ALL, ("Between meetings", "contact")),
    Printed("confidentiality: scope", ALL, ("conf", "asked", "survives")),
    Printed("confidentiality: exceptions named", ALL, ("exceptions", "freedom")),
    Printed("feedback norms", ALL, ("fb", "fb_when", "candour", "fb_disagree")),
    Printed("boundaries", ALL, ("topics", "gifts", "socials", "romantic")),
    Printed("boundaries: conflicts of interest", BOTH, ("conflicts", "care")),
    Printed("timeline and duration", ALL, ("From", "Until", "renew")),
    Printed("check-in, mid-point and closing review", ALL, ("Half way", "review", "closing", "mid outline")),
    Printed("no-fault exit", ALL, ("exit", "exit_talk")),
    Printed("problems and escalation", ALL, ("prob", "prob_third", "prob_serious")),
    Printed("changes", ALL, ("amend",)),
    Printed("data and privacy of notes", ALL, ("data", "notes_keep", "notes_end")),
    Printed("authorship and rights", (ACADEMIC,), ("res_author", "ip_own", "res_leaving")),
    Printed("signatures", ALL, ("signers",)),
    Printed("resource needs", BOTH, ("resources",)),
    Printed("access", ALL, ("access",)),
    Printed("identity and culture", ALL, ("difference", "difference outline")),
    Printed("expectations from both sides", (ACADEMIC,), ("expectations outline",)),
    Printed("skills plan", BOTH, ("skills document",)),
    Printed("several mentors", (ACADEMIC,), ("team", "team_share", "team_advice", "fb_others")),
    Printed("safeguarding and guardian", (YOUTH,), ("guardian", *SAFE)),
]


@cache
def made(name: str) -> tuple[Interview, Agreement]:
    spoken = example(EXAMPLES / f"{name}.yaml")
    return spoken, compose(spoken)


def said(name: str, where: str) -> str:
    """Give the words that an example prints in a place; none where the place is not there."""
    spoken, agreement = made(name)
    assert not agreement.is_draft
    facts = {fact.label: fact.runs for fact in agreement.facts}

    def outline(meeting: str) -> dict[str, str]:
        agenda = compose_agenda(spoken, LOCALE, agreement, "shared", meeting=meeting)
        return {slot.id: "\n".join(lines((slot.title, slot.blocks, slot.items))) for slot in agenda.slots}

    match where:
        case "parties":
            return "\n".join(lines(tuple((party.role, party.name) for party in agreement.parties)))
        case "eyebrow":
            return "\n".join(agreement.eyebrow)
        case "purpose":
            return "\n".join(lines(agreement.purpose))
        case "measures and dates":
            rows = [row for row in agreement.goals if row.measure and row.by]
            return "\n".join(lines(tuple((row.title, row.measure, row.by) for row in rows)))
        case "exceptions":
            standing = [LOCALE.value("confidentiality.exceptions", part) for part in ("harm", "law", "safeguarding")]
            return "\n".join(line for line in standing if line in clause_text(agreement))
        case "guardian":
            by_guardian = [signer.capacity for signer in agreement.signers if signer.id == "guardian"]
            return "\n".join(by_guardian) if any(party.id == "guardian" for party in agreement.parties) else ""
        case "signers":
            return "\n".join(lines(tuple((signer.name, signer.capacity) for signer in agreement.signers)))
        case "mid outline":
            return outline("mid").get("rhythm", "")
        case "difference outline":
            talk = outline("first")["introductions"]
            return talk if "age, rank or culture" in talk or "what is different between us" in talk else ""
        case "expectations outline":
            topic = LOCALE.question("expectations.timetable").label
            return topic if topic in outline("first")["open"] else ""
        case "skills document":
            plan = compose_skills(spoken, LOCALE)
            return "\n".join(lines(plan.rows)) if "skills" in documents_for(spoken) else ""
        case "goals":
            return "\n".join(words_of(agreement.goals_blocks))
        case _ if where in facts:
            return "\n".join(lines(facts[where]))
        case _:
            # Only the words of that file: its clause may print those of others, too.
            own = [clause for clause in agreement.clauses if where in clause.ids]
            return "\n".join(line for clause in own for line in words_of(clause.blocks))


@pytest.mark.parametrize("row", SECTIONS, ids=lambda row: row.section)
def test_a_section_is_printed_in_the_final_documents_of_its_examples(row: Printed) -> None:
    assert row.examples
    assert row.where
    for name in row.examples:
        for where in row.where:
            assert said(name, where).strip(), (name, where)


def test_there_is_no_place_for_a_clause_that_is_not_printed() -> None:
    assert said(WORKPLACE, "team") == ""
    assert said(WORKPLACE, "resources") == ""
    assert said(WORKPLACE, "skills document") == ""
    assert said(WORKPLACE, "expectations outline") == ""


def test_all_twenty_nine_sections_are_accounted_for() -> None:
    names = {row.section.partition(":")[0] if row.section.startswith("bound") else row.section for row in SECTIONS}
    assert len(names) == 29
    assert {EXAMPLES / f"{name}.yaml" for row in SECTIONS for name in row.examples} <= set(INTERVIEWS)
