"""Real questions and answers are imported without the loss of a word."""

import json
import re
from html import unescape

import pytest
from django.conf import settings

from articles.models import Article
from editorial import acts
from immunosite.importing.text_to_html import to_html
from tests.immunosite.importing._import import run

MEDQUAD = settings.BASE_DIR.parent / "shared" / "data" / "medquad-sample.jsonl"
MEDQUAD_MAPPING = (
    "--kind=article --map=title=question --map=body=answer --set=genre=question"
    " --plain-text=body --derive=summary,short_answer"
    " --source=url=url --source=title=focus --source=container=source"
    " --ignore=id,collection,cui,qtype,synonyms"
)
BESIDE = pytest.mark.skipif(
    not MEDQUAD.exists(), reason="the shared data folder is not beside the project"
)


def words(text: str) -> list[str]:
    return [word for word in text.split() if word != "-"]


@BESIDE
def test_no_word_of_a_real_answer_is_lost():
    for line in MEDQUAD.read_text(encoding="utf-8").splitlines():
        answer = json.loads(line)["answer"]
        html = re.sub(r"<[^>]*>", " ", to_html(answer))
        assert words(unescape(html)) == words(answer)


@BESIDE
def test_real_questions_and_answers_are_imported_whole(wen, mei, tmp_path):
    lines = MEDQUAD.read_text(encoding="utf-8").splitlines()
    chosen = tmp_path / "some.jsonl"
    chosen.write_text("\n".join(lines[::40]) + "\n")
    run(str(chosen), "--writer", "wen", *MEDQUAD_MAPPING.split())
    assert Article.objects.count() == len(lines[::40])
    draft = Article.objects.order_by("pk")[0]
    assert draft.citations.get().reference.container == "CancerGov"
    review = acts.submit(draft, by=wen, draft_version=draft.draft_version)
    assert review.snapshot["content"]["sources"][0]["url"].startswith("https://www.cancer.gov/")
