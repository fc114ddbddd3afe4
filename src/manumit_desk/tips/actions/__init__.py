"""Every write to tips: one transaction each, a line in the audit without content, clocks and mentions kept in step.

`receive` takes tips in, `work` is what a desk does with them, `handover` passes them from desk to desk, `outcomes` ends
them and tells those who sent them. The room of cases calls `take_up_in_case` and `close_tips_of_case`.
"""

from manumit_desk.tips.actions.handover import (
    add_word,
    confirm_handover,
    decline_handover,
    hand_over,
    take_back,
)
from manumit_desk.tips.actions.outcomes import (
    close_tip,
    close_tips_of_case,
    reopen_tip,
    set_outcome,
    take_up_in_case,
)
from manumit_desk.tips.actions.receive import Received, add_from_caller, receive_tip
from manumit_desk.tips.actions.work import (
    add_entry,
    add_note,
    assign_tip,
    change_wishes,
    confirm_receipt,
    correct_facts,
    meet_clock,
    remove_entry,
)

__all__ = [
    "Received",
    "add_entry",
    "add_from_caller",
    "add_note",
    "add_word",
    "assign_tip",
    "change_wishes",
    "close_tip",
    "close_tips_of_case",
    "confirm_handover",
    "confirm_receipt",
    "correct_facts",
    "decline_handover",
    "hand_over",
    "meet_clock",
    "receive_tip",
    "remove_entry",
    "reopen_tip",
    "set_outcome",
    "take_back",
    "take_up_in_case",
]
