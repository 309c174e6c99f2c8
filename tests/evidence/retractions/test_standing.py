"""The five states, from the file to what is said of a source."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from evidence.models import Reference, RetractionData, RetractionNotice
from evidence.retractions.papers import paper_of
from evidence.retractions.standing import Listed, standings
from tests.evidence.retractions._file import COLUMNS, row, text_of, written

pytestmark = pytest.mark.django_db


def imported(file, *options):
    out = StringIO()
    call_command("import_retractions", str(file), *options, stdout=out)
    return out.getvalue()


def of(**fields):
    paper = paper_of(Reference(**{"title": "Something else entirely in other words"} | fields))
    return standings([paper])[paper]


def test_without_data_nothing_was_checked():
    assert of(doi="10.1056/bad").listed is Listed.NOT_CHECKED
    assert of(doi="10.1056/bad").words == "Not checked"


def test_a_retracted_paper(tmp_path):
    said = imported(written(tmp_path, row(), row("10.1056/other", date="6/1/2021 0:00")))
    assert "Retraction Watch as of 1 June 2021: 2 notices are in use." in said
    found = of(doi="10.1056/bad")
    assert (found.listed, found.since) == (Listed.RETRACTED, date(2020, 3, 9))
    assert found.words == "Retracted on 9 March 2020, listed as of 1 June 2021"
    assert found.notice_doi == "10.1056/notice"
    assert of(doi="10.1056/good").words == "None listed as of 1 June 2021"
    assert RetractionNotice.objects.first().reasons == "Error in Data; Unreliable Results"


@pytest.mark.parametrize(
    ("nature", "listed"),
    [
        ("Expression of concern", Listed.CONCERN),
        ("Correction", Listed.CORRECTED),
        ("RETRACTION", Listed.RETRACTED),
    ],
)
def test_each_nature_has_its_state(tmp_path, nature, listed):
    imported(written(tmp_path, row(nature=nature)))
    assert of(doi="10.1056/bad").listed is listed
    assert not of(doi="10.1056/bad").possible


def test_a_source_without_a_number_is_not_checked(tmp_path):
    imported(written(tmp_path, row()))
    assert of().listed is Listed.NOT_CHECKED


@pytest.mark.parametrize("none", ["unavailable", "Unavailable", "", "0", "n/a"])
def test_what_means_no_number_matches_nothing(tmp_path, none):
    imported(written(tmp_path, row(none, pmid="0")))
    assert RetractionNotice.objects.get().doi == RetractionNotice.objects.get().pmid == ""
    assert of(doi="10.1056/good", pmid="7").listed is Listed.NONE


@pytest.mark.parametrize(
    "written_as", ["10.1056/BAD", "https://doi.org/10.1056/bad", " 10.1056/bad. ", "10.1056%2Fbad"]
)
def test_a_doi_matches_however_it_is_written(tmp_path, written_as):
    imported(written(tmp_path, row(written_as)))
    assert of(doi="10.1056/bad").listed is Listed.RETRACTED


def test_a_pmid_is_enough(tmp_path):
    imported(written(tmp_path, row("unavailable", pmid="20525992")))
    assert of(pmid="20525992").listed is Listed.RETRACTED


def test_reinstatement_reverses_what_was_before_it_and_nothing_after(tmp_path):
    back = row(nature="Reinstatement", date="3/9/2021 0:00")
    imported(written(tmp_path, row(), back))
    assert of(doi="10.1056/bad").listed is Listed.NONE
    imported(written(tmp_path, row(), back, row(date="3/9/2022 0:00")))
    assert of(doi="10.1056/bad").listed is Listed.RETRACTED


@pytest.mark.parametrize(
    "day", ["", "unknown", "13/45/2021 0:00", "3/9/2020 0:00", "1/1/2019 0:00"]
)
def test_a_reinstatement_that_is_not_surely_later_reverses_nothing(tmp_path, day):
    imported(written(tmp_path, row(), row(nature="Reinstatement", date=day)))
    assert of(doi="10.1056/bad").listed is Listed.RETRACTED


def test_the_gravest_notice_counts_whatever_their_order(tmp_path):
    rows = [row(nature="Correction", date="5/5/2022 0:00"), row(), row(nature="Correction")]
    imported(written(tmp_path, *rows))
    assert of(doi="10.1056/bad").listed is Listed.RETRACTED


@pytest.mark.parametrize(
    "title",
    [
        "A trial of something in a great many people",
        "A TRIAL of something, in a great-many people.",
    ],
)
def test_the_same_title_is_possible_and_no_more(tmp_path, title):
    imported(written(tmp_path, row()))
    found = of(title=title, doi="10.1056/another", year=2010)
    assert (found.listed, found.possible) == (Listed.NONE, True)
    assert of(title=title, year=2011).possible
    assert of(title=title).listed is Listed.NOT_CHECKED
    assert not of(title=title, year=1999).possible


def test_a_row_that_cannot_be_read_leaves_its_papers_possible_and_never_none(tmp_path):
    file = written(tmp_path, row("10.1056/fine"))
    cut = '2,"cut","10.1056/half",3/9/2020 0:00'
    quoted = '3,"a "quote" in it",x,10.1056/quoted,Retraction'
    rest = text_of(row(), row("10.1056/new", nature="Withdrawal")).split("\n", 1)[1]
    with file.open("a", newline="") as out:
        out.write(f"{cut}\r\n{quoted}\r\n{rest}")
    assert "3 of them cannot be read" in imported(file)
    for doi in ("10.1056/half", "10.1056/quoted", "10.1056/new"):
        assert of(doi=doi).possible
    assert of(doi="10.1056/bad").listed is Listed.RETRACTED
    assert of(doi="10.1056/fine").listed is Listed.RETRACTED


@pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "latin-1"])
def test_any_encoding_of_it_is_read_and_rows_of_two_too(tmp_path, code):
    text = text_of(row(Author="Müller;"), row("10.1056/two", Author="Ågren;"))
    file = tmp_path / "data.csv"
    file.write_bytes(text.encode(code))
    imported(file)
    lines = text_of(row(), row("10.1056/two")).encode().split(b"\r\n")
    file.write_bytes(
        b"\r\n".join([lines[0], lines[1].replace(b"A Author", b"\xff\xfe\x81"), *lines[2:]])
    )
    imported(file)
    assert of(doi="10.1056/two").listed is Listed.RETRACTED


# --- What goes wrong changes nothing


OPEN_QUOTE = '2,"A title that is cut\r\n'
CUT = text_of(row()) + OPEN_QUOTE + text_of(row("10.1056/x"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no column Record ID"),
        ("a,b\n1,2\n", "no column Record ID"),
        ("<html>Not found</html>", "no column Record ID"),
        (text_of(), "no row that can be read"),
        (CUT, "is cut or broken"),
        (text_of(row("10.1056/x", date="")), "No row has a date"),
        (text_of(row("10.1056/x", date="1/1/2001 0:00")), "data in use are newer"),
    ],
)
def test_a_file_that_cannot_be_right_leaves_the_data_in_use(tmp_path, text, said):
    imported(written(tmp_path, row()))
    other = tmp_path / "other.csv"
    other.write_text(text, newline="")
    with pytest.raises(CommandError, match=f"(?s){said}.*The data in use were not changed"):
        imported(other)
    assert of(doi="10.1056/bad").listed is Listed.RETRACTED
    assert RetractionData.objects.count() == 1


def test_a_file_with_fewer_rows_may_be_cut(tmp_path):
    imported(written(tmp_path, *(row(f"10.1056/{n}") for n in range(60))))
    fewer = written(tmp_path, *(row(f"10.1056/{n}") for n in range(50)), name="fewer.csv")
    with pytest.raises(CommandError, match="50 rows, and the data in use have 60"):
        imported(fewer)
    assert of(doi="10.1056/55").listed is Listed.RETRACTED
    imported(fewer, "--fewer")
    assert of(doi="10.1056/55").listed is Listed.NONE


def test_a_crash_half_way_leaves_the_data_in_use(tmp_path, monkeypatch):
    imported(written(tmp_path, row()))
    monkeypatch.setattr("evidence.retractions.importing.put_in_use", lambda data: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        imported(written(tmp_path, row(), row("10.1056/two"), name="other.csv"))
    assert of(doi="10.1056/bad").listed is Listed.RETRACTED
    assert (RetractionData.objects.count(), RetractionNotice.objects.count()) == (1, 1)


def test_a_day_is_given_or_taken_of_the_newest_row_that_is_not_to_come(tmp_path):
    imported(written(tmp_path, row(), row("10.1056/typo", date="3/9/2202 0:00")))
    assert RetractionData.objects.get().as_of == date(2020, 3, 9)
    imported(written(tmp_path, row()), "--as-of=2024-02-29", "--fewer")
    assert of(doi="10.1056/good").words == "None listed as of 29 February 2024"
    for wrong in ("--as-of=2999-01-01", "--as-of=yesterday"):
        with pytest.raises(CommandError, match="as-of"):
            imported(written(tmp_path, row()), wrong)


def test_the_same_file_again_changes_nothing(tmp_path):
    file = written(tmp_path, row())
    imported(file)
    before = RetractionData.objects.get().pk
    assert "these data are in use already" in imported(file)
    assert RetractionData.objects.get().pk == before


def test_columns_may_stand_in_another_order_and_be_more(tmp_path):
    names = [*reversed(COLUMNS), "New column"]
    line = ",".join(row().get(name, "").replace(",", " ") for name in names)
    file = tmp_path / "data.csv"
    file.write_text(",".join(names) + "\n" + line + "\n")
    imported(file)
    assert of(doi="10.1056/bad").listed is Listed.RETRACTED
