"""A roster → many kits, and what a coordinator needs beside them."""

from agreementgen.cohort.columns import mapping_lines
from agreementgen.cohort.making import Wanted, make_cohort, time_of_one
from agreementgen.cohort.manifest import DRAFT, FAILED, FINAL, Entry
from agreementgen.cohort.outfolder import CohortFolder, remembered
from agreementgen.cohort.preflight import Preflight, chosen_of, look_over
from agreementgen.cohort.reports import write_reports
from agreementgen.cohort.roster import Roster, open_roster
from agreementgen.cohort.run import Stop, cores
from agreementgen.cohort.status import PairStatus, left_over, status_of
from agreementgen.cohort.worker import Settings

__all__ = [
    "DRAFT",
    "FAILED",
    "FINAL",
    "CohortFolder",
    "Entry",
    "PairStatus",
    "Preflight",
    "Roster",
    "Settings",
    "Stop",
    "Wanted",
    "chosen_of",
    "cores",
    "left_over",
    "look_over",
    "make_cohort",
    "mapping_lines",
    "open_roster",
    "remembered",
    "status_of",
    "time_of_one",
    "write_reports",
]
