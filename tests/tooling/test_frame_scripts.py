"""The scripts of frames are copied from npm's packages, with their licences, when they change."""

from pathlib import Path

import pytest

from pomost.setup import frame_scripts

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.skipif(
    not all((ROOT / "node_modules" / script).exists() for script, _licence in frame_scripts.SCRIPTS.values()),
    reason="npm's parts are not installed: make dev",
)


def test_the_scripts_are_copied_once(tmp_path: Path) -> None:
    (tmp_path / "node_modules").symlink_to(ROOT / "node_modules")
    assert frame_scripts.build(tmp_path) == ["jquery", "underscore"]
    assert frame_scripts.build(tmp_path) == []
    made = tmp_path / "site" / "static" / "build" / "frames"
    assert sorted(path.name for path in made.iterdir()) == [
        "jquery-LICENSE.txt",
        "jquery.js",
        "underscore-LICENSE.txt",
        "underscore.js",
    ]
    assert not any("sourceMappingURL" in path.read_text(encoding="utf-8") for path in made.glob("*.js"))


def test_what_npm_has_not_brought_is_named(tmp_path: Path) -> None:
    with pytest.raises(frame_scripts.FrameScriptError, match=r"jquery\.min\.js is missing"):
        frame_scripts.build(tmp_path)
