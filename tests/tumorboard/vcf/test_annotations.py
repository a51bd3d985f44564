import gzip
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.shared_data import shared
from tests.tumorboard.vcf.plain_text import header, members_of, read_plainly, text_of
from tumorboard.domain.variant import Consequence
from tumorboard.vcf.annotations import (
    ALLELE_UNCERTAIN,
    BEYOND_HEADER,
    OTHER_ALLELE,
    OTHER_FIELDS,
    AnnotationFormat,
    consequences_of,
    is_reported,
    parse_annotation_header,
)
from tumorboard.vcf.record import Record

VEP = (
    "Consequence annotations from Ensembl VEP. Format: Allele|Consequence|IMPACT|SYMBOL|Gene|"
    "Feature_type|Feature|BIOTYPE|EXON|INTRON|HGVSc|HGVSp|Protein_position|CANONICAL|MANE_SELECT|"
    "MANE_PLUS_CLINICAL|MANE|ALLELE_NUM"
)
SNPEFF = (
    "Functional annotations: 'Allele | Annotation | Annotation_Impact | Gene_Name | Gene_ID | "
    "Feature_Type | Feature_ID | Transcript_BioType | Rank | HGVS.c | HGVS.p | "
    "cDNA.pos / cDNA.length | CDS.pos / CDS.length | AA.pos / AA.length | Distance | "
    "ERRORS / WARNINGS / INFO' "
)
OLD_SNPEFF = (
    "Predicted effects for this variant.Format: 'Effect ( Effect_Impact | Functional_Class | "
    "Codon_Change | Amino_Acid_Change| Amino_Acid_length | Gene_Name | Transcript_BioType | "
    "Gene_Coding | Transcript_ID | Exon_Rank  | Genotype_Number [ | ERRORS | WARNINGS ] )' "
)


def form(key: str, description: str) -> AnnotationFormat:
    found = parse_annotation_header(header(infos={key: description}))
    assert found is not None
    return found


def vep(**fields: str) -> str:
    """Write one CSQ entry."""
    return "|".join(fields.get(name, "") for name in form("CSQ", VEP).fields)


def one(entry: str, key: str = "CSQ", description: str = VEP) -> Consequence:
    ((consequence,),) = consequences_of(form(key, description), {key: entry}, "C", ("T",))
    return consequence


def by_allele(
    entries: list[str], ref: str, alts: str, warnings: list[str] | None = None
) -> list[list[str]]:
    """Place CSQ entries, naming each by its consequence."""
    found = consequences_of(
        form("CSQ", VEP), {"CSQ": ",".join(entries)}, ref, tuple(alts.split(",")), warnings
    )
    return [[consequence.terms[0] for consequence in of_allele] for of_allele in found]


def test_fields_of_vep() -> None:
    consequence = one(
        vep(
            Allele="T",
            Consequence="missense_variant&splice_region_variant",
            IMPACT="MODERATE",
            SYMBOL="IDH2",
            Gene="ENSG00000182054",
            Feature_type="Transcript",
            Feature="ENST00000330062",
            BIOTYPE="protein_coding",
            EXON="4/11",
            HGVSc="ENST00000330062.8:c.419G>A",
            HGVSp="ENSP00000331897.4:p.Arg140Gln",
            Protein_position="140/452",
            CANONICAL="YES",
            MANE_SELECT="NM_002168.4",
        )
    )
    assert consequence.gene == "IDH2"
    assert consequence.gene_id == "ENSG00000182054"
    assert consequence.transcript == "ENST00000330062.8"
    assert consequence.terms == ("missense_variant", "splice_region_variant")
    assert (consequence.hgvs_c, consequence.hgvs_p) == ("c.419G>A", "p.Arg140Gln")
    assert (consequence.exon, consequence.protein_position) == ("4/11", "140")
    assert (consequence.mane_select, consequence.canonical) == ("NM_002168.4", True)
    assert consequence.fields["HGVSc"] == "ENST00000330062.8:c.419G>A"
    assert consequence.fields["Feature"] == "ENST00000330062"
    assert consequence.fields["Protein_position"] == "140/452"


