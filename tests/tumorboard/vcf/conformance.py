"""How the reader stands to the VCF specification's own test files (``test/vcf`` of hts-specs).

The same tables stand, with words, in ``docs/vcf-conformance.md``.
"""

from enum import StrEnum


class Reason(StrEnum):
    """Why a file of a ``failed`` folder is not refused and has no record rejected."""

    BETWEEN_RECORDS = "the fault lies between records; each record alone is sound"
    TOLD_VALUE = "told with its line; the key decides nothing and the record stays"
    TOLD_HEADER = "told with its line; real callers declare it so"
    UNDERSCORE = "told with its line; nearly all callers have underscores in FORMAT keys"


_ALL = ("4.1", "4.2", "4.3")


def _in(versions: tuple[str, ...], stem: str, reason: Reason) -> dict[str, Reason]:
    return {f"{version}/failed/failed_{stem}.vcf": reason for version in versions}


EXCEPTIONS: dict[str, Reason] = {
    **_in(_ALL, "body_contiguous_000", Reason.BETWEEN_RECORDS),
    **_in(_ALL, "body_contiguous_001", Reason.BETWEEN_RECORDS),
    **_in(_ALL, "body_duplicated_000", Reason.BETWEEN_RECORDS),
    **_in(_ALL, "body_duplicated_001", Reason.BETWEEN_RECORDS),
    **_in(_ALL, "body_duplicated_002", Reason.BETWEEN_RECORDS),
    **_in(_ALL, "body_duplicated_003", Reason.BETWEEN_RECORDS),
    **_in(_ALL, "body_unsorted_000", Reason.BETWEEN_RECORDS),
    **_in(("4.1", "4.2"), "body_format_003", Reason.UNDERSCORE),
    **_in(_ALL, "body_info_031", Reason.TOLD_VALUE),
    **_in(("4.2",), "body_info_033", Reason.TOLD_VALUE),
    **_in(("4.1",), "body_info_034", Reason.TOLD_VALUE),
    **_in(("4.1",), "body_info_035", Reason.TOLD_VALUE),
    **_in(_ALL, "body_sample_005", Reason.TOLD_VALUE),
    **_in(_ALL, "body_sample_009", Reason.TOLD_VALUE),
    **_in(("4.2", "4.3"), "body_sample_010", Reason.TOLD_VALUE),
    **_in(_ALL, "body_samples_ploidy_001", Reason.TOLD_VALUE),
    **_in(_ALL, "body_samples_ploidy_003", Reason.TOLD_VALUE),
    **_in(("4.1", "4.2"), "meta_alt_000", Reason.TOLD_HEADER),
    **_in(_ALL, "meta_alt_005", Reason.TOLD_HEADER),
    **_in(("4.1",), "meta_format_021", Reason.TOLD_HEADER),
    **_in(("4.2",), "meta_format_020", Reason.TOLD_HEADER),
    **_in(("4.3",), "meta_format_026", Reason.TOLD_HEADER),
    **_in(("4.1",), "meta_info_006", Reason.TOLD_HEADER),
    **_in(("4.1",), "meta_info_008", Reason.TOLD_HEADER),
    **_in(("4.1",), "meta_info_010", Reason.TOLD_HEADER),
    **_in(("4.1",), "meta_info_022", Reason.TOLD_HEADER),
    **_in(("4.2",), "meta_info_005", Reason.TOLD_HEADER),
    **_in(("4.2",), "meta_info_007", Reason.TOLD_HEADER),
    **_in(("4.2",), "meta_info_009", Reason.TOLD_HEADER),
    **_in(("4.2",), "meta_info_021", Reason.TOLD_HEADER),
    **_in(("4.3",), "meta_info_005", Reason.TOLD_HEADER),
    **_in(("4.3",), "meta_info_007", Reason.TOLD_HEADER),
    **_in(("4.3",), "meta_info_015", Reason.TOLD_HEADER),
    **_in(("4.3",), "meta_info_027", Reason.TOLD_HEADER),
    **_in(("4.3",), "meta_pedigree_003", Reason.TOLD_HEADER),
    **_in(("4.1", "4.2"), "meta_sample_000", Reason.TOLD_HEADER),
    **_in(("4.1", "4.2"), "meta_sample_001", Reason.TOLD_HEADER),
}

OUTSIDE = {
    "4.5/passed/zero_length_LAA.vcf": "VCF 4.5; the program reads 4.1 to 4.4 and says so",
}

NO_LINE = {
    "4.3/failed/failed_empty_sample.vcf": "the file has no bytes, so there is no line to name",
}
