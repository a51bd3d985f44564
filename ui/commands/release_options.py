"""The options of ``tumorboard kb build|keygen|trust|verify|install|uninstall|diff``."""

from __future__ import annotations

import argparse

ENVIRONMENT = "TUMORBOARD_KEY_PASSPHRASE"


def add_release_commands(inner: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the actions of releases to ``kb``."""
    command = inner.add_parser("keygen", help="make a pair of keys for signing releases")
    command.add_argument("--output", metavar="NAME", required=True, help="NAME.key and NAME.pub")
    _with_passphrase(command)
    command.set_defaults(run="releases:keygen")
    command = inner.add_parser("build", help="write all records as one signed release file")
    command.add_argument("--content", metavar="FOLDER", help="instead of the shipped content")
    command.add_argument("--key", metavar="NAME.key", required=True, help="who signs")
    command.add_argument("-o", "--output", metavar="FILE", required=True)
    _with_passphrase(command)
    command.set_defaults(run="releases:build")
    command = inner.add_parser("trust", help="trust a public key on this installation")
    command.add_argument("key", metavar="NAME.pub")
    command.set_defaults(run="releases:trust")
    command = inner.add_parser("verify", help="check a release file and who signed it")
    command.add_argument("file", metavar="FILE")
    command.add_argument("--key", metavar="NAME.pub", help="instead of the keys trusted here")
    command.set_defaults(run="releases:verify")
    command = inner.add_parser("install", help="use a release instead of the shipped content")
    command.add_argument("file", metavar="FILE")
    command.set_defaults(run="releases:install")
    command = inner.add_parser("uninstall", help="go back to the shipped content")
    command.set_defaults(run="releases:uninstall")
    command = inner.add_parser("diff", help="say in words what changed between two releases")
    for name in ("old", "new"):
        command.add_argument(name, metavar=name.upper(), help="a release, a folder, or shipped")
    command.add_argument("--key", metavar="NAME.pub", help="instead of the keys trusted here")
    command.add_argument("--case", metavar="CASE.yaml", action="append", default=[])
    command.add_argument(
        "--database", metavar="FILE or URL", nargs="?", const="", help="name its open cases too"
    )
    command.add_argument("--json", action="store_true")
    command.set_defaults(run="releases:diff")


def _with_passphrase(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--passphrase", action="store_true", help=f"ask for one, or take {ENVIRONMENT}"
    )
