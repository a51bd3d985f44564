"""The laboratory tests a rule may ask and a case may state, with their usual units."""

from __future__ import annotations

from dataclasses import dataclass

from knowledgebase.declarations import Labels


@dataclass(frozen=True, slots=True)
class LaboratoryTest:
    """A laboratory test a rule may ask: its usual unit and its labels."""

    name: str
    unit: str
    labels: Labels


def _test(name: str, unit: str, en: str, da: str, nb: str, nn: str) -> LaboratoryTest:
    return LaboratoryTest(name, unit, Labels(en, da, nb, nn))


_TESTS = (
    _test("leukocytes", "10*9/L", "leukocytes", "leukocytter", "leukocytter", "leukocyttar"),
    _test("neutrophils", "10*9/L", "neutrophils", "neutrofile", "nøytrofile", "nøytrofile"),
    _test("lymphocytes", "10*9/L", "lymphocytes", "lymfocytter", "lymfocytter", "lymfocyttar"),
    _test("monocytes", "10*9/L", "monocytes", "monocytter", "monocytter", "monocyttar"),
    _test("eosinophils", "10*9/L", "eosinophils", "eosinofile", "eosinofile", "eosinofile"),
    _test("basophils", "10*9/L", "basophils", "basofile", "basofile", "basofile"),
    _test("platelets", "10*9/L", "platelets", "trombocytter", "trombocytter", "trombocyttar"),
    _test("haemoglobin", "g/dL", "haemoglobin", "hæmoglobin", "hemoglobin", "hemoglobin"),
    _test("haematocrit", "%", "haematocrit", "hæmatokrit", "hematokrit", "hematokrit"),
    _test(
        "marrow_blasts", "%", "marrow blasts", "blaster i marv", "blaster i marg", "blastar i marg"
    ),
    _test(
        "blood_blasts", "%", "blood blasts", "blaster i blod", "blaster i blod", "blastar i blod"
    ),
    _test(
        "marrow_plasma_cells",
        "%",
        "marrow plasma cells",
        "plasmaceller i marv",
        "plasmaceller i marg",
        "plasmaceller i marg",
    ),
    _test(
        "ring_sideroblasts",
        "%",
        "ring sideroblasts",
        "ringsideroblaster",
        "ringsideroblaster",
        "ringsideroblastar",
    ),
    _test(
        "lactate_dehydrogenase",
        "U/L",
        "lactate dehydrogenase",
        "laktatdehydrogenase",
        "laktatdehydrogenase",
        "laktatdehydrogenase",
    ),
    _test(
        "beta_2_microglobulin",
        "mg/L",
        "beta-2 microglobulin",
        "beta-2-mikroglobulin",
        "beta-2-mikroglobulin",
        "beta-2-mikroglobulin",
    ),
    _test("albumin", "g/L", "albumin", "albumin", "albumin", "albumin"),
    _test("creatinine", "umol/L", "creatinine", "kreatinin", "kreatinin", "kreatinin"),
    _test("bilirubin", "umol/L", "bilirubin", "bilirubin", "bilirubin", "bilirubin"),
    _test("calcium", "mmol/L", "calcium", "calcium", "kalsium", "kalsium"),
    _test("tryptase", "ug/L", "tryptase", "tryptase", "tryptase", "tryptase"),
    _test("m_protein", "g/L", "M protein", "M-protein", "M-protein", "M-protein"),
    _test(
        "estimated_gfr",
        "mL/min/{1.73_m2}",
        "estimated glomerular filtration rate",
        "estimeret glomerulær filtrationsrate",
        "estimert glomerulær filtrasjonsrate",
        "estimert glomerulær filtrasjonsrate",
    ),
    _test(
        "alanine_aminotransferase",
        "U/L",
        "alanine aminotransferase (ALT)",
        "alaninaminotransferase (ALAT)",
        "alaninaminotransferase (ALAT)",
        "alaninaminotransferase (ALAT)",
    ),
    _test(
        "aspartate_aminotransferase",
        "U/L",
        "aspartate aminotransferase (AST)",
        "aspartataminotransferase (ASAT)",
        "aspartataminotransferase (ASAT)",
        "aspartataminotransferase (ASAT)",
    ),
    _test(
        "creatinine_clearance",
        "mL/min",
        "creatinine clearance",
        "kreatininclearance",
        "kreatininclearance",
        "kreatininclearance",
    ),
    _test(
        "crp",
        "mg/L",
        "C-reactive protein",
        "C-reaktivt protein",
        "C-reaktivt protein",
        "C-reaktivt protein",
    ),
    _test("ferritin", "ug/L", "ferritin", "ferritin", "ferritin", "ferritin"),
    _test(
        "lvef",
        "%",
        "left ventricular ejection fraction",
        "venstre ventrikels uddrivningsfraktion",
        "venstre ventrikkels ejeksjonsfraksjon",
        "venstre ventrikkels ejeksjonsfraksjon",
    ),
    _test(
        "oxygen_saturation",
        "%",
        "oxygen saturation",
        "iltmætning",
        "oksygenmetning",
        "oksygenmetting",
    ),
    _test(
        "mrd",
        "%",
        "measurable residual disease",
        "målbar restsygdom",
        "målbar restsykdom",
        "målbar restsjukdom",
    ),
)

LABORATORY: dict[str, LaboratoryTest] = {test.name: test for test in _TESTS}
