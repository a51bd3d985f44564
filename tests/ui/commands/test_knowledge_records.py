"""`tumorboard kb list|show` for products, guidance and drugs."""

import json

import pytest

from ui.cli import main


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["kb", *arguments]) == 0
    return capsys.readouterr().out


def test_products_are_listed_with_their_uses_per_region(capsys: pytest.CaptureFixture[str]) -> None:
    lines = told(capsys, "list", "--kind", "products").splitlines()
    assert len(lines) == 16
    assert any(line.startswith("lisocabtagene maraleucel  Breyanzi  CAR-T") for line in lines)


@pytest.mark.parametrize("name", ["axicabtagene ciloleucel", "yescarta", "Axi-Cel"])
def test_a_product_is_shown_by_any_of_its_names(
    capsys: pytest.CaptureFixture[str], name: str
) -> None:
    text = told(capsys, "show", name)
    assert "AXI-EMA-FL" in text
    assert "lines of therapy at least 3" in " ".join(text.split())
    assert "not locally approved" in text


def test_an_unverified_use_is_marked(capsys: pytest.CaptureFixture[str]) -> None:
    assert "[unverified]" in told(capsys, "show", "Abecma")


def test_a_drug_is_shown_by_its_brand(capsys: pytest.CaptureFixture[str]) -> None:
    text = told(capsys, "show", "Darzalex")
    assert text.startswith("daratumumab\n")
    assert "anti-CD38" in text


def test_guidance_is_shown_with_the_words_of_each_item(capsys: pytest.CaptureFixture[str]) -> None:
    text = told(capsys, "show", "CAR-T-fitness-EBMT-EHA")
    assert "No upper limit of age" in text
    assert "read, not evaluated" in text


@pytest.mark.parametrize("kind", ["products", "guidance", "drugs"])
def test_lists_are_given_as_json_too(capsys: pytest.CaptureFixture[str], kind: str) -> None:
    rows = [
        json.loads(line) for line in told(capsys, "list", "--kind", kind, "--json").splitlines()
    ]
    assert all(row["id"] for row in rows)


def test_a_product_as_json_says_its_rules_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    data = json.loads(told(capsys, "show", "Kymriah", "--json"))
    assert data["indications"][0]["rule_in_words"].startswith("disease BLL")
    assert data["indications"][0]["expired"] is False


@pytest.mark.parametrize("name", ["CAR-T-fitness-EBMT-EHA", "Velcade"])
def test_a_record_is_given_as_json(capsys: pytest.CaptureFixture[str], name: str) -> None:
    assert json.loads(told(capsys, "show", name, "--json"))["id"]


def test_a_name_not_known_gets_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["kb", "show", "daratumumap"]) == 2
    assert 'did you mean "daratumumab"?' in capsys.readouterr().err


def test_disease_and_gene_choose_among_assertions_only(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["kb", "list", "--kind", "drugs", "--gene", "TP53"]) == 2
    assert "assertions only" in capsys.readouterr().err


def test_the_check_counts_products_and_drugs(capsys: pytest.CaptureFixture[str]) -> None:
    said = told(capsys, "check")
    assert "16 products" in said
    assert "drugs, " in said


def test_the_steps_to_an_infusion_are_listed_and_written_out(capsys):
    assert main(["kb", "list", "--kind", "pathways"]) == 0
    assert capsys.readouterr().out.startswith("CAR-T-to-infusion  CAR-T  11 steps")
    assert main(["kb", "show", "CAR-T-to-infusion"]) == 0
    said = capsys.readouterr().out
    assert "Timing AXI-FDA-lymphodepletion" in said
    assert "Washout glucocorticoids" in said
    assert main(["kb", "show", "CAR-T-to-infusion", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["applies_to"] == "CAR-T"
