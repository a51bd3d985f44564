"""The content the program ships: faultless, complete enough, and clear of the known traps."""

import re
from collections import Counter
from datetime import date, timedelta

import pytest

from knowledgebase.catalog import check_content, load_content
from knowledgebase.curation import may_drive_tier_one
from knowledgebase.records import (
    Assertion,
    Axis,
    Effect,
    Evidence,
    Level,
    RegionStatus,
    Review,
    SourceKind,
)
from knowledgebase.rules.atoms import asked_facts
from knowledgebase.rules.hierarchy import is_a

CONTENT = load_content()
ASSERTIONS = tuple(CONTENT.assertions.values())
HALF_A_YEAR, A_YEAR = timedelta(days=184), timedelta(days=366)


def status(assertion: Assertion, region: str) -> RegionStatus:
    return next(found.status for found in assertion.regions if found.region == region)


def biomarkers(assertion: Assertion) -> set[str]:
    return {key for _, key in asked_facts(assertion.biomarker)}


def test_the_rules_of_curation_find_nothing() -> None:
    assert check_content(today=date(2026, 11, 21)) == ()


def test_every_field_of_blood_cancer_has_assertions() -> None:
    wanted = (
        *("AML", "MDS", "CML", "PMF", "PV", "SM", "HDCN", "BLL", "CLLSLL"),
        *("FL", "LBCL", "MCL", "LPL", "HCL", "CHL", "ALCL", "PCM"),
    )
    touched = Counter(
        group
        for group in wanted
        for assertion in ASSERTIONS
        if any(is_a(code, group, CONTENT.diseases) for code in assertion.diseases)
    )
    assert {group for group in wanted if not touched[group]} == set()
    assert len(ASSERTIONS) >= 60


def test_all_three_axes_and_resistance_are_covered() -> None:
    axes = Counter(assertion.axis for assertion in ASSERTIONS)
    assert min(axes[axis] for axis in Axis) >= 20
    assert sum(assertion.effect is Effect.RESISTANCE for assertion in ASSERTIONS) >= 15


@pytest.mark.parametrize("assertion", ASSERTIONS, ids=lambda assertion: assertion.id)
def test_an_assertion_says_what_it_rests_on_and_how_long(assertion: Assertion) -> None:
    rests_on_label = any(source.kind is SourceKind.LABEL for source in assertion.sources)
    longest = HALF_A_YEAR if rests_on_label else A_YEAR
    assert assertion.evidence_note
    assert assertion.checked < assertion.expires <= assertion.checked + longest
    assert assertion.review is Review.DRAFT
    words = " ".join((assertion.title, assertion.statement, *(r.note for r in assertion.regions)))
    assert not re.search(r"\b(eligible|should|must|choose|recommended)\b", words, re.IGNORECASE)


@pytest.mark.parametrize("assertion", ASSERTIONS, ids=lambda assertion: assertion.id)
def test_a_claim_known_from_a_curated_summary_alone_is_not_verified(assertion: Assertion) -> None:
    note = assertion.evidence_note
    assert "Second reading" in note
    if re.search(r"(rests on|known from) (a )?curated summar|is inference\.", note):
        assert assertion.evidence is Evidence.UNVERIFIED


def test_sources_have_the_form_of_their_kind() -> None:
    form = {SourceKind.PMID: r"[1-9]\d{5,7}", SourceKind.DOI: r"10\.\d{4,}/\S+"}
    groups = (ASSERTIONS, CONTENT.alterations.values(), CONTENT.genes.values())
    sources = [source for group in groups for record in group for source in record.sources]
    wrong = [one.id for one in sources if not re.fullmatch(form.get(one.kind, ".+"), one.id)]
    assert wrong == []


def test_a_code_or_synonym_names_one_disease() -> None:
    names = Counter(
        name.casefold()
        for disease in CONTENT.diseases.values()
        for name in {disease.code.casefold(), *disease.synonyms}
    )
    assert [name for name, times in names.items() if times > 1] == []


