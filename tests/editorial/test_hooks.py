"""What rooms above the engine plug in, in one place."""

import pytest
from django.apps import apps

from editorial import hooks
from editorial.hooks import Hook, Notice, WorkList
from tests import cast

HOOKS = [each for each in vars(hooks).values() if isinstance(each, Hook)]


def test_functions_are_called_in_the_order_in_which_they_came():
    hook: Hook = Hook()
    assert [hook.register(each) for each in (len, str, abs)] == [len, str, abs]
    assert list(hook) == [len, str, abs]


def test_a_function_that_is_registered_again_is_called_once():
    hook: Hook = Hook()
    for each in (len, str, len):
        hook.register(each)
    assert list(hook) == [len, str]


def test_an_app_that_is_made_ready_again_adds_nothing():
    before = [list(hook) for hook in HOOKS]
    assert all(before), "a hook that nobody uses is no hook"
    for label in ("search", "letters"):
        apps.get_app_config(label).ready()
    assert [list(hook) for hook in HOOKS] == before


@pytest.fixture
def functions():
    """Each hook with nothing in it but what the test registers."""
    held = {hook: dict(hook._functions) for hook in HOOKS}
    for hook in HOOKS:
        hook._functions.clear()
    yield
    for hook, was in held.items():
        hook._functions.clear()
        hook._functions.update(was)


@pytest.mark.usefixtures("functions")
def test_what_a_listener_raises_undoes_the_publication(wen, mei):
    def refuses(editions):
        raise RuntimeError(f"{len(editions)} editions are too many.")

    hooks.edition_listeners.register(refuses)
    article = cast.article(wen)
    with pytest.raises(RuntimeError, match="1 editions are too many"):
        cast.publish(article, wen, mei)
    article.refresh_from_db()
    assert article.state == "medical_review"
    assert not article.editions.exists()


@pytest.mark.usefixtures("functions")
def test_lists_and_notices_of_other_rooms_stand_in_the_admin(client, db):
    wen = cast.person("Wen", "Writer", is_staff=True)
    article = cast.article(wen)
    hooks.work_lists.register(lambda user: [WorkList("drafts", "Mine", "", [article], "/all/")])
    hooks.document_notices.register(lambda user, document: [Notice("Look here", "/there/")])
    client.force_login(wen)
    assert ">Mine</h2>" in client.get("/admin/").content.decode()
    page = client.get(f"/admin/articles/article/{article.pk}/change/").content.decode()
    assert '<a href="/there/">Look here</a>' in page
