from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.shared_data import shared
from tests.tumorboard.vcf.plain_text import read_plainly, text_of
from tumorboard.domain.variant import Consequence
from tumorboard.vcf.annotations import (
    consequences_of,
    parse_annotation_header,
    population_frequency,
)


def consequence(**fields: str) -> Consequence:
    return Consequence("", "", "", "", (), "", "", "", "", "", "", "", False, fields)


CASES: list[tuple[dict[str, str], str | None, str]] = [
    ({}, None, ""),
    ({"gnomAD_AF": ""}, None, ""),
    ({"gnomAD_AF": "3.977e-06"}, "0.000003977", "gnomAD_AF"),
    ({"gnomADe_AF": "0.001", "gnomADg_AFR_AF": "0.02"}, "0.02", "gnomADg_AFR_AF"),
    # MAX_AF is the highest by definition and names the figure among equals.
    ({"gnomAD_AFR_AF": "0.0314", "MAX_AF": "0.0314", "AF": "0.01"}, "0.0314", "MAX_AF"),
    ({"AF": "0.5", "EUR_AF": "0.25"}, "0.5", "AF"),
    ({"AA_AF": "0.1", "EA_AF": "0.2"}, "0.2", "EA_AF"),
    ({"Allele": "A", "GMAF": "A:0.02"}, "0.02", "GMAF"),
    ({"Allele": "A", "GMAF": "G:0.02"}, None, ""),
    ({"Allele": "-", "ExAC_Adj_MAF": "T:0.1&-:0.003"}, "0.003", "ExAC_Adj_MAF"),
    ({"ExAC_AF": "0.1&0.3"}, "0.3", "ExAC_AF"),
    ({"gnomAD2.1_AF_popmax": "0.01", "gnomAD2.1_AF_raw": "0.9"}, "0.01", "gnomAD2.1_AF_popmax"),
    ({"gnomADg_faf95": "0.9", "gnomADg_AC": "1"}, None, ""),
    ({"gnomAD_AF": "rare", "MAX_AF_POPS": "gnomAD_AFR"}, None, ""),
    ({"gnomAD_AF": "1.5"}, None, ""),
    ({"gnomAD_AF": "0"}, "0", "gnomAD_AF"),
    ({"ClinVar_AF_EXAC": "0.00002"}, "0.00002", "ClinVar_AF_EXAC"),
]


@pytest.mark.parametrize(("fields", "frequency", "source"), CASES)
def test_fields_of_the_annotation(
    fields: dict[str, str], frequency: str | None, source: str
) -> None:
    found = population_frequency([consequence(**fields)], {}, 1)
    assert found == (None if frequency is None else Decimal(frequency), source)


def test_the_highest_of_all_transcripts_counts() -> None:
    both = [consequence(gnomAD_AF="0.1"), consequence(gnomAD_AF="0.3")]
    assert population_frequency(both, {}, 1) == (Decimal("0.3"), "gnomAD_AF")


@pytest.mark.parametrize(
    ("info", "allele", "frequency", "source"),
    [
        ({"AF": "0.9", "GNOMADAF": "0.01"}, 1, "0.01", "GNOMADAF"),
        ({"gnomad_AF": "0.1,0.2"}, 2, "0.2", "gnomad_AF"),
        ({"gnomad_AF": "0.1"}, 2, None, ""),
        ({"gnomAD_AF_afr": ".,0.3"}, 1, None, ""),
        ({"AF_ESP": "0.01", "AF_TGP": "0.02"}, 1, "0.02", "AF_TGP"),
        ({"dbNSFP_1000Gp3_AF": "0.2"}, 1, "0.2", "dbNSFP_1000Gp3_AF"),
        ({"AF_grpmax": "0.07"}, 1, "0.07", "AF_grpmax"),
        ({"EXACAF": "1e-4"}, 1, "0.0001", "EXACAF"),
        ({"AF": "0.9", "POP_AF": "0.001", "TVAF": "0.3", "MLEAF": "0.5"}, 1, None, ""),
    ],
)
def test_names_in_info(
    info: dict[str, str], allele: int, frequency: str | None, source: str
) -> None:
    expected = (None if frequency is None else Decimal(frequency), source)
    assert population_frequency([], info, allele) == expected


def test_real_records() -> None:
    head, records = read_plainly(text_of(shared("data/C_variants/scout/cancer_test.vcf.gz")))
    fmt = parse_annotation_header(head)
    assert fmt is not None
    found = {
        (record.chrom, record.pos): population_frequency(
            consequences_of(fmt, record.info, record.ref, record.alts)[0], record.info, 1
        )
        for record in records
    }
    assert found["20", 31022441] == (Decimal("0.0314"), "MAX_AF")  # ASXL1 c.1934dup
    assert found["17", 74732959] == (Decimal("0.0001423"), "MAX_AF")  # SRSF2 p.Pro95Arg
    # TP53 p.Ser241Phe: its fields do not fit the header, so its frequency is unknown.
    assert found["17", 7577559] == (None, "")
    assert found["13", 28608220] == (None, "")  # FLT3-ITD


@settings(max_examples=100)
@given(
    st.dictionaries(st.sampled_from(["AF", "GMAF", "MAX_AF", "gnomAD_AF"]), st.text()), st.text()
)
def test_no_text_raises_and_a_frequency_is_one(fields: dict[str, str], info: str) -> None:
    frequency, source = population_frequency([consequence(**fields)], {"gnomAD_AF": info}, 2)
    assert (frequency is None) == (source == "")
    assert frequency is None or 0 <= frequency <= 1
