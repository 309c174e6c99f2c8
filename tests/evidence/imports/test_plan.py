"""What would become of each record, and what does: nothing twice, nothing over what is there."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from evidence.imports.plan import Choice, Outcome, carry_out, make_plan
from evidence.imports.reading import read
from evidence.library import save_reference
from evidence.models import Reference

pytestmark = pytest.mark.django_db


def ris(**tags):
    """A record: `ris(TI="Title", DO="10.1056/x")`; a list is a tag for each."""
    lines = [
        f"{tag}  - {each}"
        for tag, value in ({"TY": "JOUR"} | tags).items()
        for each in (value if isinstance(value, list) else [value])
    ]
    return "\n".join([*lines, "ER  - ", ""])


def plan_of(*records, answers=None):
    return make_plan(read("".join(records).encode()), answers)


def outcomes(plan):
    return [item.outcome for item in plan.items]


def done(plan, by):
    return list(carry_out(plan, by=by))


IPI = {"TI": "Improved survival", "AU": "Hodi, F. S.", "PY": "2010", "JO": "N Engl J Med"}


def test_a_plan_writes_nothing_and_carrying_it_out_does(wen):
    plan = plan_of(ris(**IPI, DO="10.1056/x"))
    assert outcomes(plan) == [Outcome.NEW]
    assert not Reference.objects.exists()
    done(plan, wen)
    saved = Reference.objects.get()
    assert (saved.key, saved.authors, saved.doi) == ("hodi-2010", "Hodi FS", "10.1056/x")


def test_to_import_again_adds_nothing(wen):
    records = ris(**IPI, DO="10.1056/x"), ris(TI="Other", AN="PMID: 77")
    done(plan_of(*records), wen)
    assert outcomes(plan_of(*records)) == [Outcome.KNOWN, Outcome.KNOWN]


@pytest.mark.parametrize(
    "number",
    [
        {"DO": "https://doi.org/10.1056/NEJMoa1"},
        {"DO": "10.1056%2Fnejmoa1"},
        {"UR": "https://doi.org/10.1056/nejmoa1?utm_source=x"},
        {"AN": "PMID: 20525992"},
        {"UR": "https://pubmed.ncbi.nlm.nih.gov/20525992/"},
        {"C2": "PMC3549297"},
    ],
)
def test_the_same_number_is_the_same_source_however_it_is_written(wen, number):
    own = {"doi": "10.1056/nejmoa1", "pmid": "20525992", "pmcid": "PMC3549297"}
    save_reference(Reference(key="old", title="Improved survival", **own), by=wen)
    assert outcomes(plan_of(ris(TI="Quite another title", **number))) == [Outcome.KNOWN]


def test_a_known_source_is_filled_where_it_is_empty_and_nothing_of_it_is_changed(wen):
    save_reference(
        Reference(key="old", title="Improved survival", doi="10.1056/x", volume="1"), by=wen
    )
    plan = plan_of(ris(**IPI, DO="10.1056/x", VL="363", IS="8"))
    (item,) = plan.items
    assert item.outcome == Outcome.COMPLETED
    assert item.filled == {
        "authors": "Hodi FS",
        "container": "N Engl J Med",
        "year": 2010,
        "issue": "8",
    }
    assert item.differs == {"volume": ("1", "363")}
    done(plan, wen)
    saved = Reference.objects.get()
    assert (saved.key, saved.volume, saved.issue) == ("old", "1", "8")


def test_numbers_of_two_sources_in_one_record_are_refused(wen):
    save_reference(Reference(key="one", title="One", doi="10.1056/x"), by=wen)
    save_reference(Reference(key="two", title="Two", pmid="7"), by=wen)
    (item,) = plan_of(ris(TI="Three", DO="10.1056/x", AN="PMID: 7")).items
    assert item.outcome == Outcome.REJECTED
    assert "those of two sources: one and two" in item.reason


@pytest.mark.parametrize("title", ["IMPROVED SURVIVAL.", "Improved  survival", "Improved-survival"])
@pytest.mark.parametrize("year", ["2010", "2011", ""])
def test_the_same_title_and_year_is_a_question(wen, title, year):
    save_reference(Reference(key="old", title="Improved survival", year=2010), by=wen)
    record = ris(TI=title, PY=year, DO="10.1056/x")
    plan = plan_of(record)
    assert outcomes(plan) == [Outcome.QUESTION]
    assert done(plan, wen) == []
    assert outcomes(plan_of(record, answers={0: Choice.SAME})) == [Outcome.COMPLETED]
    assert outcomes(plan_of(record, answers={0: Choice.OTHER})) == [Outcome.NEW]


def test_the_same_title_in_another_year_is_another_source(wen):
    save_reference(Reference(key="old", title="Editorial", year=2001), by=wen)
    assert outcomes(plan_of(ris(TI="Editorial", PY="2010"))) == [Outcome.NEW]


def test_within_a_file_too_a_source_comes_once(wen):
    plan = plan_of(ris(**IPI, DO="10.1056/x"), ris(**IPI, DO="10.1056/X", VL="3"), ris(**IPI))
    assert outcomes(plan) == [Outcome.NEW, Outcome.COMPLETED, Outcome.QUESTION]
    done(plan, wen)
    assert [each.volume for each in Reference.objects.all()] == ["3"]


def test_keys_are_proposed_as_author_and_year_and_never_twice(wen):
    save_reference(Reference(key="hodi-2010", title="Old"), by=wen)
    given = [
        ris(TI="A", AU="Hodi, F. S.", PY="2010"),
        ris(TI="B", AU="Hodi, F. S.", PY="2010"),
        ris(TI="C", AU="van der Meer, J. W.", PY="2015"),
        ris(TI="D", AU="Łaski, Ø.", PY="1999"),
        ris(TI="E", AU="Cochrane Collaboration Review Group on Immunotherapy", PY="2001"),
        ris(TI="The γδ cells and <i>E. coli</i> of the gut"),
        ris(TI="中文"),
        ris(TI="F", AU="Loscalzo, Joseph, Jr.", PY="2003"),
    ]
    assert [item.reference.key for item in plan_of(*given).items] == [
        "hodi-2010b",
        "hodi-2010c",
        "van-der-meer-2015",
        "laski-1999",
        "cochrane-collaboration-review-group-2001",
        "the-gamma-delta-cells-and",
        "source",
        "loscalzo-2003",
    ]


@pytest.mark.parametrize(
    ("tags", "said"),
    [
        ({"TI": "x" * 501}, "at most 500 characters"),
        ({"AU": "Hodi, F."}, "title"),
        ({"TI": "A", "DO": "see 10.1056/a and 10.1056/b"}, "more than one DOI"),
        ({"TI": "A", "AN": "PMID: x12"}, "PMID"),
        ({"TI": "A\ufffdB"}, "lost on the way"),
        ({"TI": "A\u202eB"}, "reading direction"),
        ({"TI": "A", "UR": "javascript:alert(1)"}, "web address"),
    ],
)
def test_what_the_library_would_refuse_is_told_in_the_preview(wen, tags, said):
    (item,) = plan_of(ris(**tags)).items
    assert item.outcome == Outcome.REJECTED
    assert said in item.reason


def test_questions_to_the_database_do_not_grow_with_the_library(wen, django_assert_max_num_queries):
    Reference.objects.bulk_create(
        Reference(key=f"k-{n}", title=f"Title {n}", year=2000, doi=f"10.1056/{n}")
        for n in range(50)
    )
    records = [ris(TI=f"Title {n}", PY="2000", DO=f"10.1056/{n}") for n in range(50)]
    with django_assert_max_num_queries(8):
        assert set(outcomes(plan_of(*records))) == {Outcome.KNOWN}


# --- manage.py import_references


def command(tmp_path, text, *more, name="refs.ris"):
    file, out = tmp_path / name, StringIO()
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    call_command("import_references", str(file), "--writer=wen", *more, stdout=out)
    return out.getvalue()


def test_the_command_imports_and_names_what_it_left_out(wen, tmp_path):
    save_reference(Reference(key="old", title="Improved survival", year=2010), by=wen)
    text = ris(TI="New", PY="2001") + ris(**IPI) + ris(TY="ODD", TI="Bad")
    said = command(tmp_path, text, "--dry-run")
    assert "1 would be added" in said
    assert Reference.objects.count() == 1
    said = command(tmp_path, text)
    assert "1 added, 0 completed, 0 known already, 1 left out for their title, 1 rejected" in said
    assert "line 5: “Improved survival” left out: it may be old." in said
    assert "line 11: “Bad” rejected: has the type “ODD”" in said
    assert "1 completed" in command(tmp_path, text, "--same-title=merge")


def test_the_command_says_what_it_cannot_do(wen, olga, tmp_path):
    with pytest.raises(CommandError, match="nothing in this"):
        command(tmp_path, "")
    with pytest.raises(CommandError, match=r"none\.ris cannot be read: No such file"):
        call_command("import_references", str(tmp_path / "none.ris"), "--writer=wen")
    with pytest.raises(CommandError, match="no user called"):
        call_command("import_references", str(tmp_path / "refs.ris"), "--writer=nobody")
    with pytest.raises(CommandError, match="olga: Only a writer"):
        call_command("import_references", str(tmp_path / "refs.ris"), "--writer=olga")
