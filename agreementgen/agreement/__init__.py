"""`Interview` → `Agreement`, `Agenda` and the sheets beside them: words, numbers, dates; no layout."""

from agreementgen.agreement.agenda import COPIES, Agenda, compose_agenda, copies_for, copy_of
from agreementgen.agreement.calendar import compose_calendar, has_dates
from agreementgen.agreement.compose import Agreement, compose_agreement, document_id, kind_of
from agreementgen.agreement.helpers import Helper, TeamMap, compose_contacts, compose_map, has_map
from agreementgen.agreement.occasions import MEETINGS, why_none
from agreementgen.agreement.open_items import has_open_items
from agreementgen.agreement.own import own_problems
from agreementgen.agreement.phrases import answer_in_words, view_in_words
from agreementgen.agreement.scales import ScaleRow, compose_scales
from agreementgen.agreement.sheets import Sheet, compose_sheet, why_no_sheet
from agreementgen.agreement.skills import SkillsPlan, compose_skills, has_skills
from agreementgen.agreement.talk import TalkSheet, compose_talk
from agreementgen.agreement.wordings import Wordings, all_wordings

__all__ = [
    "COPIES",
    "MEETINGS",
    "Agenda",
    "Agreement",
    "Helper",
    "ScaleRow",
    "Sheet",
    "SkillsPlan",
    "TalkSheet",
    "TeamMap",
    "Wordings",
    "all_wordings",
    "answer_in_words",
    "compose_agenda",
    "compose_agreement",
    "compose_calendar",
    "compose_contacts",
    "compose_map",
    "compose_scales",
    "compose_sheet",
    "compose_skills",
    "compose_talk",
    "copies_for",
    "copy_of",
    "document_id",
    "has_dates",
    "has_map",
    "has_open_items",
    "has_skills",
    "kind_of",
    "own_problems",
    "view_in_words",
    "why_no_sheet",
    "why_none",
]
