"""A stop with a real gunicorn: /readyz says no, nobody else is taken, what is begun is done."""

import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from http.client import HTTPConnection

from audits import site
from immunosite.environment import for_child
from tests.postgres import free_port

PATIENCE = 30  # seconds


@contextmanager
def running(folder, **given):
    """A server, as production has it; its process and its address."""
    place = f"127.0.0.1:{free_port()}"
    changed = {
        "DJANGO_SETTINGS_MODULE": "tests.immunosite.start._slow",
        "BIND": place,
        "WEB_WORKERS": "2",
        "SLOW_FOLDER": str(folder),
    }
    with (folder / "log").open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn"],
            env=for_child(changed | given),
            stdout=output,
            stderr=output,
        )
        try:
            site.wait_until_it_answers(f"http://{place}", process, folder / "log")
            yield process, place
        finally:
            (folder / "go-on").touch()
            process.kill()
            process.wait()


def get(place, page):
    with closing(HTTPConnection(place, timeout=PATIENCE)) as reader:
        reader.request("GET", page)
        answer = reader.getresponse()
        return answer.status, answer.read()


def until(happened):
    end = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < end
        time.sleep(0.02)


def is_refused(place):
    host, port = place.split(":")
    try:
        socket.create_connection((host, int(port)), timeout=PATIENCE).close()
    except ConnectionRefusedError:
        return True
    return False


def test_a_request_in_hand_is_answered_while_the_server_stops(tmp_path):
    with running(tmp_path, STOP_DELAY="1") as (process, place), ThreadPoolExecutor(1) as reader:
        slow = reader.submit(get, place, "/slow")
        until((tmp_path / "begun").exists)
        process.send_signal(signal.SIGTERM)
        # Still open, and it says no: a balancer looks elsewhere before anybody is turned away.
        until(lambda: get(place, "/readyz") == (503, b"stopping\n"))
        assert get(place, "/healthz")[0] == 200
        until(lambda: is_refused(place))
        assert not slow.done()
        assert process.poll() is None
        (tmp_path / "go-on").touch()
        assert slow.result(PATIENCE) == (200, b"done")
        assert process.wait(PATIENCE) == 0
    assert "Traceback" not in (tmp_path / "log").read_text()


def test_who_will_not_wait_stops_it_at_once(tmp_path):
    with running(tmp_path, STOP_DELAY="300") as (process, place):
        process.send_signal(signal.SIGTERM)
        until(lambda: get(place, "/readyz") == (503, b"stopping\n"))
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE) == 0


def test_new_processes_after_a_change_of_settings_are_no_stop(tmp_path):
    with running(tmp_path, WEB_WORKERS="1") as (process, place), ThreadPoolExecutor(1) as reader:
        slow = reader.submit(get, place, "/slow")
        until((tmp_path / "begun").exists)
        process.send_signal(signal.SIGHUP)
        # Three answers from the new process, while the old one finishes.
        assert [get(place, "/healthz")[0] for _ in range(3)] == [200] * 3
        (tmp_path / "go-on").touch()
        assert slow.result(PATIENCE) == (200, b"done")
        assert get(place, "/readyz")[1] != b"stopping\n"
