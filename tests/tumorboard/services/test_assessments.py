"""Classifications and risk models as data: every record that speaks is there."""

from datetime import date

from knowledgebase.catalog import Catalog, load_content
from tests.tumorboard.interpretation.builders import case
from tumorboard.interpretation.evaluate import evaluate_case
from tumorboard.services.assessments import assessment_results, assessments_in_words

CONTENT = load_content()


def results(disease):
    evaluation = evaluate_case(case(disease=disease), Catalog(CONTENT), date(2026, 11, 21))
    return evaluation, assessment_results(evaluation.assessments, CONTENT)


def test_no_record_is_lost_where_the_disease_is_too_general():
    evaluation, found = results("ALL")
    entry = found["classification"]["icc2022"]
    told = {one["record"]["id"] for one in (entry, *entry["also"])}
    assert told == {one.id for one in evaluation.assessments if one.key == "classification.icc2022"}
    assert told == {"ICC-2022-B-ALL", "ICC-2022-T-ALL"}
    words = "\n".join(assessments_in_words(found))
    for one in (entry, *entry["also"]):
        assert f"{one['standard']}: possible: {'; '.join(one['possible'])}" in words


def test_one_record_speaks_where_the_disease_is_stated():
    _, found = results("AML")
    assert found["classification"]["icc2022"]["record"]["id"] == "ICC-2022-AML"
    assert "also" not in found["classification"]["icc2022"]
