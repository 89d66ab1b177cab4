"""Signing a final agreement, and telling what a signed one is worth.

What signs and reads signatures is loaded when it is first needed, inside functions.
"""

from agreementgen.signing.facts import Certificate, Facts
from agreementgen.signing.judging import How, Signed, Standing, Verdict, judged, same_name
from agreementgen.signing.keys import Key, MadeKey, make_key, needs_password, open_key, read_certificates
from agreementgen.signing.places import Place, place_for
from agreementgen.signing.reading import MeddledError, facts_of, read_pdf
from agreementgen.signing.sealing import Signing, shapeless_in, sign_by_key, sign_by_typing, zone_of
from agreementgen.signing.wording import Difference, Match, Wording, compared_with_file, compared_with_itself

__all__ = [
    "Certificate",
    "Difference",
    "Facts",
    "How",
    "Key",
    "MadeKey",
    "Match",
    "MeddledError",
    "Place",
    "Signed",
    "Signing",
    "Standing",
    "Verdict",
    "Wording",
    "compared_with_file",
    "compared_with_itself",
    "facts_of",
    "judged",
    "make_key",
    "needs_password",
    "open_key",
    "place_for",
    "read_certificates",
    "read_pdf",
    "same_name",
    "shapeless_in",
    "sign_by_key",
    "sign_by_typing",
    "zone_of",
]