def test_mantle_cell_lymphoma_and_mast_cell_leukaemia_keep_their_codes() -> None:
    assert CONTENT.diseases["MCL"].name == "Mantle cell lymphoma"
    assert is_a("SMMCL", "SM", CONTENT.diseases)


def test_what_is_recorded_for_aml_does_not_reach_apl() -> None:
    assert not is_a("APL", "AML", CONTENT.diseases)
    assert is_a("APLPMLRARA", "APL", CONTENT.diseases)
    for record in ASSERTIONS:
        if record.id.startswith(("AML-ELN", "AML-FLT3", "AML-CD33")):
            assert not any(is_a("APLPMLRARA", code, CONTENT.diseases) for code in record.diseases)
    assert {"APL", "AML"} <= set(CONTENT.assertions["APL-PMLRARA-ATO-ATRA"].diseases)


def test_no_rule_asks_whether_an_aml_is_apl() -> None:
    assert [one.id for one in ASSERTIONS if "'APL'" in repr(one.context)] == []


@pytest.mark.parametrize(
    ("wide", "narrow"),
    [("KIT-D816", "KIT-D816V"), ("BRAF-V600", "BRAF-V600E"), ("CALR-exon9", "CALR-type1")],
)
def test_who_asks_for_the_wide_alteration_asks_for_the_narrow_one(wide: str, narrow: str) -> None:
    asking = [one for one in ASSERTIONS if wide in biomarkers(one)]
    assert asking
    assert [one.id for one in asking if narrow not in biomarkers(one)] == []


def test_resistance_by_label_is_not_capped_by_a_region() -> None:
    record = CONTENT.assertions["SM-KIT-D816V-imatinib-resistance"]
    assert {one.status for one in record.regions} == {RegionStatus.NOT_APPLICABLE}


def test_ibrutinib_in_cll_gives_way_to_refractoriness() -> None:
    context = CONTENT.assertions["CLL-TP53-ibrutinib"].context
    assert context is not None
    assert ("refractory_to", "ibrutinib") in tuple(asked_facts(context))


def test_smouldering_myeloma_is_not_myeloma() -> None:
    assert not is_a("SMM", "PCM", CONTENT.diseases)


@pytest.mark.parametrize(
    ("record", "token"),
    [
        ("AML-ELN22-CBF-favourable", "t(8;21)"),
        ("AML-CBF-defining", "inv(16)"),
        ("AML-ELN22-fusions-adverse", "inv(3)"),
        ("AML-ELN22-fusions-adverse", "t(6;9)"),
        ("APL-PMLRARA-ATO-ATRA", "t(15;17)"),
        ("CML-BCRABL1-defining", "t(9;22)"),
    ],
)
def test_a_karyotype_states_the_lesion_as_a_fusion_does(record: str, token: str) -> None:
    assert token in biomarkers(CONTENT.assertions[record])


def test_an_intermediate_eln_row_gives_way_to_adverse_lesions() -> None:
    row = CONTENT.assertions["AML-ELN22-FLT3ITD-intermediate"]
    assert row.context is not None
    keys = {key for _, key in asked_facts(row.context)}
    assert {"DEK::NUP214", "t(6;9)", "complex", "TP53", "ASXL1", "NPM1c"} <= keys


def test_quizartinib_is_for_itd_only() -> None:
    assert biomarkers(CONTENT.assertions["AML-FLT3-ITD-quizartinib"]) == {"FLT3-ITD"}


def test_menin_inhibitors_ask_for_a_rearrangement_not_for_the_tandem_duplication() -> None:
    assert biomarkers(CONTENT.assertions["AL-KMT2A-revumenib"]) == {"KMT2A::*"}


def test_tazemetostat_is_withdrawn_and_no_level_a() -> None:
    record = CONTENT.assertions["FL-EZH2-tazemetostat-withdrawn"]
    assert status(record, "FDA") is RegionStatus.WITHDRAWN
    assert record.level is not Level.A


def test_btk_c481_speaks_against_covalent_inhibitors_only() -> None:
    record = CONTENT.assertions["CLL-BTK-C481-resistance"]
    assert "pirtobrutinib" not in record.drugs
    assert "pirtobrutinib" in CONTENT.assertions["CLL-BTK-C481-pirtobrutinib"].drugs


