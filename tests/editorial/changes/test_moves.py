"""What went elsewhere is shown where it stands now, with the change inside it."""

import random

import pytest

from editorial import changes
from editorial.changes.word_diff import Effort
from tests.editorial.desk.test_changes import between, changed_rows, snapshot

FEW = "<p>Few people over 80 had this rash in the trials.</p>"
PEOPLE = "<p>People over 80 had this rash in the trials.</p>"
CALL = "<p>Call your team at once if you have a fever.</p>"
WAIT = "<p>Wait for a letter from the clinic.</p>"


def rows(old, new):
    return changed_rows(between(snapshot(old), snapshot(new)))


def said(row):
    return [(run.how, run.text.strip()) for run in row.runs]


def test_a_paragraph_that_moved_shows_the_change_inside_it():
    went, came = rows(f"{FEW}{CALL}{WAIT}", f"{CALL}{WAIT}{PEOPLE}")
    assert (went.how, came.how) == ("moved", "moved")
    assert went.went
    assert said(came)[:2] == [("deleted", "Few people"), ("inserted", "People")]
    assert said(came)[2] == ("same", "over 80 had this rash in the trials.")


def test_a_move_says_from_where_and_to_where():
    went, came = rows(
        f"<h2>Rash</h2>{FEW}<h2>Fever</h2>{CALL}", f"<h2>Rash</h2><h2>Fever</h2>{CALL}{FEW}"
    )
    assert went.moved == "moved from here to Body, under “Fever”"
    assert came.moved == "moved here from Body, under “Rash”"
    assert said(came) == [("same", "Few people over 80 had this rash in the trials.")]


def test_a_move_is_one_change():
    (part,) = between(snapshot(f"{FEW}{CALL}{WAIT}"), snapshot(f"{CALL}{WAIT}{PEOPLE}")).changed
    assert part.count == 1


LIST = "<ul><li><p>{}</p></li><li><p>{}</p></li><li><p>{}</p></li></ul>"
STEPS = ["Wash your hands with soap", "Take one tablet with water", "Write down the time"]


def test_items_and_rows_move_as_well():
    first, second, third = STEPS
    changed = second.replace("one tablet", "two tablets")
    moved = rows(LIST.format(second, first, third), LIST.format(first, third, changed))
    assert [row.kind for row in moved] == ["List item", "List item"]
    table = "<table><tbody>" + "<tr><td>{}</td></tr>" * 3 + "</tbody></table>"
    moved = rows(table.format(second, first, third), table.format(first, third, changed))
    assert [(row.kind, row.how) for row in moved] == [("Table row", "moved")] * 2
    assert ("deleted", "one tablet") in said(moved[1])


def test_a_paragraph_moves_to_another_part():
    old = [
        {"anchor": "a", "heading": "Use", "html": FEW + CALL},
        {"anchor": "b", "heading": "Harm", "html": WAIT},
    ]
    new = [
        {"anchor": "a", "heading": "Use", "html": CALL},
        {"anchor": "b", "heading": "Harm", "html": WAIT + PEOPLE},
    ]
    use, harm = between(snapshot(sections=old), snapshot(sections=new)).changed
    assert [part.label for part in (use, harm)] == ["Use", "Harm"]
    (came,) = [row for each in harm.stretches if each.changed for row in each.rows]
    assert came.moved == "moved here from Use"
    assert ("deleted", "Few people") in said(came)


def test_rows_of_a_list_move():
    risks = [
        {"name": name, "frequency": "Rare", "seek_help": f"Call us about {name}."} for name in "abc"
    ]
    moved = changed_rows(between(snapshot(risks=risks), snapshot(risks=[*risks[1:], risks[0]])))
    assert {row.how for row in moved} == {"moved"}


def test_a_paragraph_that_was_split_or_joined_is_one_change():
    one, two = "Take one tablet each morning.", "Never take more than two in a day."
    split = rows(f"<p>{one} {two}</p>", f"<p>{one}</p><p>{two}</p>")
    joined = rows(f"<p>{one}</p><p>{two}</p>", f"<p>{one} {two}</p>")
    for (row,), note in ((split, "Split up."), (joined, "Joined to one.")):
        assert row.note.startswith(note)
        same = " ".join(run.text for run in row.runs if run.how == "same")
        assert one in same
        assert two in same


def test_a_number_that_changed_on_the_way_is_marked():
    old = "<p>Take 0.16 mg of it each day with food.</p>"
    _, came = rows(old + CALL + WAIT, CALL + WAIT + old.replace("0.16", "1.6"))
    assert said(came)[1:3] == [("deleted", "0.16"), ("inserted", "1.6")]


def test_what_has_little_in_common_did_not_move():
    hows = [
        row.how for row in rows(f"{FEW}{CALL}{WAIT}", f"{CALL}{WAIT}<p>Nobody knows why yet.</p>")
    ]
    assert hows == ["deleted", "inserted"]


@pytest.mark.parametrize("seed", range(5))
def test_the_same_texts_are_always_compared_the_same(seed):
    chosen = random.Random(seed)  # noqa: S311
    old = [f"<p>{' '.join(chosen.choices('abcdefgh', k=6))}</p>" for _ in range(30)]
    new = chosen.sample(old, k=len(old))
    pair = snapshot("".join(old)), snapshot("".join(new))
    assert between(*pair) == between(*pair)


def test_moves_that_would_cost_too_much_are_shown_as_taken_out_and_new(monkeypatch):
    monkeypatch.setattr(changes, "Effort", lambda: Effort(100))
    long = [f"<p>The text of number {n} has the words x{n} and y{n}.</p>" for n in range(40)]
    new = [text.replace("words", "letters") for text in reversed(long)]
    hows = {row.how for row in rows("".join(long), "".join(new))}
    assert hows == {"deleted", "inserted"}
