"""Open the window on the database."""

from __future__ import annotations

import argparse


def open_window(arguments: argparse.Namespace) -> int:
    """Open the window and stay until it closes; give the application's exit code."""
    from ui.window.application import run

    return run(database=arguments.database, language=arguments.language)
