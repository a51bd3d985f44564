"""Made-up trials as a hospital imports and structures them, and made-up cases to match them with.

Nothing in them is medicine; diseases, genes, drugs and tests are those of the release, in
proportions like those of a registry. Limits and combinations are drawn one by one, so that few
trials ask the same.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date
from typing import Any

from knowledgebase.importers.draft import Draft, Import, Row, standing
from knowledgebase.records import Content

Data = dict[str, Any]
DAY = date(2026, 11, 21)

# disease, how often, findings and drugs of its field
FIELDS: tuple[tuple[tuple[str, ...], int, str, str, str, str], ...] = (
    (
        ("AML", "AML", "AML", "AMLNPM1", "AMLKMT2A", "AMLTP53", "AMLMRC", "APL"),
        22,
        "FLT3 NPM1 IDH1 IDH2 TP53 KIT RUNX1 CEBPA DNMT3A NRAS KRAS ASXL1 TET2 PTPN11 WT1",
        "FLT3-ITD FLT3-TKD NPM1c IDH1-R132 IDH2-R140 IDH2-R172 KIT-D816 KMT2A-PTD NRAS-hotspot",
        "KMT2A::* NUP98::* RUNX1::RUNX1T1 CBFB::MYH11 DEK::NUP214",
        "venetoclax azacitidine cytarabine gilteritinib quizartinib ivosidenib daunorubicin",
    ),
    (
        ("MDS", "MDS", "MDSIB2", "MDSSF3B1", "MDSID5Q", "CMML", "MDSMPN"),
        12,
        "SF3B1 SRSF2 U2AF1 ASXL1 TET2 RUNX1 EZH2 STAG2 TP53 NRAS CBL BCOR DNMT3A",
        "SF3B1-hotspot SRSF2-P95 U2AF1-S34 ASXL1-truncating NRAS-hotspot",
        "KMT2A::* NUP98::*",
        "azacitidine decitabine lenalidomide luspatercept imetelstat venetoclax",
    ),
    (
        ("MPN", "PMF", "PV", "ET", "CML", "CML", "SM"),
        9,
        "JAK2 CALR MPL ASXL1 ABL1 KIT TET2 EZH2 SRSF2",
        "JAK2-V617F CALR-exon9 MPL-W515 ABL1-T315I KIT-D816V",
        "BCR::ABL1 FIP1L1::PDGFRA",
        "ruxolitinib fedratinib imatinib dasatinib ponatinib asciminib hydroxycarbamide",
    ),
    (
        ("PCM", "PCM", "PCM", "SMM", "PCL"),
        16,
        "TP53 KRAS NRAS BRAF DIS3 FAM46C",
        "BRAF-V600E NRAS-hotspot KRAS-hotspot",
        "IGH::NSD2 IGH::MAF",
        "bortezomib lenalidomide daratumumab carfilzomib pomalidomide teclistamab isatuximab",
    ),
    (
        ("DLBCL", "LBCL", "MBN", "PMBL", "HGBCL", "FL", "FL", "MCL", "MZL"),
        23,
        "TP53 MYD88 CD79B EZH2 CREBBP NOTCH2 BTK KMT2D",
        "MYD88-L265P CD79B-Y196 EZH2-Y646 BTK-C481",
        "IGH::BCL2 IGH::MYC IGH::CCND1",
        "rituximab polatuzumab#vedotin bendamustine ibrutinib zanubrutinib lenalidomide glofitamab",
    ),
    (
        ("CLL", "CLLSLL", "WM", "HCL"),
        8,
        "TP53 NOTCH1 SF3B1 BTK PLCG2 BCL2 MYD88",
        "BTK-C481 PLCG2-gain MYD88-L265P BCL2-venetoclax-resistance",
        "IGH::BCL2",
        "ibrutinib acalabrutinib zanubrutinib venetoclax obinutuzumab pirtobrutinib",
    ),
    (
        ("ALL", "BLL", "BLL", "BLLBCRABL1", "TLL"),
        10,
        "IKZF1 NOTCH1 TP53 CRLF2 JAK2 FBXW7 NRAS",
        "NOTCH1-PEST FBXW7-hotspot ABL1-T315I",
        "BCR::ABL1 KMT2A::* ETV6::RUNX1",
        "blinatumomab inotuzumab#ozogamicin vincristine ponatinib dasatinib methotrexate",
    ),
)
CLASSES = (
    *("BTK inhibitor", "BCL2 inhibitor", "proteasome inhibitor", "IMiD", "anti-CD20", "anti-CD38"),
    *("CAR-T", "bispecific antibody", "hypomethylating agent", "FLT3 inhibitor", "anti-CD19"),
)
ANTIGENS = ("CD19", "CD20", "CD22", "CD30", "CD33", "CD123", "BCMA", "GPRC5D", "CD38", "CD70")
STATEMENTS = (
    *("active_infection", "cns_involvement", "pregnant_or_breastfeeding", "active_gvhd"),
    *("systemic_immunosuppression", "organ_function_adequate", "transplant_candidate"),
    *("intensive_chemotherapy_suitable", "prior_allogeneic_transplant", "transfusion_dependent"),
)
# test, unit, whether at least so much is asked, lowest and highest limit, places
TESTS = (
    ("platelets", "10*9/L", True, 10, 120, 0),
    ("neutrophils", "10*9/L", True, 0.3, 2, 1),
    ("haemoglobin", "g/dL", True, 6, 11, 1),
    ("creatinine", "umol/L", False, 100, 260, 0),
    ("bilirubin", "umol/L", False, 20, 60, 0),
    ("leukocytes", "10*9/L", False, 10, 60, 0),
    ("estimated_gfr", "mL/min/{1.73_m2}", True, 20, 70, 0),
    ("alanine_aminotransferase", "U/L", False, 80, 300, 0),
    ("marrow_blasts", "%", True, 3, 25, 0),
    ("lvef", "%", True, 35, 55, 0),
)
SETTINGS = (
    *(("relapsed", "refractory"),) * 5,
    *(("newly diagnosed",),) * 4,
    *(("relapsed",), ("refractory",), ("remission", "measurable residual disease")),
)


def trials(count: int, content: Content, seed: int = 5) -> Import:
    """Give drafts of trials that take patients, each with criteria that a trial unit structured."""
    draw = random.Random(seed)
    drafts = tuple(
        Draft("trials", f"NCT{90_000_000 + at}", _trial(at, draw, content)) for at in range(count)
    )
    rows = tuple(Row(at, one.name, record=one.path) for at, one in enumerate(drafts, start=1))
    return Import("a registry, made up", drafts, rows)


def cases(count: int, content: Content, seed: int = 6) -> Iterator[Data]:
    """Yield cases as a hospital's system would write them, one a line."""
    draw = random.Random(seed)
    for at in range(count):
        yield _case(at, draw, content)


