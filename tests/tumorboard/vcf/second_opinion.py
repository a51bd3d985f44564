"""Where cyvcf2 (htslib) and our reader disagree on real files, with the reason."""

UNREADABLE_FOR_HTSLIB = {
    "cancer_pedigree.ann.vcf": "no ##fileformat line; we tell it and read on",
    "test.chr22.ann.filter_missense_any.vcf": "no ##fileformat line; we tell it and read on",
}

REFUSED_BY_US = {
    "cancer.ann.vcf": "line 1 is a message of the program that wrote the file",
    "test_non_variants.vcf": "a description in the header is broken over two lines",
    "empty.vcf": "the file has no bytes",
    "test-invalid-header.vcf": "a sample without a name",
    "example-4.1-bnd.vcf": "FORMAT GQ declared with Number=G",
    "example-4.1-info-multiple-values.vcf": "FORMAT without a sample",
    "example-4.2.vcf": "columns are separated by spaces",
    "gatk_26_meta.vcf": "FORMAT without a sample",
    "issue_49.vcf": "columns are separated by spaces",
    "metadata-whitespace.vcf": "tabs inside a meta line",
    "clinvar_short_test.vcf": "columns are separated by spaces",
}

RECORDS_REJECTED_BY_US = {
    "test.warnings.vcf.gz": "genotypes of alleles that are not there, made to be wrong",
    "bad-info-character.vcf": "a Float key with an equals sign and no value",
    "issue-16.vcf": "a line with too few columns, an empty line",
    "issue-214.vcf": "REF is *",
    "issue-254.vcf": "a read count that is not a whole number (htslib stops there as well)",
    "strelka.vcf": "empty sample columns",
    "string_as_flag.vcf": "an empty INFO column",
    "manta_events.vcf": "spaces instead of tabs inside a record",
    "sniffles.vcf": "spaces instead of tabs inside a record",
    "triple_allele.vcf": "genotypes of alleles that ALT does not list",
}
