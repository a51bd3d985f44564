"""The headless face: one command per thing a person or a pipeline asks for.

Exit codes: 0 done, 1 a check found faults (``kb check``, ``verify``), 2 the input was refused (one
line on standard error), 3 some records of a variant file were rejected. ``docs/interface.md``
documents the output; it stays stable.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Callable, Sequence
from typing import Any

from knowledgebase.errors import UserError
from ui.commands.release_options import add_release_commands
from ui.commands.terminal import harmless

SCHEMAS = (
    *("case", "alterations", "assays", "assertions", "classifications", "diseases", "drugs"),
    *("formulas", "genes", "guidance", "pathways", "products", "scores", "trials"),
)
"""A case file, and the folders of the knowledge files."""

DONE, FAULTS, REFUSED, SOME_REJECTED, INTERNAL = 0, 1, 2, 3, 70


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code; without a command open the window."""
    arguments = _parser().parse_args(argv)
    try:
        code = _command(arguments.run)(arguments)
    except UserError as refusal:
        return _say(refusal.sentence, REFUSED)
    except BrokenPipeError:
        # The reader of our output went away (as `head` does); that is no fault.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        return _say("Stopped; nothing was stored.", 130)
    except Exception as fault:
        if os.environ.get("TUMORBOARD_DEBUG"):
            raise
        # The text of an unforeseen error may hold patient data, so only its kind is shown.
        return _say(
            f"An internal fault ({type(fault).__name__}) stopped the command; nothing was stored. "
            "Set TUMORBOARD_DEBUG=1 to see where.",
            INTERNAL,
        )
    return code


def _command(where: str) -> Callable[[argparse.Namespace], int]:
    """Import a command's module only when it runs: `inspect` must not pay for Qt."""
    module, _, function = where.partition(":")
    command: Callable[[argparse.Namespace], int] = getattr(
        importlib.import_module(f"ui.commands.{module}"), function
    )
    return command


def _say(sentence: str, code: int) -> int:
    print(f"tumorboard: {harmless(' '.join(sentence.split()))}", file=sys.stderr)
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="tumorboard",
        description="A molecular tumour board for blood cancer. Without a command: the window.",
        epilog="It supports a board and never decides. Not CE-marked.",
    )
    parser.add_argument("--version", action=_Version, help="show the program's version and exit")
    parser.set_defaults(run="window:open_window", database=None, language="")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    _add_variant_commands(commands)
    _add_case_commands(commands)
    _add_report_commands(commands)
    _add_knowledge_commands(commands)
    _add_program_commands(commands)
    return parser


class _Version(argparse.Action):
    """Print the version, which is looked up only when it is asked for."""

    def __init__(self, option_strings: Sequence[str], dest: str, **options: Any) -> None:
        super().__init__(option_strings, dest, nargs=0, **options)

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib import metadata

        print(f"tumorboard {metadata.version('tumorboard')}")
        parser.exit()


Commands = argparse._SubParsersAction  # argparse gives its sub-command list no public name


def _add_variant_commands(commands: Commands) -> None:
    for name, what, run in (
        ("inspect", "account for every line of a variant file", "variants:inspect_file"),
        ("variants", "list the reported alleles of a variant file", "variants:list_variants"),
    ):
        command = commands.add_parser(name, help=what, description=what)
        command.add_argument("file", help="VCF (plain, gzip, bgzip) or BCF")
        command.add_argument("--json", action="store_true", help="print JSON")
        command.add_argument("--tumour", metavar="SAMPLE", help="the tumour's column")
        command.add_argument("--normal", metavar="SAMPLE", help="the normal sample's column")
        command.add_argument("--assembly", choices=["GRCh37", "GRCh38"], help="the genome build")
        command.set_defaults(run=run)


def _add_case_commands(commands: Commands) -> None:
    evaluate = commands.add_parser("evaluate", help="evaluate a case file against the knowledge")
    source = evaluate.add_mutually_exclusive_group(required=True)
    source.add_argument("case", nargs="?", metavar="CASE.yaml", help="the case file")
    source.add_argument("--batch", metavar="CASES.jsonl", help="one case a line; - for stdin")
    evaluate.add_argument("--json", action="store_true", help="print JSON")
    evaluate.add_argument(
        "--cluster", metavar="ADDRESS", help="share a batch out to a Dask cluster: tcp://host:8786"
    )
    evaluate.add_argument(
        "--jobs", type=int, metavar="N", help="processes for a batch (default: for large files)"
    )
    evaluate.add_argument(
        "--why-not", metavar="TEXT", help="only say why records this finds are (no) options"
    )
    evaluate.add_argument(
        "--matches", action="store_true", help="of a batch only the options, many cases a second"
    )
    evaluate.add_argument("--on", metavar="DATE", help="evaluate as of this day (YYYY-MM-DD)")
    evaluate.set_defaults(run="cases:evaluate")
    schema = commands.add_parser("schema", help="print the JSON Schema of a file the program reads")
    schema.add_argument(
        "what", choices=SCHEMAS, metavar="WHAT", help=f"one of {', '.join(SCHEMAS)}"
    )
    schema.set_defaults(run="cases:print_schema")


