"""An export of a site that is at work: what people do while it runs, and after it."""

from threading import Thread

import pytest
from django.db import connections

from editorial import acts
from immunosite.export import exporting
from immunosite.letters.models import Letter
from tests import cast
from tests.immunosite.export._nginx import running
from tests.immunosite.export._site import export, files

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def to(settings, tmp_path):
    settings.STATIC_ROOT = settings.BASE_DIR / "static"
    return tmp_path / "to"


def elsewhere(act):
    """In a connection of its own, as another process would."""

    def run():
        act()
        connections.close_all()

    thread = Thread(target=run)
    thread.start()
    thread.join()


def test_an_export_is_of_one_moment_and_keeps_nobody_from_working(to, edition, edda):
    done = []

    def progress(number, known):
        if not done:
            done.append(number)
            withdrawing = {"by": edda, "reason": "It was not so."}
            elsewhere(lambda: acts.withdraw(edition.document, **withdrawing))

    exporting.export(to, progress, application="127.0.0.1:9")
    url = edition.get_absolute_url()
    found = files(to)
    assert f"identity{url}@.text-html-utf-8" in found
    assert url.encode() in found["identity/articles/@.text-html-utf-8"]
    export(to)
    found = files(to)
    assert f"410{url}@.text-html-utf-8" in found
    assert url.encode() not in found["identity/articles/@.text-html-utf-8"]


def test_an_act_is_served_from_the_next_export_on_without_a_reload(
    to, tmp_path, edition, edda, wen, mei, live_server
):
    export(to, f"--application={live_server.thread.host}:{live_server.thread.port}")
    with running(to, tmp_path / "nginx") as nginx:
        url = edition.get_absolute_url()
        acts.withdraw(edition.document, by=edda, reason="It was not so.")
        newer = cast.publish(cast.article(wen), wen, mei).get_absolute_url()
        assert (nginx.ask(url).status, nginx.ask(newer).status) == (200, 404)
        # Who works here sees what is so now.
        known = {"Cookie": "sessionid=of-somebody"}
        assert (nginx.ask(url, **known).status, nginx.ask(newer, **known).status) == (410, 200)
        export(to)
        gone = nginx.ask(url)
        assert (gone.status, nginx.ask(newer).status) == (410, 200)
        assert "It was not so." in gone.text
        assert url not in nginx.ask("/articles/").text

        form = {"Content_Type": "application/x-www-form-urlencoded"}
        sent = nginx.ask("/ask/", "POST", "text=May+I+drive+after+it%3F", **form)
        assert (sent.status, sent.headers["Location"]) == (302, "/ask/?sent=yes")
        assert Letter.objects.get().text == "May I drive after it?"
