import pytest
from django.core.exceptions import ValidationError
from hypothesis import example, given
from hypothesis import strategies as st

from evidence.identifiers import check_doi, check_pmid, normal_doi, normal_pmid

HODI = "10.1056/nejmoa1003466"


@pytest.mark.parametrize(
    "written",
    [
        "10.1056/NEJMoa1003466",
        "https://doi.org/10.1056/NEJMoa1003466",
        "http://dx.doi.org/10.1056/nejmoa1003466",
        "doi.org/10.1056/nejmoa1003466",
        "doi:10.1056/NEJMoa1003466.",
        "  DOI: 10.1056/NEJMoa1003466\n",
        "doi: https://doi.org/10.1056/NEJMoa1003466",
    ],
)
def test_every_way_to_write_a_doi_is_the_same_doi(written):
    assert normal_doi(written) == HODI
    check_doi(normal_doi(written))


@given(st.text() | st.from_regex(r"(doi:\s*|https://doi\.org/)*10\.\d{4}/\S+[., ]*"))
@example("doi:.doi:")
@example("İ")
def test_a_normal_doi_stays_as_it_is(text):
    assert normal_doi(normal_doi(text)) == normal_doi(text)


@pytest.mark.parametrize(
    "doi", ["10.1016/s0140-6736(24)00319-2", "10.1002/(sici)1<1::aid>3.0.co;2-2"]
)
def test_odd_but_real_dois_are_accepted(doi):
    check_doi(doi)


@pytest.mark.parametrize(
    "doi", ["", "11.1056/x", "10.1056", "10.1056/", "10.1056/a b", "10.1056/ü", "10.١٠٥٦/x"]
)
def test_what_is_no_doi_is_refused_with_an_example(doi):
    with pytest.raises(ValidationError, match=r"10\.1056/nejmoa1003466"):
        check_doi(doi)


def test_a_pmid_is_its_digits():
    assert normal_pmid(" PMID: 20525992.") == "20525992"
    check_pmid("20525992")


@pytest.mark.parametrize("pmid", ["", "0", "12a", "1234567890", "١٢"])
def test_what_is_no_pmid_is_refused(pmid):
    with pytest.raises(ValidationError, match="one to nine digits"):
        check_pmid(pmid)
