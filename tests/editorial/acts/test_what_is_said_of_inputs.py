"""What refusals say, word for word, of what was typed and of drafts: it is all that
the person who meets one is told."""

from datetime import UTC, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from editorial import acts
from editorial.acts import drafts, inputs
from editorial.exceptions import (
    Incomplete,
    StaleDraft,
    WrongState,
)
from tests import cast
from tests.editorial.acts._scene import *  # noqa: F403
from tests.editorial.acts._scene import says

# --- What was typed ------------------------------------------------------------------------------


def test_a_text_that_is_too_long():
    with says(Incomplete, "The note has 5 characters; 4 are the most."):
        inputs.optional_text("12345", "note", 4)
    assert inputs.optional_text("1234", "note", 4) == "1234"


def test_a_text_that_turns_the_reading_round():
    with pytest.raises(Incomplete, match=r"^The note cannot be taken as it is\. .*U\+202E"):
        inputs.optional_text("dose \u202e5", "note", 10)


def test_a_character_that_nobody_can_see():
    with says(
        Incomplete,
        "The note cannot be taken as it is. The character U+200B before “mg” cannot be seen. "
        "Type the passage anew.",
    ):
        inputs.optional_text("5 \u200bmg", "note", 10)


def test_a_text_that_is_missing():
    for nothing in ("", " \n", "\u00a0", "\u00ad", "\u2800"):
        with says(Incomplete, "Give a reason."):
            inputs.required_text(nothing, "reason")
    assert inputs.required_text("x" * 2000, "reason") == "x" * 2000
    with says(Incomplete, "The reason has 2001 characters; 2000 are the most."):
        inputs.required_text("x" * 2001, "reason")


def test_a_time_without_a_zone_or_in_the_past(monkeypatch):
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now)
    with says(Incomplete, "Give the time with its time zone."):
        inputs.future((now + timedelta(days=1)).replace(tzinfo=None))
    with says(Incomplete, "The time has passed; nothing is ever published into the past."):
        inputs.future(now)
    soon = now + timedelta(microseconds=1)
    taken = inputs.future(soon.astimezone(ZoneInfo("Europe/Vienna")))
    assert (taken, taken.tzinfo) == (soon, UTC)


def test_a_reason_without_which_the_writer_knows_nothing(scene):
    with says(Incomplete, "Give a reason: the writer must know what to change."):
        acts.request_changes(scene.review, by=scene.mei, reason="")


@pytest.mark.parametrize(
    ("name", "limit", "act"),
    [
        ("note", 2000, lambda s, text: acts.submit(s.draft, by=s.wen, draft_version=1, note=text)),
        ("note", 2000, lambda s, text: acts.reaffirm(s.draft, by=s.edda, note=text)),
        ("reason", 2000, lambda s, text: acts.recall(s.review, by=s.wen, reason=text)),
        ("reason", 2000, lambda s, text: acts.resolve(s.remark(), by=s.mei, reason=text)),
        ("comment", 4000, lambda s, text: acts.comment(s.review, by=s.mei, body=text)),
        ("place", 120, lambda s, text: acts.comment(s.review, by=s.mei, body="So?", place=text)),
        ("answer", 4000, lambda s, text: acts.answer(s.remark(), by=s.wen, body=text)),
        ("public reason", 2000, lambda s, text: acts.withdraw(s.draft, by=s.edda, reason=text)),
        ("reason", 2000, lambda s, text: acts.reschedule(
            s.draft, by=s.edda, effective_from=cast.days_ahead(5), reason=text)),
    ],
)  # fmt: skip
def test_each_text_of_an_act_has_its_name_and_its_measure(scene, name, limit, act):
    message = f"The {name} has {limit + 1} characters; {limit} are the most."
    with says(Incomplete, message):
        act(scene, "x" * (limit + 1))


def test_a_text_of_the_full_measure_is_taken(scene):
    remark = acts.comment(scene.review, by=scene.mei, body="x" * 4000, place="y" * 120)
    acts.answer(remark, by=scene.wen, body="z" * 4000)
    acts.resolve(remark, by=scene.mei, reason="w" * 2000)
    acts.recall(scene.review, by=scene.wen, reason="v" * 2000)
    acts.submit(scene.document(), by=scene.wen, draft_version=1, note="u" * 2000)


# --- Drafts --------------------------------------------------------------------------------------


def test_a_save_of_what_is_no_draft_any_more(scene):
    with says(
        WrongState,
        "“Rash” is no longer a draft (medical review). Your text was not saved; keep a copy of it.",
    ):
        drafts.refuse_save(scene.draft)


def test_a_save_after_another(scene):
    acts.recall(scene.review, by=scene.wen)
    stale = scene.document()
    cast.save(scene.document(), scene.wen)
    with says(
        StaleDraft,
        "Somebody saved version 2 of “Rash” since you opened it. "
        "Your text was not saved yet: compare the two and save again.",
    ):
        cast.save(stale, scene.wen)


def test_a_submission_of_what_was_saved_since(scene):
    acts.recall(scene.review, by=scene.wen)
    cast.save(scene.document(), scene.wen)
    with says(
        WrongState,
        "“Rash” was saved again (version 2) since you opened it. "
        "Look at the newer text, then submit it. Nothing was changed.",
    ):
        acts.submit(scene.draft, by=scene.wen, draft_version=1)