def test_labels_for_solid_tumours_are_no_level_a_in_blood_cancer() -> None:
    assert CONTENT.assertions["HAEM-NTRK-larotrectinib"].level is Level.D


@pytest.mark.parametrize(
    "record", ["AML-IDH2-enasidenib", "CML-T315I-asciminib", "AML-IDH1-ivosidenib-relapsed"]
)
def test_an_american_approval_is_not_read_as_european(record: str) -> None:
    assertion = CONTENT.assertions[record]
    assert status(assertion, "FDA") is RegionStatus.APPROVED
    assert status(assertion, "EMA") is RegionStatus.NOT_APPROVED


def test_resistance_and_prognosis_are_not_mixed_up_between_diseases() -> None:
    sf3b1 = {record.id: record for record in ASSERTIONS if "SF3B1" in biomarkers(record)}
    assert sf3b1["MDS-SF3B1-favourable"].effect is Effect.FAVOURABLE
    assert sf3b1["CLL-SF3B1-adverse"].effect is Effect.ADVERSE


def test_the_positions_always_read_are_as_long_in_both_builds() -> None:
    regions = CONTENT.genes["NOTCH1"].always_read
    assert {region.assembly for region in regions} == {"GRCh37", "GRCh38"}
    assert len({region.end - region.start for region in regions}) == 1


THERAPEUTIC = tuple(one for one in ASSERTIONS if one.axis is Axis.THERAPEUTIC)
RESISTANCE = tuple(one for one in THERAPEUTIC if one.effect is Effect.RESISTANCE)


def genes_asked(assertion: Assertion) -> set[str]:
    """The genes a biomarker is about, whether asked as gene or as named alteration."""
    asked = tuple(asked_facts(assertion.biomarker))
    named = {CONTENT.alterations[key].gene for fact, key in asked if fact == "alteration"}
    return named | {key for fact, key in asked if fact == "gene"}


def test_there_are_as_many_therapeutic_assertions_as_promised() -> None:
    assert len(THERAPEUTIC) >= 155
    assert len(RESISTANCE) >= 50
    assert sum(one.evidence is Evidence.VERIFIED for one in THERAPEUTIC) >= 120


@pytest.mark.parametrize(
    ("gene", "drug"),
    [
        *(("BTK", "ibrutinib"), ("BTK", "pirtobrutinib"), ("PLCG2", "ibrutinib")),
        *(("BCL2", "venetoclax"), ("BAX", "venetoclax"), ("TP53", "venetoclax")),
        *(("ABL1", "imatinib"), ("ABL1", "nilotinib"), ("ABL1", "dasatinib")),
        *(("ABL1", "bosutinib"), ("ABL1", "ponatinib"), ("ABL1", "asciminib")),
        *(("FLT3", "gilteritinib"), ("FLT3", "quizartinib"), ("NRAS", "gilteritinib")),
        *(("IDH1", "ivosidenib"), ("IDH2", "enasidenib"), ("JAK2", "ruxolitinib")),
        *(("CD19", "blinatumomab"), ("CD19", "axicabtagene ciloleucel")),
        *(("MS4A1", "mosunetuzumab"), ("CD22", "inotuzumab ozogamicin")),
        *(("TNFRSF17", "teclistamab"), ("GPRC5D", "talquetamab")),
        *(("CRBN", "lenalidomide"), ("PSMB5", "bortezomib"), ("MEN1", "revumenib")),
        *(("NT5C2", "mercaptopurine"), ("PML", "arsenic trioxide"), ("KIT", "imatinib")),
    ],
)
def test_a_known_way_of_resistance_has_its_record(gene: str, drug: str) -> None:
    assert any(gene in genes_asked(one) and drug in one.drugs for one in RESISTANCE)


