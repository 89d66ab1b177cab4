"""`Interview` → `Agreement`, `Agenda`: words, numbers, dates; no layout."""

from agreementgen.agreement.agenda import COPIES, Agenda, compose_agenda
from agreementgen.agreement.compose import Agreement, compose_agreement, document_id
from agreementgen.agreement.scene import answer_in_words

__all__ = ["COPIES", "Agenda", "Agreement", "answer_in_words", "compose_agenda", "compose_agreement", "document_id"]