def _add_rendering_options(command: argparse.ArgumentParser) -> None:
    command.add_argument("--language", choices=["en", "da"], default="en", help="of a case file")
    command.add_argument("--on", metavar="DATE", help="evaluate as of this day (YYYY-MM-DD)")
    command.add_argument(
        "--demo", action="store_true", help="mark the case on every page as a demonstration"
    )


def _add_report_commands(commands: Commands) -> None:
    report = commands.add_parser("report", help="render a case file as an unsigned PDF")
    report.add_argument("case", metavar="CASE.yaml")
    report.add_argument("-o", "--output", metavar="OUT.pdf", required=True)
    _add_rendering_options(report)
    report.set_defaults(run="reports:report")

    sign = commands.add_parser(
        "sign",
        help="sign a case file or a report with a PKCS#12 identity",
        epilog="To try it: `tumorboard demo` leaves a demonstration identity in its output folder, "
        "with a README.txt that says how to sign with it.",
    )
    sign.add_argument(
        "case",
        metavar="INPUT",
        help="a case file (.yaml, .yml), or an unsigned report made by `tumorboard report`",
    )
    sign.add_argument("-o", "--output", metavar="SIGNED.pdf", required=True)
    sign.add_argument("--identity", metavar="FILE.p12", required=True)
    sign.add_argument(
        "--passphrase-file", metavar="FILE", help="else TUMORBOARD_PASSPHRASE, else asked for"
    )
    sign.add_argument("--name", required=True, help="who signs")
    sign.add_argument("--role", default="chair", help="in which role (default: chair)")
    sign.add_argument("--meaning", default="", help="what the signature means")
    sign.add_argument(
        "--acknowledge-rejected",
        action="store_true",
        help="you have seen which lines of the variant file were rejected",
    )
    _add_rendering_options(sign)
    sign.set_defaults(run="reports:sign")

    verify = commands.add_parser("verify", help="say whether a signed report is valid, and why")
    verify.add_argument("pdf", metavar="FILE.pdf")
    verify.add_argument("--json", action="store_true", help="print JSON")
    verify.add_argument(
        "--trust", metavar="CERT.pem", action="append", default=[], help="a certificate you trust"
    )
    verify.set_defaults(run="reports:verify")


def _add_knowledge_commands(commands: Commands) -> None:
    kb = commands.add_parser("kb", help="the knowledge base")
    inner = kb.add_subparsers(required=True, metavar="ACTION")
    check = inner.add_parser("check", help="check every record and the rules of curation")
    check.add_argument("--content", metavar="FOLDER", help="instead of the shipped content")
    check.add_argument(
        "--over", metavar="FOLDER", help="what the content lies over: shipped, or a folder"
    )
    check.set_defaults(run="knowledge:check")
    _add_import_commands(inner)
    _add_trial_commands(inner)
    listing = inner.add_parser("list", help="list the records")
    listing.add_argument(
        "--kind",
        choices=(
            "assertions",
            "products",
            "guidance",
            "drugs",
            "trials",
            "diseases",
            "assays",
            "pathways",
        ),
        default="assertions",
        help="which records (default: assertions)",
    )
    listing.add_argument("--disease", metavar="CODE")
    listing.add_argument("--gene", metavar="SYMBOL")
    listing.add_argument("--json", action="store_true")
    listing.set_defaults(run="knowledge:list_records")
    show = inner.add_parser("show", help="show one record")
    show.add_argument("id")
    show.add_argument("--drafts", metavar="FOLDER", help="imported drafts of trials go first")
    show.add_argument("--json", action="store_true")
    show.set_defaults(run="knowledge:show")
    _add_approval_commands(inner)
    add_release_commands(inner)


