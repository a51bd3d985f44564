"""The classes of drugs that a drug's record and a rule may name; declared here and nowhere else.

A class stands with the wider classes it belongs to. A drug's record names all of them, so that
"prior therapy: ibrutinib" answers a rule that asks for a BTK inhibitor as well as one that asks
for a covalent one.
"""

from __future__ import annotations

from collections.abc import Mapping

_TKI = ("tyrosine kinase inhibitor",)
_CHEMOTHERAPY = ("chemotherapy",)

DRUG_CLASSES: Mapping[str, tuple[str, ...]] = {
    # kinases
    "tyrosine kinase inhibitor": (),
    "BCR::ABL1 inhibitor": _TKI,
    "STAMP inhibitor": ("BCR::ABL1 inhibitor", *_TKI),
    "BTK inhibitor": _TKI,
    "covalent BTK inhibitor": ("BTK inhibitor", *_TKI),
    "non-covalent BTK inhibitor": ("BTK inhibitor", *_TKI),
    "FLT3 inhibitor": _TKI,
    "JAK inhibitor": _TKI,
    "KIT inhibitor": _TKI,
    "PDGFR inhibitor": _TKI,
    "FGFR inhibitor": _TKI,
    "TRK inhibitor": _TKI,
    "ALK inhibitor": _TKI,
    "BRAF inhibitor": (),
    "MEK inhibitor": (),
    "PI3K inhibitor": (),
    "SYK inhibitor": _TKI,
    # other small molecules with a target
    "BCL2 inhibitor": (),
    "IDH1 inhibitor": (),
    "IDH2 inhibitor": (),
    "menin inhibitor": (),
    "EZH2 inhibitor": (),
    "XPO1 inhibitor": (),
    "hedgehog pathway inhibitor": (),
    "telomerase inhibitor": (),
    "proteasome inhibitor": (),
    "IMiD": (),
    "CELMoD": (),
    "HDAC inhibitor": (),
    "retinoid": (),
    "arsenic": (),
    # antibodies, conjugates and cells
    "anti-CD19": (),
    "anti-CD20": (),
    "anti-CD22": (),
    "anti-CD30": (),
    "anti-CD33": (),
    "anti-CD38": (),
    "anti-CD52": (),
    "anti-CD79b": (),
    "anti-CD123": (),
    "anti-CCR4": (),
    "anti-SLAMF7": (),
    "PD-1 inhibitor": (),
    "BCMA-directed": (),
    "GPRC5D-directed": (),
    "CD19-directed": (),
    "CD20-directed": (),
    "antibody-drug conjugate": (),
    "bispecific antibody": (),
    "CD19 bispecific": ("bispecific antibody", "CD19-directed"),
    "CD20 bispecific": ("bispecific antibody", "CD20-directed"),
    "BCMA bispecific": ("bispecific antibody", "BCMA-directed"),
    "GPRC5D bispecific": ("bispecific antibody", "GPRC5D-directed"),
    "CAR-T": (),
    "CD19 CAR-T": ("CAR-T", "CD19-directed"),
    "BCMA CAR-T": ("CAR-T", "BCMA-directed"),
    # chemotherapy
    "chemotherapy": (),
    "alkylating agent": _CHEMOTHERAPY,
    "anthracycline": _CHEMOTHERAPY,
    "antimetabolite": _CHEMOTHERAPY,
    "purine analogue": ("antimetabolite", *_CHEMOTHERAPY),
    "hypomethylating agent": (),
    "platinum": _CHEMOTHERAPY,
    "topoisomerase inhibitor": _CHEMOTHERAPY,
    "vinca alkaloid": _CHEMOTHERAPY,
    "asparaginase": _CHEMOTHERAPY,
    # what else treats or supports
    "glucocorticoid": (),
    "interferon": (),
    "erythropoiesis-stimulating agent": (),
    "erythroid maturation agent": (),
    "thrombopoietin receptor agonist": (),
    "iron chelator": (),
    "calcineurin inhibitor": (),
    "platelet-lowering agent": (),
    "cytokine fusion toxin": (),
    "anti-IL-6": (),
    "G-CSF": (),
    "stem cell mobiliser": (),
    "complement inhibitor": (),
}
