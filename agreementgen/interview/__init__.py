"""A person's YAML → `Interview`: read, checked, and what is still open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agreementgen.lending import lender

if TYPE_CHECKING:
    from agreementgen.interview.advice import Advice, nudges
    from agreementgen.interview.canonical import canonical_yaml
    from agreementgen.interview.comparing import Comparison, TalkItem, compare, sides_of, talk
    from agreementgen.interview.given import Layer
    from agreementgen.interview.joining import Compared, Notice, Side
    from agreementgen.interview.layers import kinds
    from agreementgen.interview.merging import check_fit, merged
    from agreementgen.interview.migrating import migrated, shape_of
    from agreementgen.interview.model import Interview, Origin, OwnClauses, Standing, State, question_key
    from agreementgen.interview.ownclauses import read_clause_file
    from agreementgen.interview.private import Private, PrivateReading, read_private, who_holds_privately
    from agreementgen.interview.program import ProgramReading, read_program
    from agreementgen.interview.reader import Reading, included_by, read_interview
    from agreementgen.interview.readiness import what_blocks, who_holds
    from agreementgen.interview.settle import Change, NotSettledError, Settled, proposals, settled
    from agreementgen.interview.starters import program_starter
    from agreementgen.interview.telling import advise
    from agreementgen.interview.writer import starter

__all__ = [
    "Advice",
    "Change",
    "Compared",
    "Comparison",
    "Interview",
    "Layer",
    "NotSettledError",
    "Notice",
    "Origin",
    "OwnClauses",
    "Private",
    "PrivateReading",
    "ProgramReading",
    "Reading",
    "Settled",
    "Side",
    "Standing",
    "State",
    "TalkItem",
    "advise",
    "canonical_yaml",
    "check_fit",
    "compare",
    "included_by",
    "kinds",
    "merged",
    "migrated",
    "nudges",
    "program_starter",
    "proposals",
    "question_key",
    "read_clause_file",
    "read_interview",
    "read_private",
    "read_program",
    "settled",
    "shape_of",
    "sides_of",
    "starter",
    "talk",
    "what_blocks",
    "who_holds",
    "who_holds_privately",
]

# Who checks a file settles nothing: what reads, compares and settles is loaded when it is first asked for.
__getattr__ = lender(
    __name__,
    {
        "Advice": "advice",
        "Change": "settle",
        "Compared": "joining",
        "Comparison": "comparing",
        "Interview": "model",
        "Layer": "given",
        "NotSettledError": "settle",
        "Notice": "joining",
        "Origin": "model",
        "OwnClauses": "model",
        "Private": "private",
        "PrivateReading": "private",
        "ProgramReading": "program",
        "Reading": "reader",
        "Settled": "settle",
        "Side": "joining",
        "Standing": "model",
        "State": "model",
        "TalkItem": "comparing",
        "advise": "telling",
        "canonical_yaml": "canonical",
        "check_fit": "merging",
        "compare": "comparing",
        "included_by": "reader",
        "kinds": "layers",
        "merged": "merging",
        "migrated": "migrating",
        "nudges": "advice",
        "program_starter": "starters",
        "proposals": "settle",
        "question_key": "model",
        "read_clause_file": "ownclauses",
        "read_interview": "reader",
        "read_private": "private",
        "read_program": "program",
        "settled": "settle",
        "shape_of": "migrating",
        "sides_of": "comparing",
        "starter": "writer",
        "talk": "comparing",
        "what_blocks": "readiness",
        "who_holds": "readiness",
        "who_holds_privately": "private",
    },
)
