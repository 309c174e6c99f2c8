"""Records of other programs' files: each comes out whole, or is named with its line and reason."""

import pytest

from evidence.imports.reading import MAX_BYTES, MAX_RECORDS, read
from evidence.imports.records import Unreadable

RIS = """TY  - JOUR
AU  - Hodi, F. Stephen
AU  - van der Meer, Jos W. M.
AU  - Loscalzo, Joseph, Jr.
AU  - Centers for Disease Control and Prevention
AU  - Department of Health, UK
TI  - Improved survival with ipilimumab.
J2  - N Engl J Med
PY  - 2010/08/19/
VL  - 363
IS  - 8
SP  - 711
EP  - 23
DO  - 10.1056/NEJMoa1003466
AN  - 20525992
DB  - PubMed
ER  -
"""


def values(text, number=0):
    reading = read(text if isinstance(text, bytes) else text.encode())
    assert not reading.rejected
    return reading.records[number].values


def rejected(text):
    return [(each.line, each.reason) for each in read(text.encode()).rejected]


# --- RIS


def test_a_record_of_ris():
    found = values(RIS)
    assert found["authors"].splitlines() == [
        "Hodi FS",
        "van der Meer JWM",
        "Loscalzo J Jr",
        "Centers for Disease Control and Prevention",
        "Department of Health, UK",
    ]
    assert (found["title"], found["container"]) == (
        "Improved survival with ipilimumab",
        "N Engl J Med",
    )
    assert (found["year"], found["volume"], found["issue"]) == (2010, "363", "8")
    assert (found["pages"], found["pmid"]) == ("711-23", "20525992")


@pytest.mark.parametrize(
    "written",
    [
        lambda text: "\ufeff" + text,
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("\n", "\r"),
        lambda text: text.replace("  - ", " - "),
        lambda text: text.replace("  - ", "\t- "),
        lambda text: text.replace("  - ", "-  "),
        lambda text: text.replace("ER  -\n", ""),
        lambda text: text.replace("ER  -\n", "ER  - "),
        lambda text: "\n\n" + text + "\n\n",
        lambda text: text.replace("\n", "\n\n"),
        lambda text: text.replace("TI  - Improved survival", "TI  - Improved\n      survival"),
        lambda text: "\n".join(f"  {line}" for line in text.splitlines()),
    ],
)
def test_what_other_readers_of_ris_lose_in_silence_comes_out_the_same(written):
    # rispy by itself gives nothing, and no error, for a byte-order mark, one space or no end.
    assert values(written(RIS)) == values(RIS)
    assert len(read(f"{written(RIS)}\n{written(RIS)}".encode()).records) == 2


@pytest.mark.parametrize("code", ["utf-8-sig", "utf-16", "cp1252", "latin-1"])
def test_an_accent_survives_each_encoding(code):
    text = RIS.replace("Hodi", "Müller-Ångström")
    assert values(text.encode(code))["authors"].startswith("Müller-Ångström FS\n")


def test_an_encoding_that_was_guessed_is_told():
    reading = read(RIS.replace("Hodi", "Müller").encode("latin-1"))
    assert "not UTF-8" in reading.notes[0]
    assert not read(RIS.encode()).notes


def test_a_missing_end_is_told_and_nothing_of_the_next_record_is_taken():
    first, second = read((RIS.replace("ER  -\n", "") + RIS).encode()).records
    assert "ER, is missing" in first.notes[0]
    assert first.values == second.values
    assert not second.notes


def test_each_record_that_is_not_taken_is_named_with_its_line():
    text = f"stray words\n{RIS}TY  - XYZ\nTI  - Odd\nER  - \n" + RIS.replace(
        "DO  - ", "DO  - 10.1/other\nDO  - "
    )
    assert [line for line, _ in rejected(text)] == [1, 19, 22]
    reasons = [reason for _, reason in rejected(text)]
    assert "“stray words” stands in no record" in reasons[0]
    assert "has the type “XYZ”" in reasons[1]
    assert "has DO twice" in reasons[2]
    assert len(read(text.encode()).records) == 1


@pytest.mark.parametrize(
    "line", ["IS  - Epub ahead of print", "M1  - In press", "SP  - Online ahead of print"]
)
def test_ahead_of_print_is_a_note_and_neither_issue_nor_page(line):
    text = "".join(
        each for each in RIS.splitlines(keepends=True) if each[:2] not in ("VL", "IS", "SP", "EP")
    )
    found = values(text.replace("PY  -", f"{line}\nPY  -"))
    assert found["note"] == "Published online ahead of print"
    assert not found.keys() & {"volume", "issue", "pages"}


