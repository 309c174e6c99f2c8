"""What a search table says otherwise than the record, `verify_records` names, and nothing else."""

import pytest
from django.db import connection

from immunosite.search.models import DraftText, SearchEntry, SearchName, SearchText, SearchWord
from immunosite.search.verifying import search_faults
from tests import cast

pytestmark = pytest.mark.django_db
ENTRY = "The search entry of edition {edition}: "
ALTERED = {
    "Search has no entry of edition {edition}.": lambda of: of(SearchEntry).delete(),
    ENTRY + "its dates or topics are not those of the edition.": (
        lambda of: of(SearchEntry).update(facets=" x ")
    ),
    ENTRY + "its words are not those of the signed text.": (
        lambda of: of(SearchText)._raw_delete("default")
    ),
    ENTRY + "its names are not those of the signed text.": (
        lambda of: of(SearchName).update(name="Other")
    ),
    ENTRY + "words that spelling may propose are missing.": (
        lambda of: SearchWord.objects.filter(word="vitiligo").delete()
    ),
    "The search text of draft {draft} is not that of the draft.": lambda of: of(DraftText).delete(),
}
# What the column takes and Python does not; and its error.
NO_TIME = {
    "sqlite": ("2026-99-99 00:00:00", "ValueError"),
    "postgresql": ("infinity", "DataError"),
}


@pytest.fixture
def vitiligo(wen, ravi):
    cast.publish(cast.article(wen, title="Another page"), wen, ravi)
    return cast.publish(cast.article(wen, title="Living with vitiligo"), wen, ravi)


@pytest.mark.parametrize("fault", ALTERED)
def test_each_copy_that_was_altered_is_named_and_no_other(vitiligo, fault):
    ids = {"edition": vitiligo.pk, "draft": vitiligo.document_id}
    keys = {SearchEntry: "edition", SearchText: "entry", SearchName: "entry"}

    def of(model):
        if model is DraftText:
            return model.objects.filter(document=ids["draft"])
        return model.objects.filter(**{keys[model]: ids["edition"]})

    assert list(search_faults()) == []
    ALTERED[fault](of)
    assert list(search_faults()) == [fault.format(**ids)]


def test_a_time_that_is_none_is_a_fault_and_no_traceback(vitiligo):
    time, error = NO_TIME[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE search_searchentry SET effective_from = %s", [time])
    (fault,) = search_faults()
    assert fault.startswith("The text of editions ")
    assert f"cannot be read for search: {error}" in fault
