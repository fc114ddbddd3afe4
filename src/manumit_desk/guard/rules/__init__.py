"""The rules of who sees what, one a file, in the order in which an explanation names them."""

from manumit_desk.guard.permission import Rule
from manumit_desk.guard.rules.agreement import AGREEMENT
from manumit_desk.guard.rules.law_enforcement_only import LAW_ENFORCEMENT_ONLY
from manumit_desk.guard.rules.no_work_with_records import NO_WORK_WITH_RECORDS
from manumit_desk.guard.rules.not_revalidated import NOT_REVALIDATED
from manumit_desk.guard.rules.open_to_all import OPEN_TO_ALL
from manumit_desk.guard.rules.outside_token import OUTSIDE_TOKEN
from manumit_desk.guard.rules.own_agency import OWN_AGENCY
from manumit_desk.guard.rules.part_of_hidden import PART_OF_HIDDEN
from manumit_desk.guard.rules.part_of_own import PART_OF_OWN
from manumit_desk.guard.rules.part_of_shared import PART_OF_SHARED
from manumit_desk.guard.rules.shared import SHARED
from manumit_desk.guard.rules.victims import VICTIMS

RULES: tuple[Rule, ...] = (
    OPEN_TO_ALL,
    OWN_AGENCY,
    PART_OF_OWN,
    AGREEMENT,
    SHARED,
    PART_OF_SHARED,
    NO_WORK_WITH_RECORDS,
    LAW_ENFORCEMENT_ONLY,
    VICTIMS,
    NOT_REVALIDATED,
    OUTSIDE_TOKEN,
    PART_OF_HIDDEN,
)
