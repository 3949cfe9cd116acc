"""Cards: pure functions from what was read to what Teams shows. None of them sends anything."""

from bot.cards.activity import (
    activity_edit_form,
    activity_form,
    done_of,
    due_of,
    next_step_form,
    plan_remark,
    was_told_later,
)
from bot.cards.agenda import work_card, work_part_card
from bot.cards.conflict import conflict_card
from bot.cards.conversion import EXPANDED
from bot.cards.duplicate import ANYWAY, duplicate_card
from bot.cards.edit import capture_form, edit_form
from bot.cards.elements import Card
from bot.cards.form import FormState
from bot.cards.help import CommandHelp, Topic, help_card, suggestion_card, topic_card, welcome
from bot.cards.imports import import_card, import_guide
from bot.cards.joined import joined_card, with_offer, with_unused
from bot.cards.language import language_card
from bot.cards.lead import disqualify_form, lead_edit_form, lead_form, qualify_form
from bot.cards.listing import choose_card, list_card
from bot.cards.merge import merge_form, pairs_card, told_moves, told_split
from bot.cards.more import more_card
from bot.cards.newcomers import carried, contact_card, fits, newcomers_card, people_card, typed_of
from bot.cards.notice import error_card, notice_card, undone_card
from bot.cards.opportunity import assign_form, lose_form, move_form
from bot.cards.participant import followers_card, participant_form, participants_card, person_card
from bot.cards.pipeline import pipeline_card
from bot.cards.privacy import audit_card, disclosure_card, erasure_card, erasures_card
from bot.cards.record import record_card
from bot.cards.settings import proposal_card, settings_card, settings_form
from bot.cards.stage import enter_form, framework_card

__all__ = [
    "ANYWAY",
    "EXPANDED",
    "Card",
    "CommandHelp",
    "FormState",
    "Topic",
    "activity_edit_form",
    "activity_form",
    "assign_form",
    "audit_card",
    "capture_form",
    "carried",
    "choose_card",
    "conflict_card",
    "contact_card",
    "disclosure_card",
    "disqualify_form",
    "done_of",
    "due_of",
    "duplicate_card",
    "edit_form",
    "enter_form",
    "erasure_card",
    "erasures_card",
    "error_card",
    "fits",
    "followers_card",
    "framework_card",
    "help_card",
    "import_card",
    "import_guide",
    "joined_card",
    "language_card",
    "lead_edit_form",
    "lead_form",
    "list_card",
    "lose_form",
    "merge_form",
    "more_card",
    "move_form",
    "newcomers_card",
    "next_step_form",
    "notice_card",
    "pairs_card",
    "participant_form",
    "participants_card",
    "people_card",
    "person_card",
    "pipeline_card",
    "plan_remark",
    "proposal_card",
    "qualify_form",
    "record_card",
    "settings_card",
    "settings_form",
    "suggestion_card",
    "told_moves",
    "told_split",
    "topic_card",
    "typed_of",
    "undone_card",
    "was_told_later",
    "welcome",
    "with_offer",
    "with_unused",
    "work_card",
    "work_part_card",
]
