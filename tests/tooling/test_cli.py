"""The pomost command: errors in one line, and the environment variable PORT."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.apps import apps

from pomost import cli
from pomost.setup import database, server


@pytest.fixture
def taken():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_taken_port_is_said_with_the_way_out(taken, monkeypatch, capsys):
    monkeypatch.setenv("PORT", str(taken))
    assert cli.main(["serve"]) == 1
    assert capsys.readouterr().err == f"Port {taken} is taken. Choose another one: make run PORT={taken + 1}\n"


@pytest.mark.parametrize("port", ["0", "65536", "http", "-1"])
def test_port_that_is_none_is_refused(port, monkeypatch, capsys):
    monkeypatch.setenv("PORT", port)
    assert cli.main(["serve"]) == 1
    assert capsys.readouterr().err == f"PORT must be a number from 1 to 65535, not '{port}'\n"


def test_empty_port_is_the_default(monkeypatch):
    monkeypatch.setenv("PORT", "")
    monkeypatch.setenv("POMOST_BASE_URL", "https://pomost.example.org")
    monkeypatch.setattr(server, "require_free", lambda port: None)
    ports = []
    monkeypatch.setattr(server, "serve", lambda root, port: ports.append(port))
    assert cli.main(["serve"]) == 0
    assert ports == [8000]


def test_setup_stops_at_the_first_step_that_fails(monkeypatch):
    monkeypatch.setattr(cli, "fonts", lambda options: 1)
    monkeypatch.setattr(cli, "translations", lambda options: pytest.fail("not reached"))
    assert cli.main(["setup"]) == 1


@pytest.mark.parametrize(("code", "steps"), [(0, ["setup", "serve"]), (1, ["setup"])])
def test_run_serves_what_could_be_set_up(code, steps, monkeypatch):
    """Settings are loaded by the set-up, so the URL for links in e-mails is known before it."""
    port = free_port()
    monkeypatch.setenv("PORT", str(port))
    monkeypatch.setenv("POMOST_BASE_URL", "")
    monkeypatch.delenv("POMOST_BASE_URL")
    done: list[str] = []

    def setup(options):
        done.append("setup")
        assert os.environ["POMOST_BASE_URL"] == f"http://127.0.0.1:{port}"
        return code

    monkeypatch.setattr(cli, "setup", setup)
    monkeypatch.setattr(server, "serve", lambda root, port: done.append("serve"))
    assert cli.main(["run"]) == code
    assert done == steps


@pytest.mark.django_db
@pytest.mark.parametrize(("installed", "commands"), [(True, ["loaddemo"]), (False, [])])
def test_setup_loads_the_demo_where_it_is_installed(installed, commands, monkeypatch):
    called: list[str] = []
    monkeypatch.setattr(database, "call_command", called.append)
    monkeypatch.setattr(apps, "is_installed", lambda name: installed or name != "demo")
    database.prepare()
    assert called == commands


def serving(folder, port, **environment):
    """``pomost serve`` with a separate ``POMOST_VAR``; its output and errors go to a pipe."""
    return subprocess.Popen(
        [sys.executable, "-m", "pomost.cli", "serve", "--port", str(port)],
        env={
            **{name: value for name, value in os.environ.items() if not name.startswith(("POMOST_", "DATABASE_"))},
            "PYTHONPATH": os.pathsep.join(sys.path),
            "DJANGO_SETTINGS_MODULE": "pomost.settings.dev",
            "POMOST_VAR": str(folder),
            **environment,
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def test_site_that_does_not_start_is_an_error(tmp_path):
    process = serving(tmp_path, free_port(), DJANGO_SETTINGS_MODULE="pomost.settings.production")
    output, _errors = process.communicate(timeout=60)
    assert process.returncode != 0
    assert "Pomost does not start in production without: POMOST_SECRET_KEY" in output
    assert "Pomost is at" not in output


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_whatever_ends_the_command_ends_the_site_with_it(how, tmp_path):
    port = free_port()
    process = serving(tmp_path, port)
    assert process.stdout is not None
    try:
        while (line := process.stdout.readline().strip()) != f"Pomost is at http://127.0.0.1:{port}/ (Ctrl-C stops it)":
            assert process.poll() is None, line
        assert answers(port)
        children = children_of(process.pid)
        assert sorted(name for _pid, name in children) == ["gunicorn", "worker"]
        process.send_signal(how)
        process.wait(20)
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
    assert process.returncode == (0 if how != signal.SIGKILL else -how)
    give_up = time.monotonic() + 20
    while left := [name for pid, name in children if Path(f"/proc/{pid}").exists()]:
        assert time.monotonic() < give_up, left
        time.sleep(0.1)
    assert not answers(port)


def test_background_worker_that_ends_is_started_again(tmp_path):
    process = serving(tmp_path, free_port())
    assert process.stdout is not None
    try:
        while "Pomost is at" not in (line := process.stdout.readline()):
            assert process.poll() is None, line
        (first,) = workers_of(process.pid)
        os.kill(first, signal.SIGKILL)
        give_up = time.monotonic() + 20
        while not (second := workers_of(process.pid) - {first}):
            assert time.monotonic() < give_up
            time.sleep(0.1)
        assert len(second) == 1
    finally:
        process.terminate()
        output, _errors = process.communicate(timeout=30)
    assert "The background worker ended and is started again." in output


def workers_of(pid):
    return {child for child, name in children_of(pid) if name == "worker"}


def children_of(pid):
    """Ids and kinds of the child processes of ``pomost serve``."""
    found = []
    for started in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in started.read_text().split():
            command = Path(f"/proc/{child}/cmdline").read_bytes().split(b"\0")
            found.append((int(child), "worker" if b"worker" in command else "gunicorn"))
    return found


def answers(port):
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