@pytest.mark.parametrize(
    ("fields", "select", "plus"),
    [
        ({"MANE": "NM_000546.6"}, "NM_000546.6", ""),
        ({"MANE": "MANE_Plus_Clinical"}, "", "MANE_Plus_Clinical"),
        ({"MANE": "MANE_Select", "MANE_SELECT": "NM_000546.6"}, "NM_000546.6", ""),
        ({"MANE_PLUS_CLINICAL": "NM_001.2"}, "", "NM_001.2"),
        ({}, "", ""),
    ],
)
def test_mane_in_the_fields_of_several_versions(
    fields: dict[str, str], select: str, plus: str
) -> None:
    consequence = one(vep(Allele="T", **fields))
    assert (consequence.mane_select, consequence.mane_plus_clinical) == (select, plus)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("ENSP00000331897.4:p.Gly12%3D", "p.Gly12="),
        ("ENSP1.1:p.(Gly12Asp)", "p.(Gly12Asp)"),
        ("p.Leu858Arg", "p.Leu858Arg"),
        ("ENSP1.1:p.Met1?", "p.Met1?"),
        ("100%", "100%"),
        ("a%2Cb%3Bc%7Cd%25", "a,b;c|d%"),
        ("%C3%A6", "æ"),
        ("%FF%3D", "%FF="),
        ("line%0Abreak%00", "line%0Abreak%00"),
    ],
)
def test_percent_codes_and_prefixes(written: str, read: str) -> None:
    assert one(vep(Allele="T", HGVSp=written)).hgvs_p == read


def test_what_is_no_transcript_is_not_called_one() -> None:
    regulatory = one(vep(Allele="T", Feature_type="RegulatoryFeature", Feature="ENSR00000098628"))
    assert (regulatory.transcript, regulatory.fields["Feature"]) == ("", "ENSR00000098628")


def test_an_entry_of_another_headers_is_read_as_far_as_it_is_sure() -> None:
    warnings: list[str] = []
    entry = vep(Allele="T", Consequence="missense_variant", SYMBOL="TP53", CANONICAL="YES")
    for written in ("T|missense_variant", f"{entry}|0.5|more", entry.rpartition("|")[0]):
        ((consequence,),) = consequences_of(
            form("CSQ", VEP), {"CSQ": written}, "C", ("T",), warnings
        )
        assert consequence.terms == ("missense_variant",)
        assert not consequence.canonical
        assert "|".join(consequence.fields.values()) == written
    assert warnings == [OTHER_FIELDS] * 3


def test_shifted_fields_of_a_real_record_are_not_taken_for_frequencies() -> None:
    # TP53 p.Ser241Phe came from a run of VEP with other options than the header tells of.
    head, records = read_plainly(text_of(shared("data/C_variants/scout/cancer_test.vcf.gz")))
    fmt = parse_annotation_header(head)
    assert fmt is not None
    (record,) = (record for record in records if record.pos == 7577559)
    warnings: list[str] = []
    (found,) = consequences_of(fmt, record.info, record.ref, record.alts, warnings)
    assert warnings == [OTHER_FIELDS]
    assert (found[0].gene, found[0].hgvs_p) == ("TP53", "p.Ser241Phe")
    assert "gnomAD_NFE|likely_pathogenic&pathogenic" in found[0].fields[BEYOND_HEADER]
    assert "AFR_AF" not in found[0].fields


def test_alleles_by_name() -> None:
    entries = [vep(Allele="TT", Consequence="a"), vep(Allele="-", Consequence="b")]
    assert by_allele(entries, "GT", "GTT,G") == [["a"], ["b"]]


def test_the_allele_number_wins_over_the_name() -> None:
    entries = [
        vep(Allele="A", Consequence="a", ALLELE_NUM="2"),
        vep(Allele="A", Consequence="b", ALLELE_NUM="1"),
    ]
    assert by_allele(entries, "G", "A,C") == [["b"], ["a"]]


def test_numbers_of_a_record_split_later_are_not_trusted() -> None:
    warnings: list[str] = []
    entries = [
        vep(Allele="A", Consequence="a", ALLELE_NUM="1"),
        vep(Allele="C", Consequence="c", ALLELE_NUM="2"),
    ]
    assert by_allele(entries, "G", "C", warnings) == [["c"]]
    assert warnings == [OTHER_ALLELE]


def test_an_odd_name_goes_to_the_only_allele_without_a_guess() -> None:
    warnings: list[str] = []
    entries = [vep(Allele="odd", Consequence="a"), vep(Allele="odd", Consequence="b")]
    assert by_allele(entries, "G", "A", warnings) == [["a", "b"]]
    assert by_allele([*entries, vep(Allele="C", Consequence="c")], "G", "A,C,*", warnings) == [
        ["a", "b"],
        ["c"],
        [],
    ]
    assert warnings == []


def test_an_entry_that_may_be_of_several_alleles_is_shown_with_each_and_warned_of() -> None:
    warnings: list[str] = []
    assert by_allele([vep(Allele="odd", Consequence="a")], "G", "A,C", warnings) == [["a"], ["a"]]
    entries = [vep(Allele="odd", Consequence="a"), vep(Allele="other", Consequence="b")]
    assert by_allele(entries, "G", "A", warnings) == [["a", "b"]]
    assert warnings == [ALLELE_UNCERTAIN, ALLELE_UNCERTAIN]


