"""Taking up an agreement again: the interview it carries, and what is different in the next one."""

from agreementgen.renewal.carried import Carried, carried, is_pdf, read_small
from agreementgen.renewal.changes import Change, Kind, changes
from agreementgen.renewal.renewing import Order, Renewed, renewed
from agreementgen.renewal.taken import Taken, take_up

__all__ = [
    "Carried",
    "Change",
    "Kind",
    "Order",
    "Renewed",
    "Taken",
    "carried",
    "changes",
    "is_pdf",
    "read_small",
    "renewed",
    "take_up",
]
