"""The demonstration's story: four made-up cases, two of them taken to the signature.

Nobody in it is real: the people are named after their roles, the certificate is made on the spot
and every page of the PDFs says so.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from pathlib import Path

from tumorboard.domain.board import Person, Role
from tumorboard.domain.conclusion import Tier
from tumorboard.domain.open_case import OpenCase
from tumorboard.services.workbench import Workbench

HAEMATOLOGIST = Person("Demo haematologist", Role.HAEMATOLOGIST)
GENETICIST = Person("Demo geneticist", Role.CLINICAL_GENETICIST)
CHAIR = Person("Demo chair", Role.CHAIR)
MEANING = "I chaired this demonstration board and confirm that the summary states its conclusions."
CASES = ("aml", "cll", "mds", "myeloma")
SIGNED = ("DEMO-1", "DEMO-3")
#: The one record that the demonstration approves: all others show as not locally approved.
APPROVED = ("assertions", "AML-FLT3-gilteritinib")
REASON = "Demonstration of a local approval; nobody has read the record for it."

#: Options taken to the board, with the note that goes with them.
TAKEN = {
    "DEMO-1": {
        "AML-FLT3-gilteritinib": {
            "en": "Demonstration note. Can it begin before the donor search is done?",
            "da": "Demonstrationsnote. Kan den begyndes, før donorsøgningen er afsluttet?",
        }
    }
}

WORD_FILE = "demo-passphrase.txt"
README = """\
All of this is a demonstration: made-up cases, made-up people, a certificate made on the spot.

{identity} is the identity that signed the PDFs here. Its passphrase is {passphrase}
(also in {passphrase_file}). It signs demonstrations only. To try signing, from this folder:

  tumorboard sign CASE.yaml -o signed.pdf --demo --name "{name}" --role {role} {options}
  tumorboard verify signed.pdf

CASE.yaml is any case file, or a PDF made by "tumorboard report CASE.yaml -o report.pdf --demo".
"""

RECOMMENDATIONS = {
    "DEMO-1": {
        "en": "Demonstration text. The board discussed a FLT3 inhibitor at relapse within the "
        "label, asks for a second look at TP53 (low allele fraction) and for a donor search. "
        "Back on the list when the answer is there.",
        "da": "Demonstrationstekst. Konferencen drøftede en FLT3-hæmmer ved recidiv inden for "
        "indikationen, ønsker TP53 efterprøvet (lav allelfraktion) og donorsøgning sideløbende. "
        "Sættes på igen, når svaret foreligger.",
    },
    "DEMO-3": {
        "en": "Demonstration text. The laboratory is asked to send the damaged record again before "
        "TP53 is called. Until then the SF3B1 finding stands for the diagnosis only.",
        "da": "Demonstrationstekst. Laboratoriet bedes sende den beskadigede linje igen, før TP53 "
        "vurderes. Indtil da bruges SF3B1-fundet kun til diagnosen.",
    },
}


@dataclass(frozen=True, slots=True)
class Demo:
    """What the story left behind: an open workbench and the signed PDFs."""

    workbench: Workbench
    pdfs: tuple[Path, ...]


def make_demo(output: Path, cases: Path, *, language: str = "en") -> Demo:
    """Make the demonstration anew in ``output``: database, identity, cases, signed PDFs."""
    from knowledgebase.catalog import Catalog, load_content
    from tumorboard.storage.database import open_database

    output.mkdir(parents=True, exist_ok=True)
    for old in output.glob("demo.sqlite*"):
        old.unlink()
    catalog = Catalog(load_content())
    workbench = Workbench(open_database(str(output / "demo.sqlite")), catalog)
    workbench.curation.approve([APPROVED], GENETICIST, REASON)
    pdfs = []
    identity, passphrase = leave_identity(output)
    for name in reversed(CASES):
        opened = _prepare(workbench, cases / f"{name}.yaml")
        if opened.case.id in SIGNED:
            pdfs.append(_conclude(workbench, opened, output, identity, passphrase, language))
    return Demo(workbench, tuple(reversed(pdfs)))


def leave_identity(output: Path) -> tuple[Path, str]:
    """Make the chair's demonstration identity, and say beside it how to sign with it.

    Gives the PKCS#12 file and its passphrase, which is written down: it protects nothing.
    """
    from reports.signing import make_demo_identity

    passphrase = secrets.token_urlsafe(12)
    identity = make_demo_identity(CHAIR.name, output, passphrase=passphrase)
    (output / WORD_FILE).write_text(f"{passphrase}\n", encoding="utf-8")
    (output / "README.txt").write_text(
        README.format(
            identity=identity.name,
            passphrase=passphrase,
            passphrase_file=WORD_FILE,
            name=CHAIR.name,
            role=CHAIR.role,
            options=f"--identity {identity.name} --passphrase-file {WORD_FILE}",
        ),
        encoding="utf-8",
    )
    return identity, passphrase


def _prepare(workbench: Workbench, file: Path) -> OpenCase:
    """Create a case from its file, confirm the samples, evaluate it."""
    from tumorboard.services.case_file import read_case_file

    case = read_case_file(file, workbench.catalog)
    opened = workbench.create_case(case, HAEMATOLOGIST, demo=True)
    if opened.variant_file is not None:
        workbench.confirm_samples(case.id, GENETICIST)
    return workbench.evaluate(case.id, HAEMATOLOGIST)


def _conclude(
    workbench: Workbench,
    opened: OpenCase,
    output: Path,
    identity: Path,
    passphrase: str,
    language: str,
) -> Path:
    """Decide the tiers, recommend, sign."""
    from reports.sign_off import sign_off

    case_id = opened.case.id
    _decide(workbench, opened)
    for option, notes in TAKEN.get(case_id, {}).items():
        workbench.choose_option(case_id, option, HAEMATOLOGIST, note=notes[language])
    if opened.variant_file is not None and opened.variant_file.accounting.rejected:
        workbench.acknowledge_rejections(case_id, GENETICIST)
    workbench.recommend(case_id, RECOMMENDATIONS[case_id][language], HAEMATOLOGIST)
    workbench.mark_ready(case_id, HAEMATOLOGIST)
    pdf = output / f"{case_id}.pdf"
    sign_off(
        workbench,
        case_id,
        CHAIR,
        identity=identity,
        passphrase=passphrase,
        meaning=MEANING,
        output=pdf,
        language=language,
    )
    return pdf


def _decide(workbench: Workbench, opened: OpenCase) -> None:
    """Accept the suggested tiers; the low-level TP53 variant is overridden, with a reason."""
    assert opened.evaluation is not None
    labels = {finding.id: finding for finding in opened.evaluation.findings}
    for suggestion in opened.evaluation.tiers:
        finding = labels[suggestion.finding]
        low = finding.gene == "TP53" and finding.vaf is not None and finding.vaf < 0.1
        if low and suggestion.tier is not Tier.II:
            workbench.decide_tier(
                opened.case.id,
                finding.id,
                Tier.II,
                GENETICIST,
                reason="Allele fraction below 10 %: to be confirmed in a second sample.",
            )
        else:
            workbench.decide_tier(opened.case.id, finding.id, suggestion.tier, GENETICIST)
