"""Rows become drafts all or none, and every fault is told with its line and field."""

import pytest
from reversion.models import Version

from editorial.models import Document
from tests.immunosite.importing._import import *  # noqa: F403
from tests.immunosite.importing._import import article_row, refused, run, therapy_row


def test_a_dry_run_writes_nothing_and_says_what_it_would(wen, rows):
    said = run(rows(article_row()), "--writer", "wen", "--dry-run")
    assert said.startswith("1 drafts would be imported; nothing was written")
    assert not Document.objects.exists()
    assert not Version.objects.exists()


def test_every_fault_is_listed_with_its_line_and_field(wen, rows):
    said = refused(
        rows(
            article_row("good"),
            article_row("good"),
            article_row("b", title=3.5, summary="x" * 401),
            article_row("c", summary="x" * 401, genre="poem", risk="none"),
            article_row("d", see_also=["article/nowhere", "elsewhere"]),
            article_row("e", see_also=["article/nowhere"], body="[@unknown-1]"),
            article_row("f", conditions=["nowhere"]),
            article_row("g", colour="red"),
            article_row("h", publish_at="2090-01-01T00:00:00"),
            article_row("i", review_interval_months=True, key_points={"a": 1}),
            article_row("Not an address"),
            {"kind": "poem"},
            {"title": "T"},
            therapy_row(risks=[{"name": "x" * 121}]),
            therapy_row(routes=["nose"]),
        ),
        "--writer", "wen",
    )  # fmt: skip
    for expected in (
        "line 2: slug: “good” stands at",
        "line 3: title: must be text, not a number.",
        "line 4: genre: Select a valid choice. poem is not one of the available choices.",
        "line 4: risk: ",
        "line 5: see_also: “elsewhere” must be written as kind/slug",
        "line 6: references: “unknown-1” is not in the library.",
        "line 7: conditions: there is no condition/nowhere",
        "line 8: unknown field: colour.",
        "line 9: publish_at: needs its time zone",
        "line 10: review_interval_months: Enter a whole number.",
        "line 10: key_points: must be text, not a mapping.",
        "line 11: slug: ",
        "line 12: kind: there is none called “poem”",
        "line 13: kind: is missing",
        "line 14: risks: row 1: name: Ensure this value has at most 120 characters (it has 121).",
        "line 14: risks: row 1: seek_help: This field is required.",
        "line 15: routes: Choose routes from",
        "Nothing was written.",
    ):
        assert expected in said


def test_only_the_first_faults_are_listed_and_all_are_counted(wen, tmp_path):
    path = tmp_path / "rows.jsonl"
    path.write_text("{\n" * 70)
    said = refused(str(path), "--writer", "wen")
    assert said.count("is not JSON") == 50
    assert "… and 20 more." in said
    assert "70 faults." in said


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--writer", "nobody"], "no user called “nobody”"),
        (["--writer", "olga"], "Only a writer or an editor can create"),
        (["--writer", "wen", "--map", "colour=red"], "unknown field: colour"),
        (["--writer", "wen", "--plain-text", "title"], "unknown field: title"),
        (["--writer", "wen", "--derive", "body"], "unknown field: body"),
        (["--writer", "wen", "--set", "title=*a"], "anchors and aliases"),
    ],
)
def test_a_command_line_that_makes_no_sense_is_refused(wen, olga, rows, arguments, said):
    assert said in refused(rows(article_row()), *arguments)


def test_a_missing_file_is_refused(wen):
    assert "no such file" in refused("/nowhere.jsonl", "--writer", "wen")
