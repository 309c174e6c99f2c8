"""`make audit` goes on when a run fails, and says which page was not measured."""

import json
import sys

import pytest

from audits import __main__ as audit
from audits import crawl, lighthouse

PAGE = {"url": "http://x/", "resourceType": "Document", "transferSize": 100}
RESULT = {
    "categories": {
        name: {"score": 1, "auditRefs": [{"id": "largest-contentful-paint", "weight": 1}]}
        for name in lighthouse.CATEGORIES
    },
    "audits": {
        "largest-contentful-paint": {"score": 1, "numericValue": 500.0},
        "network-requests": {"details": {"items": [PAGE]}},
    },
    "environment": {"benchmarkIndex": 1500},
}
FAILED = {"runtimeError": {"code": "NO_NAVSTART", "message": "The page did not load."}}
# A stand-in for Lighthouse: each call takes the next line of a file, and does what it says.
COMMAND = """
import sys
from pathlib import Path

file = Path(sys.argv[1])
first, *rest = file.read_text().splitlines()
file.write_text("\\n".join(rest))
if first == "hang":
    import time; time.sleep(60)
print(first)
sys.exit(1 if first == "exit" else 0)
"""


@pytest.fixture
def calls(tmp_path, monkeypatch):
    """Says what the calls of the command will answer, in order."""
    file, script = tmp_path / "calls", tmp_path / "command.py"
    script.write_text(COMMAND)
    given = [sys.executable, str(script), str(file)]
    monkeypatch.setattr(lighthouse, "command", lambda url, without: given)
    monkeypatch.setattr(lighthouse, "SECONDS", 5)
    monkeypatch.setattr(lighthouse, "chromium", lambda: "chromium")

    def will(*answers):
        lines = [each if isinstance(each, str) else json.dumps(each) for each in answers]
        file.write_text("\n".join(lines))
        return file

    return will


@pytest.mark.parametrize("failure", ["exit", "no JSON", FAILED, "hang"], ids=str)
def test_a_run_that_fails_is_tried_again(calls, failure):
    left = calls(failure, RESULT)
    assert lighthouse.report("http://x", "/", runs=1).scores["seo"] == 100
    assert left.read_text() == ""


def test_a_page_that_cannot_be_measured_is_reported_and_the_next_is_measured(calls, capsys):
    calls(*[FAILED] * lighthouse.TRIES, *[RESULT] * 2)
    faults = [audit.run_lighthouse("http://x", path, 1) for path in ("/", "/glossary/", "/search/")]
    said = capsys.readouterr().out
    assert faults[0] == 1
    assert "could not be measured" in said
    assert "3 tries, the last: NO_NAVSTART: The page did not load." in said
    assert "/glossary/" in said
    assert "/search/" in said


@pytest.mark.parametrize(
    ("address", "followed"),
    [
        ("http://x/admin/articles/article/", True),
        ("http://x/admin/articles/article/?state=draft", True),
        ("http://x/admin/articles/article/?state=draft&o=1", False),
        ("http://x/admin/articles/article/1/change/?_changelist_filters=state%3Ddraft", False),
        ("http://x/articles/?kind=question&page=2", True),
    ],
)
def test_the_admin_is_read_one_choice_at_a_time(address, followed):
    assert crawl.is_alone(address) is followed
