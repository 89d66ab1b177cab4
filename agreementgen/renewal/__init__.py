"""Taking up an agreement again: the interview it carries, and what is different in the next one."""

from agreementgen.renewal.carried import Carried, carried, is_pdf, read_small

__all__ = ["Carried", "carried", "is_pdf", "read_small"]
