import pytest
from hypothesis import given
from hypothesis import strategies as st

from tumorboard.domain.variant import Rejection
from tumorboard.errors import VariantFileError
from tumorboard.vcf.accounting import MOST_REJECTED, Account
from tumorboard.vcf.deviations import MOST_KINDS, Deviations

entries = st.one_of(
    st.just(("accept",)),
    st.integers(1, 99).map(lambda line: ("reject", line)),
    st.just(("report",)),
    st.tuples(st.just("filter"), st.sampled_from(["a", "b"]), st.integers(0, 5)),
)


@given(st.lists(entries, max_size=60))
def test_sums_agree_whatever_happens(happened):
    account = Account()
    for what, *more in happened:
        match what:
            case "accept":
                account.accept()
            case "reject":
                account.reject(Rejection(more[0], "reason"))
            case "report":
                account.report()
            case _:
                account.filter(*more)
    result = account.result()
    kinds = [what for what, *_ in happened]
    assert result.read == result.accepted + result.rejected
    assert (result.accepted, result.rejected) == (kinds.count("accept"), kinds.count("reject"))
    assert result.rejected == len(result.rejections)
    assert list(result.rejections) == sorted(result.rejections, key=lambda r: r.line)
    assert result.alleles_reported == kinds.count("report")
    assert result.alleles_total == result.alleles_reported + sum(result.alleles_filtered.values())
    assert all(result.alleles_filtered.values())


def test_a_kind_counts_once_per_record_and_names_the_first_line():
    deviations = Deviations()
    deviations.note(5, ["odd", "odd"])
    deviations.note(9, ["odd", "even"])
    assert deviations.sentences() == ("Line 5 and 1 further records: odd.", "Line 9: even.")


def test_kinds_are_bounded():
    deviations = Deviations()
    for number in range(MOST_KINDS + 50):
        deviations.note(number, [f"kind {number}"])
    sentences = deviations.sentences()
    assert len(sentences) == MOST_KINDS + 1
    assert "50 times" in sentences[-1]


def test_a_file_of_faults_alone_is_refused_before_it_fills_the_memory():
    account = Account()
    for number in range(MOST_REJECTED):
        account.reject(Rejection(number, "the line is empty"))
    with pytest.raises(VariantFileError, match="more than 100,000"):
        account.reject(Rejection(MOST_REJECTED, "the line is empty"))
