"""What cyvcf2 (htslib) makes of variant files, a JSON line per record. Run as a process.

A line with a path and a count of records comes after the records of each file that was read.

htslib may crash on odd input, so the tests never load it in their own process.
"""

import json
import sys
import warnings

MISSING, END_OF_VECTOR = -(2**31), -(2**31) + 1


def _numbers(array, row):
    values = [int(value) for value in array[row] if int(value) != END_OF_VECTOR]
    return [None if value == MISSING else value for value in values]


def _format(variant, key, samples):
    if not samples or key not in (variant.FORMAT or []):
        return None
    try:
        array = variant.format(key)
    except Exception as error:
        return f"not readable: {type(error).__name__}"
    if array is None:
        return None
    if array.dtype.kind == "i":
        return [_numbers(array, row) for row in range(samples)]
    # A key that the header does not declare is text to htslib.
    texts = [str(array[row]) for row in range(samples)]
    return [[None if part == "." else int(part) for part in text.split(",")] for text in texts]


def _rows(path, most):
    from cyvcf2 import VCF

    source = VCF(path)
    samples = len(source.samples)
    for count, variant in enumerate(source):
        if count == most:
            break
        genotypes = None
        if samples and "GT" in (variant.FORMAT or []):
            genotypes = [call[:-1] for call in variant.genotypes]
        yield {
            "chrom": variant.CHROM,
            "pos": variant.POS,
            "ref": variant.REF,
            "alts": variant.ALT,
            "genotypes": genotypes,
            "DP": _format(variant, "DP", samples),
            "AD": _format(variant, "AD", samples),
        }


def main(most: int, paths: list[str]) -> None:
    warnings.simplefilter("ignore")
    for path in paths:
        try:
            for row in _rows(path, most):
                print(json.dumps(row))
        except Exception as error:
            print(json.dumps({"failed": type(error).__name__}))
        print(json.dumps({"done": path}), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