@pytest.mark.parametrize("info", [{}, {"CSQ": ""}, {"CSQ": "."}])
def test_a_record_without_annotation(info: dict[str, str]) -> None:
    assert consequences_of(form("CSQ", VEP), info, "C", ("T", "A")) == ((), ())


def test_fields_of_snpeff() -> None:
    entry = (
        "T|missense_variant&splice_region_variant|MODERATE|IDH2|ENSG00000182054|transcript|"
        "NM_002168.3|protein_coding|4/11|c.419G>A|p.Arg140Gln|508/1740|419/1359|140/452||W1"
    )
    consequence = one(entry, "ANN", SNPEFF)
    assert consequence.transcript == "NM_002168.3"
    assert (consequence.exon, consequence.protein_position) == ("4/11", "140")
    assert (consequence.hgvs_c, consequence.hgvs_p) == ("c.419G>A", "p.Arg140Gln")
    assert consequence.fields["ERRORS / WARNINGS / INFO"] == "W1"


def test_snpeffs_rank_of_an_intron_is_no_exon() -> None:
    entry = "T|splice_donor_variant&intron_variant|HIGH|G|E|transcript|N|protein_coding|3/5"
    consequence = one(entry, "ANN", SNPEFF)
    assert (consequence.exon, consequence.fields["Rank"]) == ("", "3/5")


def test_snpeffs_cancer_mode() -> None:
    text = text_of(shared("data/C_variants/snpeff/cancer.ann.vcf"))
    head, records = read_plainly(text)
    fmt = parse_annotation_header(head)
    assert fmt is not None
    first = records[-1]
    of_c, of_g = consequences_of(fmt, first.info, first.ref, first.alts)
    assert [consequence.fields["Allele"] for consequence in of_c] == ["C"]
    assert [consequence.fields["Allele"] for consequence in of_g] == ["G", "G-C"]
    assert [consequence.hgvs_p for consequence in of_g] == ["p.Met1?", "p.Leu1?"]


@pytest.mark.parametrize(
    ("effect", "change", "terms", "hgvs_c", "hgvs_p"),
    [
        ("NON_SYNONYMOUS_CODING", "E18K", ("missense_variant",), "", "p.E18K"),
        (
            "SPLICE_SITE_REGION+SYNONYMOUS_CODING",
            "p.Glu18Glu/c.54A>G",
            ("splice_region_variant", "synonymous_variant"),
            "c.54A>G",
            "p.Glu18Glu",
        ),
        ("missense_variant", "", ("missense_variant",), "", ""),
        ("NEXT_PROT[domain:SH2]", "", ("sequence_feature",), "", ""),
        ("SOMETHING_NEW", "", ("SOMETHING_NEW",), "", ""),
    ],
)
def test_old_snpeff(
    effect: str, change: str, terms: tuple[str, ...], hgvs_c: str, hgvs_p: str
) -> None:
    entry = f"{effect}(MODERATE|MISSENSE|gAa/gGa|{change}|221|IDH2|protein_coding|CODING|NM_1|4|1)"
    consequence = one(entry, "EFF", OLD_SNPEFF)
    assert (consequence.terms, consequence.gene) == (terms, "IDH2")
    assert (consequence.transcript, consequence.exon) == ("NM_1", "4")
    assert (consequence.hgvs_c, consequence.hgvs_p) == (hgvs_c, hgvs_p)
    assert consequence.fields["Effect"] == effect


def test_old_snpeffs_genotype_number_gives_the_allele() -> None:
    text = "INTRON(MODIFIER||||1|G|x|y|N1|2|2),STOP_GAINED(HIGH||||1|G|x|y|N1|2|1)"
    found = consequences_of(form("EFF", OLD_SNPEFF), {"EFF": text}, "C", ("T", "A"))
    assert [of_allele[0].terms[0] for of_allele in found] == ["stop_gained", "intron_variant"]


REAL = [
    # file, consequences written, alleles with a reported consequence
    ("scout/cancer_test.vcf.gz", 49, 10),
    ("scout/scout_example_tumor_only.snv.indel.sorted.vcf.gz", 38, 3),
    ("scout/vep104_annotated.vcf", 11, 1),
    ("scout/vep97_annotated_clnsig_conservation_revel.vcf", 8, 1),
    ("balsamic/vardict_research_vep.vcf.gz", 18, 0),
    ("pvactools/input_somatic.vcf.gz", 2734, 749),
    ("snpeff/cancer_pedigree.ann.vcf", 9, 6),
    ("snpeff/test.chr22.ann.filter_missense_any.vcf", 785, 20),
    ("umccr/test-germline-gatk-haplotype.vcf.gz", 5941, 18),
    ("umccr/test-germline-strelka2.vcf.gz", 3914, 18),
    ("umccr/test-germline-vardict.vcf.gz", 4063, 22),
    ("umccr/test-mutect2.vcf.gz", 233, 2),
    ("umccr/test-sage2-rna.vcf.gz", 5372, 43),
    ("umccr/test-strelka2.vcf.gz", 459, 7),
    ("umccr/test-vardict.vcf.gz", 2595, 24),
    ("vep/bcftools_split-vep.vcf.gz", 2219, 51),
]


