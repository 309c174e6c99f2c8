"""`make audit` goes on whatever fails, comes to an end, and lists at the end what is amiss."""

import json
import shutil
import sys
from contextlib import nullcontext

import pytest

from audits import __main__ as audit
from audits import crawl, jose, lighthouse, nu, rooms
from audits.lighthouse import BEHIND_THE_DOOR, CATEGORIES, Page
from tests.audits._stand_ins import COMMAND, FAILED, RESULT, UNPAINTED, sick_site

# --- Lighthouse -----------------------------------------------------------------------------------


@pytest.fixture
def calls(tmp_path, monkeypatch):
    """Says what the calls of the command will answer, in order."""
    file, script = tmp_path / "calls", tmp_path / "command.py"
    script.write_text(COMMAND)
    given = [sys.executable, str(script), str(file)]
    monkeypatch.setattr(lighthouse, "command", lambda url, page: given)
    monkeypatch.setattr(lighthouse, "SECONDS", 3)
    monkeypatch.setattr(lighthouse, "chromium", lambda: "chromium")

    def will(*answers):
        lines = [each if isinstance(each, str) else json.dumps(each) for each in answers]
        file.write_text("\n".join(lines))
        return file

    return will


FAILURES = ["exit", "no JSON", FAILED, UNPAINTED, {}, "[]", "null", "hang"]


@pytest.mark.parametrize("failure", FAILURES, ids=lambda each: str(each)[:20])
def test_a_run_that_fails_is_tried_again(calls, failure):
    left = calls(failure, RESULT)
    assert lighthouse.report("http://x", Page("/"), runs=1).scores["seo"] == 100
    assert left.read_text() == ""


def test_a_run_that_takes_too_long_is_asked_to_end_with_its_browser(calls):
    left = calls("hang", RESULT)
    lighthouse.report("http://x", Page("/"), runs=1)
    assert left.with_name("ended").exists()


def test_a_page_that_cannot_be_measured_is_reported_and_the_next_is_measured(calls, capsys):
    calls(*[FAILED] * lighthouse.TRIES, *[RESULT] * 2)
    paths = ("/", "/glossary/", "/search/")
    faults = [audit.run_lighthouse("http://x", Page(path), 1) for path in paths]
    said = capsys.readouterr().out
    assert faults[1:] == [[], []]
    (fault,) = faults[0]
    assert "/ could not be measured: 3 tries, the last: " in fault
    assert "NO_NAVSTART: The page did not load." in fault
    assert all(text in said for text in ("could not be measured", "/glossary/", "/search/"))


def test_what_costs_points_is_named_with_its_category_and_place(calls):
    low = json.loads(json.dumps(RESULT))
    items = [{"node": {"selector": "p > a"}}]
    low["categories"]["accessibility"]["score"] = 0.93
    low["categories"]["accessibility"]["auditRefs"] = [{"id": "contrast", "weight": 7}]
    low["audits"]["contrast"] = {"score": 0, "details": {"items": items}}
    calls(low)
    (fault,) = audit.run_lighthouse("http://x", Page("/"), 1)
    assert fault == "/: accessibility 93 (accessibility: contrast at p > a)"


def test_rooms_behind_the_door_are_measured_as_somebody_and_not_for_search_engines(monkeypatch):
    monkeypatch.setattr(lighthouse, "program", lambda name: name)
    command = lighthouse.command(
        "http://x", Page("/review/", BEHIND_THE_DOOR, cookie="sessionid=y")
    )
    assert "http://x/review/" in command
    assert "--only-categories=accessibility,best-practices" in command
    assert '--extra-headers={"Cookie": "sessionid=y"}' in command
    public = lighthouse.command("http://x", Page("/"))
    assert f"--only-categories={','.join(CATEGORIES)}" in public
    assert not [each for each in public if "extra-headers" in each]


# --- Every page -----------------------------------------------------------------------------------


def test_a_page_that_does_not_answer_is_reported_and_the_others_are_read(monkeypatch, capsys):
    monkeypatch.setattr(crawl, "SECONDS", 0.5)
    faults = []
    with sick_site() as url:
        found = rooms.room("public", [crawl.pages(url, ["/"])], faults)
    assert sorted(answer.url.removeprefix(url) for answer in found) == ["/", "/500", "/well"]
    assert [fault.removeprefix(url).split(":")[0] for fault in sorted(faults)] == [
        "/500 answers 500",
        "/cut does not answer",
        "/hang does not answer",
    ]
    assert "public: 3 pages in " in capsys.readouterr().out


def test_addresses_that_lead_to_ever_more_addresses_come_to_an_end(monkeypatch):
    monkeypatch.setattr(crawl, "MOST", 50)
    faults = []
    with sick_site() as url:
        found = rooms.room("public", [crawl.pages(url, ["/endless"])], faults)
    assert len(found) > 10
    assert "has more than 50 pages; the last was " in faults[0]