def test_a_chapter_knows_its_book_its_editors_and_its_publisher():
    text = RIS.replace("JOUR", "CHAP").replace(
        "J2  - N Engl J Med", "T2  - Immunotherapy\nA2  - Roe, Kim\nPB  - Oxford University Press"
    )
    found = values(text)
    assert (found["kind"], found["container"]) == ("chapter", "Immunotherapy")
    assert (found["editors"], found["publisher"]) == ("Roe K", "Oxford University Press")


# --- BibTeX

BIB = r"""@article{hodi,
  author = {Hodi, F. Stephen and van der Berg, Ludwig and {CheckMate and Other Investigators}
            and de la Cruz, Jr., Mar{\'i}a and Garc{\'\i}a-L{\'o}pez, A. and others},
  title = {Response in 50% of {CD8}\textsuperscript{+} patients & \alpha therapy: R\&D at $5},
  journal = "N Engl J Med",
  year = 2010, volume = {363}, number = 8, pages = {711--723},
  doi = {10.1002/(SICI)1097-0142(19990101)85:1<1::AID-CNCR1>3.0.CO;2-\#},
}
"""


def test_an_entry_of_bibtex():
    found = values(BIB)
    assert found["authors"].splitlines() == [
        "Hodi FS",
        "van der Berg L",
        "CheckMate and Other Investigators",
        "de la Cruz M Jr",
        "García-López A",
    ]
    assert found["et_al"] is True
    assert found["title"] == "Response in 50% of CD8+ patients & α therapy: R&D at $5"
    assert found["doi"] == "10.1002/(SICI)1097-0142(19990101)85:1<1::AID-CNCR1>3.0.CO;2-#"
    assert (found["issue"], found["pages"]) == ("8", "711–723")


def test_entries_that_bibtexparser_passes_over_are_named_with_their_lines():
    before = "words outside\n@string{x = {y}}\n@article{broken, title = {no end\n"
    after = "@odd{k, title={T}}\n@article(round, title={T})\n@article{cut, title={T}"
    reading = read(f"{before}{BIB}{after}".encode())
    assert [each.line for each in reading.records] == [4, 13]
    assert [each.line for each in reading.rejected] == [3, 12, 14]


def test_the_same_key_twice_in_a_file_is_two_records():
    assert len(read((BIB + BIB).encode()).records) == 2


@pytest.mark.parametrize("text", ["{" * 5000, r"\input{/etc/passwd}" * 2, "$" * 2001, "\\" * 999])
def test_no_title_of_bibtex_breaks_the_reader(text):
    reading = read(f"@article{{k, title={{{text}}}}}\n{BIB}".encode())
    assert len(reading.records) + len(reading.rejected) >= 1
    assert "root:" not in str(reading.records)


# --- PubMed

NBIB = """
PMID- 20525992
TI  - Improved survival with ipilimumab in patients with
      metastatic melanoma.
AU  - Hodi FS
AU  - Loscalzo J Jr
CN  - MDX010-20 Investigators
TA  - N Engl J Med
DP  - 2010 Aug 19
VI  - 363
IP  - 8
PG  - 711-23
LID - 10.1056/NEJMoa1003466 [doi]
AID - S0140-6736(10)1 [pii]
PMC - PMC3549297
"""


def test_a_record_of_nbib():
    found = values(NBIB)
    assert found["title"].endswith("in patients with metastatic melanoma")
    assert found["authors"].splitlines() == ["Hodi FS", "Loscalzo J Jr", "MDX010-20 Investigators"]
    assert (found["doi"], found["pmcid"]) == ("10.1056/NEJMoa1003466", "PMC3549297")


def test_records_of_nbib_without_a_blank_line_between_them_are_two():
    assert len(read((NBIB.strip() + NBIB).encode()).records) == 2


def test_an_article_ahead_of_print_says_when_it_came_online():
    found = values(NBIB + "PST - aheadofprint\nDEP - 20100605\n")
    assert found["note"] == "Published online June 5, 2010"
    assert not found.keys() & {"volume", "issue", "pages"}