def _field(draw: random.Random) -> tuple[Any, ...]:
    return draw.choices(FIELDS, [weight for _, weight, *_ in FIELDS])[0]


def _words(text: str) -> list[str]:
    return [word.replace("#", " ") for word in text.split()]


def _trial(at: int, draw: random.Random, content: Content) -> Data:
    field = _field(draw)
    codes = sorted({draw.choice(field[0]) for _ in range(draw.choice((1, 1, 1, 2, 3)))})
    open_ones = [f"Haematological neoplasm, group {draw.randint(1, 400)}"] * (draw.random() < 0.1)
    criteria = _criteria(draw, field, content, draw.randint(3, 9)) if draw.random() < 0.95 else []
    titled = f"{', '.join(codes)} under investigational agent {at} – a made-up trial"
    number = f"NCT{90_000_000 + at}"
    return {
        "id": number,
        "title": titled,
        "phases": [draw.choice(("1", "1", "2", "2", "3"))],
        "recruitment": draw.choice((*("recruiting",) * 8, "not yet recruiting", "suspended")),
        "sponsor": f"Sponsor {draw.randint(1, 300)}",
        "conditions": [*(content.diseases[code].name for code in codes), *open_ones],
        "conditions_open": open_ones or None,
        "diseases": codes,
        "interventions": [{"name": draw.choice(_words(field[5]))}, {"name": f"agent {at}"}],
        "age": _age(draw),
        "sex": draw.choices(("all", "female", "male"), (97, 1, 2))[0],
        "criteria": {"all": criteria} if criteria else None,
        "structured": draw.choices(("part", "whole"), (4, 1))[0] if criteria else "none",
        "cohorts": _cohorts(draw, field, content) if criteria and draw.random() < 0.4 else None,
        "eligibility": "Inclusion and exclusion criteria of the registry, as it words them. " * 6,
        "sources": [{"kind": "nct", "id": number, "title": titled}],
        **standing(DAY, "Made up for a benchmark."),
    }


