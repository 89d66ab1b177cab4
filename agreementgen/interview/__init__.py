"""A person's YAML → `Interview`: read, checked, and what is still open."""

from agreementgen.interview.canonical import canonical_yaml
from agreementgen.interview.layers import kinds
from agreementgen.interview.model import Interview, Standing, State, question_key
from agreementgen.interview.program import ProgramReading, read_program
from agreementgen.interview.reader import Reading, read_interview
from agreementgen.interview.readiness import what_blocks, who_holds
from agreementgen.interview.writer import starter

__all__ = [
    "Interview",
    "ProgramReading",
    "Reading",
    "Standing",
    "State",
    "canonical_yaml",
    "kinds",
    "question_key",
    "read_interview",
    "read_program",
    "starter",
    "what_blocks",
    "who_holds",
]
