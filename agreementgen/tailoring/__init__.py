"""An organisation's own templates: what there are, copies to start from, what is wrong with them, how they read."""

from agreementgen.tailoring.check import check_folder
from agreementgen.tailoring.folder import eject, listing
from agreementgen.tailoring.preview import preview_text

__all__ = ["check_folder", "eject", "listing", "preview_text"]