@pytest.mark.parametrize(
    ("address", "followed"),
    [
        ("http://x/admin/articles/article/", True),
        ("http://x/admin/articles/article/?state=draft", True),
        ("http://x/admin/articles/article/?state=draft&o=1", False),
        ("http://x/admin/articles/article/?o=-1", True),
        ("http://x/admin/articles/article/?o=2.-1", False),
        ("http://x/admin/articles/article/1/change/?_changelist_filters=state%3Ddraft", False),
        ("http://x/articles/?kind=question&page=2", True),
    ],
)
def test_the_admin_is_read_one_choice_at_a_time(address, followed):
    assert crawl.is_alone(address) is followed


def test_a_checker_that_fails_is_reported_and_the_audit_goes_on(monkeypatch):
    monkeypatch.setattr(nu, "program", lambda name: shutil.which("false"))
    faults = audit.check_html([crawl.Answer("http://x/", 200, "text/html", "<p>", "")])
    assert len(faults) == 1
    assert faults[0].startswith("1 pages from http://x/ on could not be checked: CalledProcess")


MEANT_SO = [
    "The “cell” role is unnecessary for element “td”.",
    "The “role” attribute must not be used on a “td” element which has a “table” ancestor with …",
    "Consider using the “h1” element as a top-level heading only …",
    "A table row was 2 columns wide, which is less than the column count …",
    "Attribute “disabled” not allowed on element “div” at this point.",
    "No “p” element in scope but a “p” end tag seen.",
    "The first “option” element in a “select” element with a “required” attribute, and without …",
    "A “select” element with a “required” attribute, and without …, must have a descendant …",
]


@pytest.mark.parametrize("said", MEANT_SO)
def test_what_is_meant_so_is_accepted_behind_the_door_and_nowhere_else(said):
    for path, is_accepted in {"/admin/x/": True, "/review/1/": True, "/articles/x/": False}.items():
        message = nu.Message(True, said, f"http://x{path}", 1, "<td>")
        assert bool(nu.reason(message)) is is_accepted


def test_nothing_else_is_accepted():
    other = nu.Message(True, "Unclosed element “sup”.", "http://x/admin/x/", 1, "<sup>")
    assert nu.reason(other) == ""


def test_what_is_said_of_many_values_is_one_fault():
    texts = (f"Bad value “{hour}:00” for attribute “datetime” on element “time”." for hour in "123")
    messages = [nu.Message(True, text, f"http://x/{text}", 1, "<time>") for text in texts]
    (fault,) = audit.told(messages)
    assert fault.startswith("3 times: error: Bad value “1:00” for attribute")


@pytest.mark.parametrize(("faults", "code"), [([], 0), (["/: low", "/x: lower"], 1)])
def test_at_the_end_it_lists_what_is_amiss(monkeypatch, capsys, faults, code):
    monkeypatch.setattr(sys, "argv", ["audits"])
    monkeypatch.setattr(audit.site, "running", lambda: nullcontext("http://x"))
    monkeypatch.setattr(audit, "audit", lambda *given: faults)
    assert audit.main() == code
    said = capsys.readouterr().out
    assert said.endswith("2 faults:\n  /: low\n  /x: lower\n" if faults else "No faults.\n")


# --- Receipts -------------------------------------------------------------------------------------


@pytest.fixture
def receipts(monkeypatch, tmp_path):
    """A site of one page; `says(...)` is what stands in for node prints of its receipt."""
    sitemap = "<loc>http://x/sitemap-a.xml</loc>", "<loc>http://x/articles/it/</loc>"
    texts = {
        "http://x/sitemap.xml": sitemap[0],
        "http://x/sitemap-a.xml": sitemap[1],
        "http://x/articles/it/history/1/receipt.json": '{"payload": "e30"}',
        "http://x/.well-known/jwks.json": '{"keys": []}',
    }

    def read(url, cookie):
        return crawl.Answer(url, 200 if url in texts else 404, "", texts.get(url, ""), "")

    def says(script):
        (tmp_path / "check.py").write_text(script)
        monkeypatch.setattr(jose, "SCRIPT", tmp_path / "check.py")

    monkeypatch.setattr(jose, "read", read)
    monkeypatch.setattr(jose, "program", lambda name: sys.executable)
    return says


def test_what_the_other_library_says_of_a_receipt_is_a_fault(receipts):
    receipts("import json, sys; print(*json.load(open(sys.argv[1]))['receipts'], 'is amiss')")
    assert jose.check("http://x") == ["/articles/it/ is amiss"]
    receipts("")
    assert jose.check("http://x") == []


def test_a_library_that_cannot_be_asked_and_a_site_without_receipts_are_faults(receipts):
    receipts("raise SystemExit('no jose here')")
    assert jose.check("http://x") == ["jose could not be asked: no jose here"]
    assert jose.check("http://y") == ["The site has no receipt."]
