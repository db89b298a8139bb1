"""Starting with production settings, in a separate process."""

import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ENOUGH = {
    "POMOST_SECRET_KEY": "check-only-Zq8vN3xLw5RtY7uB2mKc9PfHd4JsGa6TeWiVoXb1-0123456789",
    "POMOST_HOSTS": "pomost.example.org,.pomost.example.net",
    "DATABASE_URL": "postgres://pomost@localhost/pomost",
    "POMOST_BASE_URL": "https://pomost.example.org",
}


def production(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("POMOST_", "DATABASE_", "EMAIL_", "REDIS_", "DJANGO_"))
    }
    return subprocess.run(
        [sys.executable, "-W", "ignore::DeprecationWarning", *arguments],
        cwd=ROOT,
        env={
            **clean,
            "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'site'}",
            "DJANGO_SETTINGS_MODULE": "pomost.settings.production",
            **environment,
        },
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )


@pytest.mark.parametrize("missing", ["POMOST_SECRET_KEY", "POMOST_HOSTS", "DATABASE_URL"])
@pytest.mark.parametrize("empty", [True, False])
def test_production_does_not_start_without(missing: str, empty: bool) -> None:
    environment = {name: value for name, value in ENOUGH.items() if name != missing}
    result = production(
        "-c", "from django.conf import settings; settings.DEBUG", **environment, **({missing: " "} if empty else {})
    )
    assert result.returncode != 0
    last = result.stderr.strip().splitlines()[-1]
    assert last.startswith(
        f"django.core.exceptions.ImproperlyConfigured: Pomost does not start in production without: {missing} ("
    )
    assert all(name not in last for name in environment if name != "POMOST_BASE_URL")


def test_everything_that_is_missing_is_named_at_once() -> None:
    result = production("-c", "from django.conf import settings; settings.DEBUG")
    last = result.stderr.strip().splitlines()[-1]
    assert all(name in last for name in ("POMOST_SECRET_KEY", "POMOST_HOSTS", "DATABASE_URL"))


def test_the_deployment_check_finds_nothing() -> None:
    result = production("site/manage.py", "check", "--deploy", "--fail-level", "WARNING", **ENOUGH)
    assert result.returncode == 0, result.stderr
    assert "no issues" in result.stdout


def test_what_production_sends_is_closed() -> None:
    names = (
        "DEBUG ALLOWED_HOSTS CSRF_TRUSTED_ORIGINS SECURE_SSL_REDIRECT SECURE_HSTS_SECONDS SECURE_HSTS_PRELOAD "
        "SECURE_HSTS_INCLUDE_SUBDOMAINS SESSION_COOKIE_SECURE SESSION_COOKIE_HTTPONLY SESSION_COOKIE_SAMESITE "
        "SESSION_COOKIE_NAME CSRF_COOKIE_SECURE CSRF_COOKIE_HTTPONLY CSRF_COOKIE_SAMESITE CSRF_COOKIE_NAME "
        "SECURE_PROXY_SSL_HEADER ALLAUTH_TRUSTED_PROXY_COUNT POMOST_PATTERNS"
    )
    code = (
        "import json; from django.conf import settings; "
        f"print(json.dumps({{name: getattr(settings, name) for name in {names!r}.split()}}))"
    )
    result = production("-c", code, **ENOUGH)
    assert result.returncode == 0, result.stderr
    assert json.loads(result.stdout) == {
        "DEBUG": False,
        "ALLOWED_HOSTS": ["pomost.example.org", ".pomost.example.net"],
        "CSRF_TRUSTED_ORIGINS": ["https://pomost.example.org"],
        "SECURE_SSL_REDIRECT": True,
        "SECURE_HSTS_SECONDS": 31_536_000,
        "SECURE_HSTS_PRELOAD": False,
        "SECURE_HSTS_INCLUDE_SUBDOMAINS": False,
        "SESSION_COOKIE_SECURE": True,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_NAME": "__Host-sessionid",
        "CSRF_COOKIE_SECURE": True,
        "CSRF_COOKIE_HTTPONLY": True,
        "CSRF_COOKIE_SAMESITE": "Lax",
        "CSRF_COOKIE_NAME": "__Host-csrftoken",
        "SECURE_PROXY_SSL_HEADER": ["HTTP_X_FORWARDED_PROTO", "https"],
        "ALLAUTH_TRUSTED_PROXY_COUNT": 1,
        "POMOST_PATTERNS": False,
    }


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ({}, [False, False]),
        ({"POMOST_HSTS_SUBDOMAINS": "true"}, [True, False]),
        ({"POMOST_HSTS_PRELOAD": "true"}, [True, True]),
    ],
)
def test_hsts_beyond_the_host_is_a_choice(chosen: dict[str, str], expected: list[bool]) -> None:
    code = (
        "import json; from django.conf import settings; "
        "print(json.dumps([settings.SECURE_HSTS_INCLUDE_SUBDOMAINS, settings.SECURE_HSTS_PRELOAD]))"
    )
    result = production("-c", code, **ENOUGH, **chosen)
    assert result.returncode == 0, result.stderr
    assert json.loads(result.stdout) == expected


def test_the_content_origin_is_answered_and_not_trusted() -> None:
    code = (
        "import json; from django.conf import settings; "
        "print(json.dumps([settings.ALLOWED_HOSTS, settings.CSRF_TRUSTED_ORIGINS]))"
    )
    result = production("-c", code, **ENOUGH, POMOST_CONTENT_ORIGIN="https://tresci.example.com")
    assert result.returncode == 0, result.stderr
    assert json.loads(result.stdout) == [
        ["pomost.example.org", ".pomost.example.net", "tresci.example.com"],
        ["https://pomost.example.org"],
    ]


def test_limits_of_attempts_are_on_in_production() -> None:
    code = (
        "import json, django; django.setup(); from allauth.account import app_settings; "
        "print(json.dumps(app_settings.RATE_LIMITS))"
    )
    result = production("-c", code, **ENOUGH)
    assert result.returncode == 0, result.stderr
    limits = json.loads(result.stdout)
    assert limits["login_failed"] == "10/m/ip,5/300s/key"
    for name in ("login", "signup", "reset_password", "confirm_email", "reauthenticate", "change_password"):
        assert limits[name]


@pytest.mark.parametrize(("environment", "installed"), [({}, False), ({"POMOST_DEMO": "true"}, True)])
def test_the_demo_is_installed_in_production_only_on_request(environment: dict[str, str], installed: bool) -> None:
    code = "import django; django.setup(); from django.apps import apps; print(apps.is_installed('demo'))"
    result = production("-c", code, **ENOUGH, **environment)
    assert result.returncode == 0, result.stderr
    assert result.stdout.strip() == str(installed)


def test_the_wheel_holds_every_app_but_the_demo() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    packaged = {Path(name).name for name in project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]}
    assert packaged == set(project["tool"]["importlinter"]["root_packages"]) - {"demo"}