def _add_trial_commands(inner: Commands) -> None:
    trials = inner.add_parser("trials", help="the trial office's work").add_subparsers(
        required=True, metavar="ACTION"
    )
    diff = trials.add_parser("diff", help="what changed between two snapshots of a registry")
    for name in ("old", "new"):
        diff.add_argument(name, metavar=name.upper(), help="JSON answer, table of trials, folder")
        diff.add_argument(f"--{name}-sites", metavar="FILE", help=f"table of sites of {name}")
    diff.add_argument(
        "--first", metavar="COUNTRY", action="append", help="come first (default: the Nordic ones)"
    )
    diff.add_argument("--json", action="store_true", help="print JSON")
    diff.set_defaults(run="trials:diff")
    propose = trials.add_parser(
        "propose", help="what a trial's eligibility text offers a curator; nothing is written"
    )
    propose.add_argument("nct", metavar="NCT", help="a trial's number")
    propose.add_argument(
        "--drafts", metavar="FOLDER", help="imported drafts instead of the content"
    )
    propose.add_argument("--json", action="store_true", help="print JSON")
    propose.set_defaults(run="trials:propose")


def _add_approval_commands(inner: Commands) -> None:
    approve = inner.add_parser("approve", help="approve records for this installation")
    withdraw = inner.add_parser("withdraw", help="take approvals back")
    for command in (approve, withdraw):
        command.add_argument("id", nargs="*", metavar="ID", help="of a record, or KIND/ID")
        command.add_argument("--by", metavar="NAME", required=True, help="who approves")
        command.add_argument("--role", required=True, help="in which role at the board")
        command.add_argument("--reason", metavar="TEXT", required=True, help="stays on record")
    approve.add_argument(
        "--all-in", metavar="DISEASE", help="every record about a disease, its subtypes or group"
    )
    approve.add_argument(
        "--even-unverified", action="store_true", help="records not compared with their source too"
    )
    approve.add_argument(
        "--even-expired", action="store_true", help="records whose check is too old too"
    )
    listing = inner.add_parser("approvals", help="list local approvals, or one record's history")
    listing.add_argument("id", nargs="?", metavar="ID")
    listing.add_argument("--json", action="store_true", help="print JSON, one object a line")
    for command, run in ((approve, "approve"), (withdraw, "withdraw"), (listing, "approvals")):
        command.add_argument("--database", metavar="FILE or URL", default=None)
        command.set_defaults(run=f"curation:{run}")


def _add_import_commands(inner: Commands) -> None:
    importing = inner.add_parser("import", help="turn other people's formats into draft records")
    formats = importing.add_subparsers(required=True, metavar="FORMAT")
    civic = formats.add_parser("civic", help="CIViC's table of clinical evidence")
    civic.add_argument("file", metavar="FILE.tsv", help="plain or gzip")
    civic.set_defaults(run="importing:civic")
    ctgov = formats.add_parser("ctgov", help="studies of ClinicalTrials.gov, API version 2")
    source = ctgov.add_mutually_exclusive_group(required=True)
    source.add_argument("file", nargs="?", metavar="FILE.json", help="an answer of the API")
    source.add_argument("--nct", metavar="NCT", action="append", help="ask for this study")
    source.add_argument("--query", metavar="WORDS", help="ask for studies of this condition")
    ctgov.add_argument("--most", metavar="N", type=int, default=200, help="studies at most (200)")
    ctgov.set_defaults(run="importing:ctgov")
    ctml = formats.add_parser("ctml", help="a trial in MatchMiner's CTML")
    ctml.add_argument("files", nargs="+", metavar="FILE.yml")
    ctml.set_defaults(run="importing:ctml")
    unit = formats.add_parser("trials-csv", help="the list a trial unit keeps")
    unit.add_argument("file", metavar="FILE.csv", help="UTF-8; commas or semicolons")
    unit.set_defaults(run="importing:trials_csv")
    for command in (civic, ctgov, ctml, unit):
        command.add_argument("--into", metavar="FOLDER", required=True, help="where drafts go")
        command.add_argument("--json", action="store_true", help="print the account as JSON")


def _add_program_commands(commands: Commands) -> None:
    demo = commands.add_parser("demo", help="the whole way on demonstration cases")
    demo.add_argument("--output", metavar="FOLDER", default="demo-output")
    demo.add_argument(
        "--offscreen", action="store_true", help="never open a window, even with a display"
    )
    demo.add_argument("--language", choices=["en", "da"], default="")
    demo.set_defaults(run="demo:demo")
    window = commands.add_parser("window", help="open the window")
    window.add_argument("--database", metavar="FILE or URL", default=None)
    window.add_argument("--language", choices=["en", "da"], default="")
    window.set_defaults(run="window:open_window")


if __name__ == "__main__":
    sys.exit(main())
