"""266 real edits of health pages: what is shown is exactly the old text and the new one."""

import json
import re

import pytest
from django.conf import settings

from editorial.changes.tokens import tokens_of
from editorial.changes.word_diff import Effort, compare
from tests.editorial.desk.test_changes import between, changed_rows, snapshot

EDITS = settings.BASE_DIR.parent / "shared" / "data" / "real-edits.jsonl"
pytestmark = pytest.mark.skipif(
    not EDITS.exists(), reason="the shared data folder is not beside the project"
)
# What turns the sense of a sentence, and what doses are made of.
SENSE = re.compile(
    r"\d+|\b(?:not|no|never|none|without|unless|except|only|few|cannot|\w+n[’']t)\b", re.I
)


def edits():
    lines = EDITS.read_text(encoding="utf-8").splitlines()
    return [(each["before"], each["after"]) for each in map(json.loads, lines)]


def without(runs, how):
    return "".join(run.text for run in runs if run.how != how)


def test_the_runs_are_the_old_text_and_the_new_one_to_the_last_character():
    for old, new in edits():
        runs = compare(tokens_of(old), tokens_of(new), Effort())
        assert without(runs, "inserted") == old
        assert without(runs, "deleted") == new


def test_every_edit_shows():
    for old, new in edits():
        rows = changed_rows(between(snapshot() | {"summary": old}, snapshot() | {"summary": new}))
        assert bool(rows) == (old != new), (old, new)


def test_no_changed_number_or_negation_stands_in_a_run_that_is_called_the_same():
    """In a run of the same words, those of both texts are the same words in the same order; so all
    that only one text has stands in runs that are marked."""
    for old, new in edits():
        runs = compare(tokens_of(old), tokens_of(new), Effort())
        same = SENSE.findall(" ".join(run.text for run in runs if run.how == "same"))
        for text, how in ((old, "deleted"), (new, "inserted")):
            marked = SENSE.findall(" ".join(run.text for run in runs if run.how == how))
            assert sorted(SENSE.findall(text)) == sorted(same + marked), (old, new)
