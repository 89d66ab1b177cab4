"""A person's YAML → `Interview`: read, checked, and what is still open."""

from agreementgen.interview.layers import kinds
from agreementgen.interview.model import Interview, Standing, State, question_key
from agreementgen.interview.reader import Reading, read_interview
from agreementgen.interview.readiness import what_blocks
from agreementgen.interview.writer import starter

__all__ = [
    "Interview",
    "Reading",
    "Standing",
    "State",
    "kinds",
    "question_key",
    "read_interview",
    "starter",
    "what_blocks",
]
