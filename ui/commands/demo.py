"""``tumorboard demo``: the whole way on made-up cases, in the window or offscreen."""

from __future__ import annotations

import argparse
import os
import platform
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ui.demo.story import Demo

DONE = 0


def demo(arguments: argparse.Namespace) -> int:
    """Make the demonstration database, sign two cases, then open the window (or picture it)."""
    from ui.demo.story import make_demo

    output = Path(arguments.output)
    offscreen = arguments.offscreen or not has_display()
    if offscreen:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    with as_file(files("ui") / "demo") as cases:
        made = make_demo(output, cases, language=arguments.language or "en")
    for path in made.pdfs:
        print(f"{path}: signed")
    if not offscreen:
        return _open(made, arguments.language)
    from ui.demo.pictures import take_pictures

    print("There is no display: the same way was gone offscreen.")
    for path in take_pictures(made, output, arguments.language):
        print(f"{path}: picture of the window")
    return DONE


def has_display() -> bool:
    """Tell whether a window can be shown here."""
    needs_server = platform.system() not in ("Windows", "Darwin")
    return not needs_server or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _open(made: Demo, language: str) -> int:
    from ui.demo.story import CHAIR
    from ui.language import use_language
    from ui.window.application import application, show

    use_language(language)
    return show(application(), made.workbench, person=CHAIR, demo=True)
