"""The environment is read in one place, and each variable is written down."""

import ast
import os
import re
import runpy
import secrets
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from editorial.receipts import keys
from immunosite import environment
from tests.architecture import _code
from tests.architecture._code import Module

ROOT = settings.BASE_DIR
READERS = {"text", "required", "flag", "number", "one_of", "items"}
DOORS = ["manage.py", "gunicorn.conf.py"]


# --- One place ------------------------------------------------------------------------------------


def shipped():
    yield from _code.modules().values()
    yield from (Module(name, (ROOT / name).read_text()) for name in DOORS)


def own_readings(module):
    """Where a module looks into the environment by itself."""
    banned = {"environ", "environb", "getenv", "getenvb", "putenv", "environs", "dotenv"}
    for node in ast.walk(module.tree):
        name = getattr(node, "attr", "")
        imported = [getattr(each, "name", "") for each in getattr(node, "names", [])]
        if {name, getattr(node, "module", ""), *imported} & banned:
            yield module.at(node)


def test_nothing_else_reads_the_environment():
    others = [each for each in shipped() if each.name != "immunosite.environment"]
    assert len(others) > 100
    assert [fault for each in others for fault in own_readings(each)] == []


@pytest.mark.parametrize(
    "source",
    [
        "import os\nos.environ['BIND']",
        "import os\nos.getenv('BIND')",
        "from os import environ as e",
        "from environs import Env",
        "import environs",
    ],
)
def test_another_reading_is_found(source):
    assert list(own_readings(Module("immunosite.x", source)))


# --- Written down ---------------------------------------------------------------------------------


def variables_read():
    names = {"IMMUNOSITE_ENV_FILE"}
    for module in shipped():
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in READERS:
                of = getattr(getattr(node.func, "value", None), "id", "")
                if of in ("env", "environment"):
                    assert isinstance(node.args[0], ast.Constant), module.at(node)
                    names.add(node.args[0].value)
    return names


def variables_documented():
    text = (ROOT / ".env.example").read_text()
    return re.findall(r"^(?:# )?([A-Z][A-Z_]+)=", text, re.MULTILINE)


def test_the_example_file_has_each_variable_that_is_read_and_no_other():
    documented = variables_documented()
    assert sorted(documented) == sorted(variables_read())
    assert len(documented) > 20


def test_the_page_on_deploying_names_no_variable_that_is_not_read():
    page = (ROOT / "docs" / "deploying.md").read_text()
    named = set(re.findall(r"`([A-Z]+_[A-Z_]+|BIND|DEBUG)\b", page))
    assert named >= {"SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL"}
    assert named <= variables_read()


# --- The file -------------------------------------------------------------------------------------


@pytest.fixture
def env_file(tmp_path, monkeypatch):
    """Writes `.env` and says what the environment holds beside it."""
    for name in variables_documented():
        monkeypatch.delenv(name, raising=False)
    file = tmp_path / "immunosite.env"
    monkeypatch.setenv("IMMUNOSITE_ENV_FILE", str(file))

    def write(text):
        file.write_text(text)
        environment._env.cache_clear()

    yield write
    environment._env.cache_clear()


def test_the_file_fills_in_what_the_environment_leaves_unset(env_file, monkeypatch):
    env_file("SITE_NAME='Our # site'\nLOG_LEVEL=\nexport BIND=0.0.0.0:80 # all\n\n# DEBUG=true\n")
    assert environment.text("SITE_NAME") == "Our # site"
    assert environment.text("LOG_LEVEL", "INFO") == "INFO"
    assert environment.text("BIND") == "0.0.0.0:80"
    assert environment.flag("DEBUG", False) is False
    monkeypatch.setenv("SITE_NAME", "Theirs")
    assert environment.text("SITE_NAME") == "Theirs"
    assert "BIND" not in os.environ


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("SECRET_KEY", "line 2: expected NAME=value"),
        ("SECRET KEY=x", "line 2: expected NAME=value"),
        ("SECRET_KEY='x", "line 2: expected NAME=value"),
        ("SITE_NAME=two", "line 2: SITE_NAME is set a second time"),
        ("SECRET_KEY=a${HOME}b", "line 2: SECRET_KEY holds"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(env_file, line, said):
    env_file(f"SITE_NAME=one\n{line}\n")
    with pytest.raises(ImproperlyConfigured, match=said):
        environment.text("SITE_NAME")


def test_a_file_that_is_no_text_is_named(env_file, tmp_path):
    env_file("")
    (tmp_path / "immunosite.env").write_bytes(b"SITE_NAME=\xff\n")
    with pytest.raises(ImproperlyConfigured, match=r"immunosite\.env cannot be read"):
        environment.text("SITE_NAME")


@pytest.mark.parametrize("value", ["True", "1", "yes", "on", "false ; true"])
def test_a_boolean_is_exactly_true_or_false(env_file, value):
    env_file(f"DEBUG={value}")
    with pytest.raises(ImproperlyConfigured, match="DEBUG must be true or false"):
        environment.flag("DEBUG", False)


# --- Who reads it ---------------------------------------------------------------------------------


def test_the_server_reads_the_file(env_file):
    env_file("BIND=127.0.0.1:9001\nWEB_WORKERS=3\nWEB_THREADS=5\nGUNICORN_LOG_LEVEL=info\n")
    found = runpy.run_path(str(ROOT / "gunicorn.conf.py"))
    assert [found[name] for name in ("bind", "workers", "threads", "loglevel")] == [
        "127.0.0.1:9001",
        3,
        5,
        "info",
    ]


def test_the_real_server_takes_its_settings_from_the_file(tmp_path):
    (tmp_path / "env").write_text("BIND=127.0.0.1:9002\nWEB_WORKERS=3\n")
    bare = {name: os.environ[name] for name in ("PATH", "LANG", "HOME") if name in os.environ}
    done = subprocess.run(
        [sys.executable, "-m", "gunicorn", "--print-config"],
        cwd=ROOT,
        env=bare | {"IMMUNOSITE_ENV_FILE": str(tmp_path / "env")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert re.search(r"^bind\s+= .*127\.0\.0\.1:9002", done.stdout, re.MULTILINE), done.stderr
    assert re.search(r"^workers\s+= 3$", done.stdout, re.MULTILINE)


def test_check_deploy_is_silent_with_the_documented_file(tmp_path):
    """As docs/deploying.md says: copy the example, fill in what must be set."""
    example = (ROOT / ".env.example").read_text()
    key = secrets.token_urlsafe(50)
    filled = example.replace("SECRET_KEY=\n", f"SECRET_KEY={key}\n")
    filled = filled.replace("RECEIPT_KEY_FILE=\n", f"RECEIPT_KEY_FILE={tmp_path / 'key.json'}\n")
    keys.make(tmp_path / "key.json")
    (tmp_path / "env").write_text(filled)
    bare = {name: os.environ[name] for name in ("PATH", "LANG", "HOME") if name in os.environ}
    done = subprocess.run(
        [sys.executable, "-W", "error", "manage.py", "check", "--deploy", "--fail-level", "DEBUG"],
        cwd=ROOT,
        env=bare | {"IMMUNOSITE_ENV_FILE": str(tmp_path / "env")},
        capture_output=True,
        text=True,
        check=False,
    )
    said = done.stdout.replace("System check identified no issues (2 silenced).", "").strip()
    assert (done.returncode, said, done.stderr) == (0, "", "")
