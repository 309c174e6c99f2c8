import pytest
from django.core.exceptions import ValidationError
from hypothesis import example, given
from hypothesis import strategies as st

from evidence.identifiers import (
    check_doi,
    check_pmcid,
    check_pmid,
    identifier_at,
    normal_doi,
    normal_pmcid,
    normal_pmid,
)

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
        "https://doi.org/10.1056/NEJMoa1003466?utm_source=mail&utm_medium=x",
        "https://doi.org/10.1056%2FNEJMoa1003466#abstract",
        "(doi:10.1056/NEJMoa1003466).",
        "[10.1056/NEJMoa1003466]",
        "<https://doi.org/10.1056/NEJMoa1003466>;",
        "“10.1056/NEJMoa1003466”",
        "https://www.nejm.org/doi/full/10.1056/NEJMoa1003466",
        "https://www.nejm.org/doi/10.1056/NEJMoa1003466/abstract?x=y#s1",
        "Hodi FS. N Engl J Med. 2010. doi:10.1056/NEJMoa1003466",
        "10.1056/NEJM\u200boa1003466",
    ],
)
def test_every_way_to_write_a_doi_is_the_same_doi(written):
    assert normal_doi(written) == HODI
    check_doi(normal_doi(written))


OLD = "10.1002/(sici)1097-0142(19990501)85:9<1873::aid-cncr1>3.0.co;2-f"


@pytest.mark.parametrize(
    "written",
    [
        OLD.upper(),
        "https://doi.org/10.1002/(SICI)1097-0142(19990501)85:9%3C1873::AID-CNCR1%3E3.0.CO;2-F",
        "https://doi.org/10.1002/(SICI)1097-0142(19990501)85:9%253C1873::AID-CNCR1%253E3.0.CO;2-F",
        "10.1002/(SICI)1097-0142(19990501)85:9&lt;1873::AID-CNCR1&gt;3.0.CO;2-F.",
        f"({OLD})",
    ],
)
def test_an_old_doi_keeps_its_brackets(written):
    assert normal_doi(written) == OLD
    check_doi(OLD)


def test_an_old_doi_may_end_in_a_hash():
    hashed = "10.1002/1521-3773(20010316)40:6<9823::aid-anie9823>3.3.co;2-#"
    assert normal_doi(f"https://doi.org/{hashed}") == hashed


@pytest.mark.parametrize(
    "two",
    [
        "10.1056/x 10.1056/y",
        "10.1056/x; 10.1056/y",
        "10.1056/x,10.1056/y",
        "https://doi.org/10.1056/x https://doi.org/10.1056/y",
        "https://doi.org/10.1056/xhttps://doi.org/10.1056/y",
        "10.1056/x\ndoi:10.1056/y",
    ],
)
def test_two_dois_in_one_field_are_refused(two):
    with pytest.raises(ValidationError, match="more than one DOI"):
        check_doi(normal_doi(two))


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


@pytest.mark.parametrize(
    "written",
    [
        "20525992",
        " PMID: 20525992.",
        "[PMID 20525992]",
        "20525992 [PubMed]",
        "https://pubmed.ncbi.nlm.nih.gov/20525992/",
        "pubmed.ncbi.nlm.nih.gov/20525992?dopt=Abstract",
        "https://www.ncbi.nlm.nih.gov/pubmed/20525992.",
        "PMID: 20525992; PMCID: PMC3549297",
    ],
)
def test_a_pmid_is_its_digits(written):
    assert normal_pmid(written) == "20525992"
    check_pmid("20525992")


@pytest.mark.parametrize(
    "written",
    [
        "PMC3549297",
        "pmc3549297.",
        "3549297",
        "PMCID: PMC3549297",
        "https://pmc.ncbi.nlm.nih.gov/articles/PMC3549297/",
        "https://www.ncbi.nlm.nih.gov/pmc/articles/PMC3549297/pdf/x.pdf",
    ],
)
def test_a_pmcid_is_pmc_and_its_digits(written):
    assert normal_pmcid(written) == "PMC3549297"
    check_pmcid("PMC3549297")


@pytest.mark.parametrize("wrong", ["", "PMC", "PMC12a", "NIHMS123"])
def test_what_is_no_pmcid_is_refused(wrong):
    with pytest.raises(ValidationError, match="not a PMCID"):
        check_pmcid(normal_pmcid(wrong))


def test_a_pmcid_in_the_other_field_is_told_where_it_belongs():
    with pytest.raises(ValidationError, match="field PMCID"):
        check_pmid(normal_pmid("https://pmc.ncbi.nlm.nih.gov/articles/PMC3549297/"))


@pytest.mark.parametrize(
    ("address", "name", "number"),
    [
        ("https://pubmed.ncbi.nlm.nih.gov/20525992/", "pmid", "20525992"),
        ("pubmed.ncbi.nlm.nih.gov/20525992?dopt=Abstract", "pmid", "20525992"),
        ("http://www.ncbi.nlm.nih.gov/pubmed/20525992#x", "pmid", "20525992"),
        ("https://europepmc.org/article/MED/20525992", "pmid", "20525992"),
        ("https://pmc.ncbi.nlm.nih.gov/articles/PMC3549297/", "pmcid", "PMC3549297"),
        ("https://www.ncbi.nlm.nih.gov/pmc/articles/PMC3549297/pdf/x.pdf", "pmcid", "PMC3549297"),
        ("https://europepmc.org/articles/pmc3549297", "pmcid", "PMC3549297"),
        ("https://europepmc.org/article/PMC/PMC3549297", "pmcid", "PMC3549297"),
        ("<https://pubmed.ncbi.nlm.nih.gov/20525992/>.", "pmid", "20525992"),
        ("https://doi.org/10.1056/NEJMoa1003466?utm_source=mail", "doi", HODI),
        ("https://pubmed.ncbi.nlm.nih.gov/?term=ipilimumab", "", ""),
        ("https://pubmed.ncbi.nlm.nih.gov/help/", "", ""),
        ("https://doi.org/", "", ""),
        ("https://example.org/pubmed/20525992", "", ""),
        ("https://www.nejm.org/doi/full/10.1056/NEJMoa1003466", "", ""),
        ("", "", ""),
    ],
)
def test_an_address_that_is_an_identifier_is_taken_for_it(address, name, number):
    assert identifier_at(address) == (name, number)


@given(st.text() | st.from_regex(r"(pmid:? ?|PMC|https://pubmed\.ncbi\.nlm\.nih\.gov/)*\d{1,9}\S*"))
def test_a_normal_number_stays_as_it_is(text):
    assert normal_pmid(normal_pmid(text)) == normal_pmid(text)
    assert normal_pmcid(normal_pmcid(text)) == normal_pmcid(text)


@pytest.mark.parametrize("pmid", ["", "0", "12a", "1234567890", "١٢"])
def test_what_is_no_pmid_is_refused(pmid):
    with pytest.raises(ValidationError, match="one to nine digits"):
        check_pmid(pmid)