def _age(draw: random.Random) -> Data | None:
    low = draw.choices((0, 12, 16, 18, 18, 18, 18, 50, 60, 65, 75), k=1)[0]
    high = draw.choice((None, None, None, 66, 71, 76, 81, 26, 19))
    if high is not None and high <= low:
        high = None
    bounds = ({"at_least": str(low)} if low else {}) | ({"below": str(high)} if high else {})
    return bounds | {"unit": "a"} if bounds else None


def _cohorts(draw: random.Random, field: tuple[Any, ...], content: Content) -> list[Data]:
    return [
        {
            "id": f"arm-{number}",
            "title": f"Arm {number}",
            "status": draw.choice(("open", "open", "unknown", "full", "closed", "paused")),
            **(
                {"criteria": {"all": asked}}
                if (asked := _criteria(draw, field, content, draw.randint(0, 2)))
                else {}
            ),
        }
        for number in range(1, draw.randint(2, 4) + 1)
    ]


def _criteria(
    draw: random.Random, field: tuple[Any, ...], content: Content, count: int
) -> list[Data]:
    kinds = ("setting", "ecog", "finding", "lines", "laboratory", "drug", "stated", "antigen")
    weights = (9, 8, 8, 6, 7, 6, 6, 3)
    chosen = dict.fromkeys(draw.choices(kinds, weights, k=count))
    return [_criterion(kind, draw, field, content) for kind in chosen]


def _criterion(kind: str, draw: random.Random, field: tuple[Any, ...], content: Content) -> Data:
    match kind:
        case "setting":
            return {"setting": list(draw.choice(SETTINGS))}
        case "ecog":
            limit = {"ecog": {"at_most": str(draw.choice((1, 1, 2, 2, 2, 3)))}}
            return limit | ({"soft": "true"} if draw.random() < 0.2 else {})
        case "finding":
            return _finding(draw, field, content)
        case "lines":
            low = draw.randint(1, 4)
            bounds = {"at_least": str(low)}
            if draw.random() < 0.4:
                bounds = {"at_most": str(draw.randint(low, low + 3))}
            return {"lines_of_therapy": bounds}
        case "laboratory":
            name, unit, least, low, high, places = draw.choice(TESTS)
            limit = f"{draw.uniform(low, high):.{places}f}"
            asked = {"name": name, "at_least" if least else "at_most": limit, "unit": unit}
            return {"laboratory": asked} | ({"recoverable": "true"} if draw.random() < 0.3 else {})
        case "drug":
            return _treated(draw, field)
        case "stated":
            name = draw.choice(STATEMENTS)
            no = name not in ("organ_function_adequate", "transplant_candidate")
            return {name: "no" if no else "yes"}
    return {"antigen": draw.choice(ANTIGENS)}


def _finding(draw: random.Random, field: tuple[Any, ...], content: Content) -> Data:
    genes = [gene for gene in _words(field[2]) if gene in content.genes]
    named = [name for name in _words(field[3]) if name in content.alterations]
    one = {"gene": draw.choice(genes)}
    kind = draw.random()
    if kind < 0.3:
        return one
    if kind < 0.55:
        return {"alteration": draw.choice(named)}
    fusions = [f for f in _words(field[4]) if set(f.split("::")) <= {"*", *content.genes}]
    if kind < 0.65 and fusions:
        return {"fusion": draw.choice(fusions)}
    if kind < 0.75:
        return {"not": {"gene": {"name": "TP53"}}}
    if kind < 0.85:
        return {"any": [one, {"alteration": draw.choice(named)}]}
    if kind < 0.92:
        return {"gene": {"name": one["gene"], "vaf": {"at_least": f"0.{draw.randint(1, 30):02}"}}}
    token = draw.choice(("del(5q)", "-7", "complex", "del(17p)", "+8", "t(11;14)", "normal"))
    return {"any": [{"cytogenetics": token}, one]}


def _treated(draw: random.Random, field: tuple[Any, ...]) -> Data:
    drug, given = draw.choice(_words(field[5])), draw.choice(CLASSES)
    return draw.choice(
        (
            {"prior_drug": drug},
            {"not": {"prior_drug": drug}},
            {"prior_class": given},
            {"not": {"prior_class": given}},
            {"refractory_to": drug},
            {"all": [{"prior_class": given}, {"not": {"refractory_to": given}}]},
        )
    )