@pytest.mark.parametrize(
    ("group", "least"),
    [
        *(("AML", 25), ("APL", 3), ("MDS", 5), ("JMML", 2), ("CML", 14), ("MLNER", 7)),
        *(("PV", 3), ("ET", 1), ("PMF", 4), ("CNL", 1), ("SM", 5), ("HDCN", 5), ("BPDCN", 1)),
        *(("BLL", 18), ("TLL", 1), ("CLLSLL", 14), ("MCL", 9), ("FL", 10), ("MZL", 3)),
        *(("LBCL", 16), ("PMBL", 1), ("LPL", 4), ("HCL", 5), ("CHL", 3), ("ALCL", 2)),
        *(("AITL", 1), ("MYCF", 3), ("SS", 2), ("PCM", 15), ("SMM", 1), ("MIDDA", 1)),
        *(("VEXAS", 1), ("BL", 1)),
    ],
)
def test_a_disease_has_the_therapeutic_records_promised(group: str, least: int) -> None:
    touching = (
        one
        for one in THERAPEUTIC
        if any(is_a(code, group, CONTENT.diseases) for code in one.diseases)
    )
    assert sum(1 for _ in touching) >= least


def test_what_was_withdrawn_says_so_and_is_no_level_a() -> None:
    for one in THERAPEUTIC:
        states = {status(one, "EMA"), status(one, "FDA")}
        if RegionStatus.WITHDRAWN in states and RegionStatus.APPROVED not in states:
            assert one.level is not Level.A, one.id
            assert "withdrawn" in one.title, one.id


@pytest.mark.parametrize("drug", ["tazemetostat", "moxetumomab pasudotox"])
def test_a_drug_taken_off_the_market_is_nowhere_approved(drug: str) -> None:
    found = [one for one in THERAPEUTIC if drug in one.drugs]
    assert found
    for one in found:
        assert status(one, "FDA") is RegionStatus.WITHDRAWN
        assert status(one, "EMA") is not RegionStatus.APPROVED
        assert "not an option" in one.statement


def test_ibrutinib_lost_its_american_use_in_mantle_cell_lymphoma_only_there() -> None:
    record = CONTENT.assertions["MCL-CCND1-ibrutinib"]
    assert status(record, "FDA") is RegionStatus.WITHDRAWN
    assert status(record, "EMA") is RegionStatus.APPROVED


@pytest.mark.parametrize("assertion", THERAPEUTIC, ids=lambda assertion: assertion.id)
def test_only_what_was_compared_may_drive_tier_one(assertion: Assertion) -> None:
    """An unverified record carries no Tier I; a verified one says what was held against what."""
    if assertion.evidence is Evidence.UNVERIFIED:
        assert not may_drive_tier_one(assertion)
    else:
        assert re.search(r"\bcompared\b|\bagainst\b", assertion.evidence_note)


@pytest.mark.parametrize("assertion", THERAPEUTIC, ids=lambda assertion: assertion.id)
def test_an_approval_has_a_date_or_says_what_it_covers(assertion: Assertion) -> None:
    approved = [one for one in assertion.regions if one.status is RegionStatus.APPROVED]
    assert all(one.since or one.note for one in approved)


def test_a_lost_antigen_is_asked_as_gene_and_as_stain() -> None:
    for gene, antigen in (("CD19", "CD19"), ("CD22", "CD22"), ("MS4A1", "CD20")):
        loss = [
            one
            for one in RESISTANCE
            if ("antigen", antigen) in tuple(asked_facts(one.biomarker))
            and gene in genes_asked(one)
        ]
        assert loss, antigen


@pytest.mark.parametrize(
    ("record", "token"),
    [
        ("MCL-CCND1-pirtobrutinib", "t(11;14)"),
        ("AML-CBF-gemtuzumab", "inv(16)"),
        ("ALL-BCRABL1-ponatinib-firstline", "t(9;22)"),
        ("ALL-KMT2A-CD19-lineage-switch", "t(4;11)"),
        ("MLN-JAK2-ruxolitinib", "t(8;9)"),
        ("MLN-FGFR1-midostaurin", "t(8;13)"),
        ("CLL-TP53-acalabrutinib", "del(17p)"),
    ],
)
def test_a_treatment_for_a_lesion_hears_the_karyotype_too(record: str, token: str) -> None:
    assert token in biomarkers(CONTENT.assertions[record])
