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
    _test(
        "fibrosis_grade",
        "1",
        "marrow fibrosis grade (0 to 3)",
        "marvfibrose, grad (0 til 3)",
        "margfibrose, grad (0 til 3)",
        "margfibrose, grad (0 til 3)",
    ),
    _test(
        "marrow_cellularity",
        "%",
        "marrow cellularity",
        "marvens cellularitet",
        "margens cellularitet",
        "cellulariteten i margen",
    ),
    _test(
        "dysplastic_lineages",
        "1",
        "lineages with dysplasia in at least 10 % of cells",
        "cellerækker med dysplasi i mindst 10 % af cellerne",
        "cellerekker med dysplasi i minst 10 % av cellene",
        "cellerekkjer med dysplasi i minst 10 % av cellene",
    ),
    _test(
        "monocyte_percentage",
        "%",
        "monocytes among leukocytes",
        "monocytter af leukocytter",
        "monocytter av leukocytter",
        "monocyttar av leukocyttar",
    ),
    _test(
        "ldh_ratio",
        "1",
        "LDH over its upper limit of normal",
        "LDH i forhold til øvre normalgrænse",
        "LDH i forhold til øvre normalgrense",
        "LDH i høve til øvre normalgrense",
    ),
    _test(
        "igm",
        "g/L",
        "immunoglobulin M",
        "immunglobulin M",
        "immunglobulin M",
        "immunglobulin M",
    ),
    _test(
        "spleen_below_costal_margin",
        "cm",
        "spleen below the costal margin",
        "milt under ribbenskurvaturen",
        "milt under ribbebuen",
        "milt under ribbeinsbogen",
    ),
    _test(
        "ann_arbor_stage",
        "1",
        "Ann Arbor stage (1 to 4)",
        "Ann Arbor-stadium (1 til 4)",
        "Ann Arbor-stadium (1 til 4)",
        "Ann Arbor-stadium (1 til 4)",
    ),
    _test(
        "rai_stage",
        "1",
        "Rai stage (0 to 4)",
        "Rai-stadium (0 til 4)",
        "Rai-stadium (0 til 4)",
        "Rai-stadium (0 til 4)",
    ),
    _test(
        "extranodal_sites",
        "1",
        "extranodal sites",
        "ekstranodale lokalisationer",
        "ekstranodale lokalisasjoner",
        "ekstranodale lokalisasjonar",
    ),
    _test(
        "nodal_areas",
        "1",
        "nodal areas involved",
        "involverede lymfeknuderegioner",
        "affiserte lymfeknuteregioner",
        "affiserte lymfeknuteregionar",
    ),
    _test(
        "clonal_del17p_fraction",
        "%",
        "plasma cells with del(17p), CD138-selected",
        "plasmaceller med del(17p), CD138-selekterede",
        "plasmaceller med del(17p), CD138-selekterte",
        "plasmaceller med del(17p), CD138-selekterte",
    ),
)

LABORATORY: dict[str, LaboratoryTest] = {test.name: test for test in _TESTS}