def test_what_is_no_line_of_nbib_is_named():
    assert rejected(NBIB + "\nnot a tag\n") == [(17, "“not a tag” is no line of PubMed's format.")]


XML = """<?xml version="1.0" encoding="{code}"?>
<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD" "https://dtd.nlm.nih.gov/x.dtd">
<PubmedArticleSet>
<PubmedArticle><MedlineCitation><PMID Version="1">1</PMID><Article>
<Journal><JournalIssue><Volume>1</Volume><PubDate><MedlineDate>1998 Dec-1999 Jan</MedlineDate>
</PubDate></JournalIssue><Title>The Journal</Title></Journal>
<ArticleTitle>CD8<sup>+</sup> T cells in <i>E. coli</i>.</ArticleTitle>
<ELocationID EIdType="doi" ValidYN="Y">10.1/own</ELocationID>
<AuthorList CompleteYN="N">
<Author><LastName>van der Meer</LastName><ForeName>Jos</ForeName><Initials>JW</Initials>
<Suffix>3rd</Suffix></Author>
<Author><CollectiveName>Müller Group.</CollectiveName></Author></AuthorList>
</Article></MedlineCitation><PubmedData><ArticleIdList><ArticleId IdType="pmc">PMC12</ArticleId>
</ArticleIdList><ReferenceList><Reference><ArticleIdList><ArticleId IdType="doi">10.1/cited
</ArticleId></ArticleIdList></Reference></ReferenceList></PubmedData></PubmedArticle>
<PubmedArticle><MedlineCitation><PMID>2</PMID></MedlineCitation></PubmedArticle>
</PubmedArticleSet>
"""


@pytest.mark.parametrize("code", ["utf-8", "iso-8859-1", "utf-16"])
def test_an_article_of_pubmeds_xml(code):
    reading = read(XML.format(code=code).encode(code))
    assert [(each.line, each.title) for each in reading.rejected] == [(16, "2")]
    (found,) = [each.values for each in reading.records]
    assert found["title"] == "CD8<sup>+</sup> T cells in <i>E. coli</i>"
    assert found["authors"].splitlines() == ["van der Meer JW 3rd", "Müller Group"]
    assert (found["et_al"], found["year"]) == (True, 1998)
    assert (found["doi"], found["pmcid"]) == ("10.1/own", "PMC12")


@pytest.mark.parametrize(
    "declared",
    [
        '<!DOCTYPE a [<!ENTITY x "y">]>',
        '<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;"><!ENTITY c "&b;&b;">]>',
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE a [<!ENTITY % x SYSTEM "http://127.0.0.1/x"> %x;]>',
    ],
)
def test_a_document_that_declares_entities_is_refused(declared):
    with pytest.raises(Unreadable, match="declares entities"):
        read(f"<?xml version='1.0'?>{declared}<PubmedArticleSet/>".encode())


# --- Any file


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "nothing in this"),
        (b" \n\t\r\n", "nothing in this"),
        (b"\xef\xbb\xbf", "nothing in this"),
        (b"\x00" * 100, "nothing in this"),
        (b"just words", "No reference was found"),
        (b"%PDF-1.7 \xff\xfe", "No reference was found"),
        (b"PK\x03\x04" + bytes(range(256)), "No reference was found"),
        (b"<html><body>x</body></html>", "no PubmedArticle"),
        (b"<PubmedArticleSet><PubmedArticle>", "not XML"),
        (b"<" * 100_000, "not XML"),
        (b"<a>" * 100_000, "not XML"),
        (b"\xff\xfea", "UTF-16"),
        (b"x" * (MAX_BYTES + 1), "larger than 4 MB"),
        (b"TY  - JOUR\nER  - \n" * (MAX_RECORDS + 1), "1,001 references"),
        (b"@article{a,\n" * 50_000, "50,000 references"),
        (b"PMID- 1\n" * 2_000, "2,000 references"),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_to_do(data, said):
    with pytest.raises(Unreadable, match=said):
        read(data)


def test_authors_beyond_a_hundred_are_told_and_not_lost_in_silence():
    many = "".join(f"AU  - Author{n}, A.\n" for n in range(3000))
    (record,) = read(RIS.replace("TI  -", f"{many}TI  -").encode()).records
    assert len(record.values["authors"].splitlines()) == 100
    assert record.values["et_al"] is True
    assert "3,005 authors" in record.notes[0]