CHANGES = {
    "FLT3": ("ITD", "D835Y"),
    "NPM1": ("W288fs*12",),
    "IDH1": ("R132H", "R132C"),
    "IDH2": ("R140Q", "R172K"),
    "KIT": ("D816V",),
    "JAK2": ("V617F",),
    "TP53": ("R175H", "R248Q", "Y220C"),
    "SF3B1": ("K700E",),
    "NRAS": ("G12D", "Q61K"),
    "BRAF": ("V600E",),
    "MYD88": ("L265P",),
    "BTK": ("C481S",),
}
ABNORMALITIES = (
    *("del(5)(q13q33)", "-7", "+8", "del(20)(q11q13)", "del(17)(p13)", "+21", "del(7)(q22)", "-Y"),
    *("t(8;21)(q22;q22)", "inv(16)(p13q22)", "t(9;22)(q34;q11)", "t(11;14)(q13;q32)", "+12"),
    *("t(14;18)(q32;q21)", "del(13)(q14q21)", "del(11)(q22q23)", "i(17)(q10)", "add(3)(q21)"),
)


def _case(at: int, draw: random.Random, content: Content) -> Data:
    field = _field(draw)
    disease = draw.choice(field[0])
    known = [gene for gene in _words(field[2]) if gene in content.genes]
    panel = sorted({*known, *draw.sample(sorted(content.genes), draw.randint(10, 45))})
    mutated = draw.sample(known, min(len(known), draw.choice((0, 1, 1, 2, 3, 4))))
    sex = draw.choice(("female", "male"))
    case: Data = {
        "id": f"N-{at}",
        "patient": {"pseudonym": f"P-{at}", "age": int(draw.triangular(2, 94, 68)), "sex": sex},
        "disease": disease,
        "setting": draw.choice(
            (
                "newly diagnosed",
                "newly diagnosed",
                "relapsed",
                "relapsed",
                "refractory",
                "remission",
            )
        ),
        "genes": [_mutation(gene, draw) for gene in mutated],
        "ecog": draw.choice((0, 0, 1, 1, 1, 2, 2, 3)),
        "laboratory": {
            name: {"value": round(draw.uniform(low * 0.5, high * 1.5), places), "unit": unit}
            for name, unit, _, low, high, places in TESTS
            if (draw.random() < 0.75 and high * 1.5 < 100) or name in ("platelets", "creatinine")
        },
        "prior_therapies": _therapies(draw, field),
        "clinician": {
            name: draw.random() < (0.8 if name == "organ_function_adequate" else 0.15)
            for name in STATEMENTS
            if draw.random() < 0.7
        },
        "antigens": {name: draw.random() < 0.7 for name in ANTIGENS if draw.random() < 0.3},
    }
    if draw.random() < 0.8:
        case["assays"] = [{"name": "panel", "kind": "myeloid-panel", "genes": panel}]
    if draw.random() < 0.7:
        case["karyotype"] = _karyotype(draw, sex)
    return case


def _mutation(gene: str, draw: random.Random) -> Data:
    stated: Data = {"gene": gene, "state": "mutated", "vaf": round(draw.uniform(0.02, 0.6), 2)}
    if gene in CHANGES and draw.random() < 0.8:
        stated["change"] = draw.choice(CHANGES[gene])
    return stated


def _therapies(draw: random.Random, field: tuple[Any, ...]) -> list[Data]:
    drugs = _words(field[5])
    return [
        {
            "line": line,
            "drugs": draw.sample(drugs, draw.randint(1, 3)),
            "refractory": draw.random() < 0.4,
        }
        for line in range(1, draw.choice((0, 0, 1, 1, 2, 2, 3, 4, 6)) + 1)
    ]


def _karyotype(draw: random.Random, sex: str) -> str:
    sexes = "XX" if sex == "female" else "XY"
    several = draw.sample(
        [one for one in ABNORMALITIES if one != "-Y"], draw.choice((0, 0, 1, 1, 2, 3, 5))
    )
    number = 46 + sum(one[0] == "+" for one in several) - sum(one[0] == "-" for one in several)
    if not several:
        return f"46,{sexes}[20]"
    cells = draw.randint(5, 19)
    return f"{number},{sexes},{','.join(several)}[{cells}]/46,{sexes}[{20 - cells}]"
