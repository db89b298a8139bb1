"""Copies the scripts that XBlocks expect from the npm packages to where the frames load them.

Blocks were written for a page that has jQuery and Underscore as globals. They are served in frames only.
"""

import shutil
from pathlib import Path

# The name in site/static/build/frames, and the file and licence in node_modules.
SCRIPTS = {
    "jquery": ("jquery/dist/jquery.min.js", "jquery/LICENSE.txt"),
    "underscore": ("underscore/underscore-umd-min.js", "underscore/LICENSE"),
}


class FrameScriptError(Exception):
    """A script could not be copied; the message says why."""


def build(root: Path) -> list[str]:
    """Copy the scripts, each with its licence, and return the names of those that changed. Raise FrameScriptError."""
    target = root / "site" / "static" / "build" / "frames"
    target.mkdir(parents=True, exist_ok=True)
    changed = []
    for name, (script, licence) in SCRIPTS.items():
        source = root / "node_modules" / script
        if not source.exists():
            raise FrameScriptError(f"node_modules/{script} is missing. make run and make test install it (npm ci).")
        # Its source map is not served.
        text = source.read_text(encoding="utf-8").partition("\n//# sourceMappingURL=")[0]
        copy = target / f"{name}.js"
        if not copy.exists() or copy.read_text(encoding="utf-8") != text:
            copy.write_text(text, encoding="utf-8")
            shutil.copyfile(root / "node_modules" / licence, target / f"{name}-LICENSE.txt")
            changed.append(name)
    return changed
