"""A person's YAML → `Interview`: read, checked, and what is still open."""

from agreementgen.interview.advice import Advice, nudges
from agreementgen.interview.canonical import canonical_yaml
from agreementgen.interview.compare import Comparison, TalkItem, compare, sides_of, talk
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
