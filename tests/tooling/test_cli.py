"""The pomost command says what is wrong in one line and listens to PORT."""

import os
import signal
import socket
import subprocess
import sys
import time

import pytest

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
    # The stand-in returns the port as its exit code.
    monkeypatch.setattr(server, "serve", lambda root, port: port)
    assert cli.main(["serve"]) == 8000


def test_setup_stops_at_the_first_step_that_fails(monkeypatch):
    monkeypatch.setattr(cli, "fonts", lambda options: 1)
    monkeypatch.setattr(cli, "translations", lambda options: pytest.fail("not reached"))
    assert cli.main(["setup"]) == 1


@pytest.mark.django_db
@pytest.mark.parametrize(("installed", "commands"), [(True, ["loaddemo"]), (False, [])])
def test_setup_loads_the_demo_where_it_is_installed(installed, commands, monkeypatch):
    called = []
    monkeypatch.setattr(database, "call_command", called.append)
    monkeypatch.setattr(database.apps, "is_installed", lambda name: installed or name != "demo")
    database.prepare()
    assert called == commands


def test_site_that_does_not_start_is_an_error(tmp_path, monkeypatch):
    monkeypatch.setattr(server, "gunicorn_command", lambda port: [sys.executable, "-c", "raise SystemExit(3)"])
    with pytest.raises(server.ServerError, match="did not start"):
        server.serve(tmp_path, free_port())


SERVING = """
import sys
from pathlib import Path
from pomost.setup import server
server.gunicorn_command = lambda port: [sys.executable, "-m", "http.server", "--bind", "127.0.0.1", str(port)]
server.worker_command = lambda: [sys.executable, "-c", "import time; print('worker', flush=True); time.sleep(60)"]
server.announce = lambda port: print("ready", flush=True)
sys.exit(server.serve(Path("."), int(sys.argv[1])))
"""


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_whatever_ends_the_command_ends_the_site_with_it(how, tmp_path):
    port = free_port()
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    process = subprocess.Popen(
        [sys.executable, "-c", SERVING, str(port)], cwd=tmp_path, env=environment, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    try:
        waiting = {"ready", "worker"}
        while waiting:
            waiting.discard(process.stdout.readline().strip())
            assert process.poll() is None
        process.send_signal(how)
        process.wait(20)
    finally:
        process.kill()
        process.communicate()
    assert process.returncode == (0 if how != signal.SIGKILL else -how)
    give_up = time.monotonic() + 10
    while answers(port) and time.monotonic() < give_up:
        time.sleep(0.1)
    assert not answers(port)


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
