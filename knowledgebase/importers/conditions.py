"""What a trial calls its conditions → codes that cover every patient it means.

A trial's disease only has to keep the door open for whoever may enter. So, unlike for an
assertion, a code may be wider than the condition ("relapsed multiple myeloma" is covered by
multiple myeloma), never narrower. What no code covers stays in words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from knowledgebase.importers.diseases import DiseaseNames, folded_name, is_blood_cancer
from knowledgebase.records import Content

_LYMPHOMA = ("LYMPHOID",)
_B_CELL = ("LYMPHOID", "ALAL")  # mixed phenotype too
_COVERING: dict[str, tuple[str, ...]] = {
    "b-cell leukemia": _B_CELL,
    "b-cell lymphoma": _LYMPHOMA,
    "b-cell lymphomas": _LYMPHOMA,
    "b-cell malignancies": _B_CELL,
    "b-cell malignancy": _B_CELL,
    "b-cell non-hodgkin lymphoma": _LYMPHOMA,
    "b-nhl": _LYMPHOMA,
    "leukemia": ("HEME",),
    "leukemia, b-cell": _B_CELL,
    "leukemia, lymphoid": ("LYMPHOID", "ALL", "ALAL"),
    "leukemia, myeloid": ("MYELOID",),
    "lymphoma": _LYMPHOMA,
    "lymphoma, b-cell": _LYMPHOMA,
    "lymphoma, non-hodgkin": _LYMPHOMA,
    "nhl": _LYMPHOMA,
    "non-hodgkin lymphoma": _LYMPHOMA,
    "peripheral t-cell lymphoma": ("MTNN",),
    "t-cell lymphoma": _LYMPHOMA,
    "acute myeloid leukemia with mutated cebpa": ("AML",),
    "acute lymphoid leukemia": ("ALL",),
    "diffuse large cell lymphoma": ("DLBCL",),
    "hematologic diseases": ("HEME",),
    "hematopoietic/lymphoid cancer": ("HEME",),
    "heme malignancy": ("HEME",),
    "high-grade b-cell lymphoma": ("LBCL",),
    "high grade b-cell lymphoma": ("LBCL",),
    "lymphoblastic leukemia": ("ALL",),
    "lymphoblastic lymphoma": ("ALL",),
    "lymphoma, t-cell": _LYMPHOMA,
    "lymphomas": _LYMPHOMA,
    "myeloid malignancies": ("MYELOID",),
    "t lymphoblastic leukemia/lymphoma": ("TLL",),
    "t-cell acute lymphoblastic lymphoma": ("TLL",),
    "t-cell non-hodgkin lymphoma": _LYMPHOMA,
    "t-lymphoblastic lymphoma": ("TLL",),
    "childhood acute lymphoblastic leukemia": ("ALL",),
    "childhood acute lymphocytic leukemia": ("ALL",),
    "childhood acute myeloid leukemia": ("AML",),
}

# Where the field's name is wider than the code of that name, or patients are coded either way.
_WIDER = {"AML": ("AML", "APL"), "CLL": ("CLLSLL",), "SLL": ("CLLSLL",)}

_SETTING = re.compile(
    r"\b(?:stage [ivx]+|grade [0-9][ab]?|pediatric|not otherwise specified|nos"
    r"|relapsed|relapsing|relapse|recurrent|refractory|advanced|adult|high[- ]risk|newly "
    r"diagnosed|previously treated|untreated|progressive|persistent|resistant|in remission)\b",
    re.IGNORECASE,
)
_JOINERS = re.compile(r"^(?:[\s,/&-]|\b(?:or|and|in|with|of)\b)+|(?:[\s,/&-]|\b(?:or|and|in)\b)+$")
# Names that leave open which cancer is meant.
_ANY_CANCER = re.compile(r"(?:malignan\w+ )?(?:cancers?|neoplasms?|tumou?rs?|malignanc\w+)", re.I)
_SOLID = re.compile(
    r"solid tum|solid canc|solid malign|carcinom|sarcom|gliom|glioblast|melanom|neuroblast"
    r"|mesotheliom|hepatoma|medulloblast|retinoblast|wilms|germ cell"
    r"|\b(?:breast|lung|pancrea\w*|colorectal|colon|rectal|gastric|stomach|liver|hepatic|ovarian"
    r"|prostate|renal|kidney|bladder|cervical|endometrial|thyroid|brain|head and neck|skin"
    r"|biliary|esophag\w*|nsclc|sclc)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Conditions:
    """The conditions of a trial sorted: codes, and what stays open in words."""

    codes: tuple[str, ...]
    open: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ConditionNames:
    """Looks up conditions against one release."""

    names: DiseaseNames
    known: frozenset[str]

    @classmethod
    def of(cls, content: Content) -> ConditionNames:
        """Prepare the names of a release."""
        return cls(DiseaseNames.of(content), frozenset(content.diseases))

    def sorted(self, conditions: Iterable[str]) -> Conditions | None:
        """Sort the conditions; ``None`` when none of them speaks of the blood.

        Solid tumours among others are neither: they admit no patient of a board for blood cancer.
        """
        codes: list[str] = []
        left: list[str] = []
        of_blood = False
        for condition in conditions:
            covering = self.covering(condition)
            if covering:
                codes += covering
            elif is_blood_cancer(condition) or not _SOLID.search(condition):
                left.append(condition)
            of_blood |= bool(covering) or is_blood_cancer(condition)
            of_blood |= _ANY_CANCER.fullmatch(condition) is not None
        if not of_blood:
            return None
        return Conditions(tuple(dict.fromkeys(codes)), tuple(dict.fromkeys(left)))

    def covering(self, condition: str) -> tuple[str, ...]:
        """Give codes that cover the condition; none where the table has none."""
        for text in (condition, _without_setting(condition)):
            codes = self.names.codes(text) or _COVERING.get(folded_name(text), ())
            if codes and self.known.issuperset(codes):
                return tuple(dict.fromkeys(wide for code in codes for wide in self._wider(code)))
        return ()

    def _wider(self, code: str) -> tuple[str, ...]:
        wider = _WIDER.get(code, (code,))
        return wider if self.known.issuperset(wider) else (code,)


def _without_setting(condition: str) -> str:
    """Drop words of setting: a trial for relapsed myeloma is one for myeloma."""
    bare = " ".join(_SETTING.sub(" ", condition).split())
    previous = ""
    while bare != previous:
        previous, bare = bare, _JOINERS.sub("", bare).strip()
    return re.sub(r"\s+,", ",", bare)