def entries_of(records: list[Record], key: str) -> list[str]:
    return [entry for record in records for entry in record.info.get(key, "").split(",") if entry]


@pytest.mark.parametrize(("file", "written", "reported"), REAL)
def test_real_files_lose_no_consequence(file: str, written: int, reported: int) -> None:
    head, records = read_plainly(text_of(shared(f"data/C_variants/{file}")))
    fmt = parse_annotation_header(head)
    assert fmt is not None
    warnings: list[str] = []
    alleles = [
        of_allele
        for record in records
        for of_allele in consequences_of(fmt, record.info, record.ref, record.alts, warnings)
    ]
    assert len(entries_of(records, fmt.key)) == written
    assert sum(map(len, alleles)) == written
    assert set(warnings) <= {OTHER_FIELDS}
    assert (
        sum(any(is_reported(entry.terms, entry.impact) for entry in found) for found in alleles)
        == reported
    )


def test_every_annotated_file_of_vatools_loses_no_consequence() -> None:
    read = 0
    for name, text in members_of(shared("data/C_variants/vatools/edge_csq_vcfs.tar.gz")):
        head, records = read_plainly(text)
        fmt = parse_annotation_header(head)
        if fmt is None:
            continue
        found = sum(
            len(of_allele)
            for record in records
            for of_allele in consequences_of(fmt, record.info, record.ref, record.alts)
        )
        assert found == len(entries_of(records, fmt.key)), name
        read += found
    assert read > 500


def test_old_effects_of_65_000_records_all_find_an_allele() -> None:
    head, records = read_plainly(text_of(shared("data/C_variants/snpeff/test.chr1.out.vcf.gz")))
    fmt = parse_annotation_header(head)
    assert fmt is not None
    for record in records[::20]:
        warnings: list[str] = []
        found = consequences_of(fmt, record.info, record.ref, record.alts, warnings)
        written = len(record.info["EFF"].split(","))
        # This version does not name the allele: of several, each is shown with all.
        assert [len(of_allele) for of_allele in found] == [written] * len(record.alts)
        assert warnings == [ALLELE_UNCERTAIN] * (len(record.alts) > 1)


@pytest.mark.parametrize(
    ("file", "key", "description", "written"),
    [
        ("geneimpacts_snpeff-anns.txt.gz", "ANN", SNPEFF, 301),
        (
            "geneimpacts_vep-csqs.txt.gz",
            "CSQ",
            "Consequence annotations from Ensembl VEP. Format: Consequence|Codons|Amino_acids|"
            "Gene|SYMBOL|Feature|EXON|PolyPhen|SIFT|Protein_position|BIOTYPE",
            568,
        ),
    ],
)
def test_raw_strings_are_kept_field_by_field(
    file: str, key: str, description: str, written: int
) -> None:
    raw = gzip.decompress(shared(f"data/C_variants/snpeff/{file}").read_bytes()).decode()
    lines = [line for line in raw.splitlines() if line]
    assert len(lines) == written
    for line in lines:
        consequence = one(line, key, description)
        assert "|".join(consequence.fields.values()) == line
        assert consequence.terms
        assert "&".join(consequence.terms) in line


plain = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), max_size=12)


@settings(max_examples=200)
@given(st.lists(plain, min_size=16, max_size=22), st.sampled_from([("CSQ", VEP), ("ANN", SNPEFF)]))
def test_text_in_is_text_out(values: list[str], described: tuple[str, str]) -> None:
    fmt = form(*described)
    entry = "|".join(quote(value, safe="") for value in values)
    consequence = one(entry, *described)
    assert "|".join(consequence.fields.values()) == "|".join(values)
    if len(values) == len(fmt.fields):
        assert consequence.fields == dict(zip(fmt.fields, values, strict=True))


anything = st.text(max_size=60) | st.text("ACGT|,-&()%:.pc123*", max_size=60)


@settings(max_examples=200)
@given(anything, st.sampled_from([("CSQ", VEP), ("ANN", SNPEFF), ("EFF", OLD_SNPEFF)]))
def test_no_annotation_text_raises(text: str, described: tuple[str, str]) -> None:
    key, description = described
    found = consequences_of(form(key, description), {key: text}, "CA", ("C", "CAT", "*"))
    assert len(found) == 3
