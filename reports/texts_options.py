"""The words of the section on options; see :mod:`reports.languages`.

Keys such as ``OptionWords.label match`` name how the program tells an option's state, and those
such as ``Recruitment.recruiting`` the words of a registry.
"""

OPTIONS_ENGLISH = {
    "section.options": "Options",
    "options.before_board": "Options before the board",
    "options.none_before_board": "No option was taken to the board's discussion.",
    "options.then": "Told then as: {words}",
    "options.now": "NOW: {words}",
    "options.gone": "NOT AMONG THE OPTIONS OF THIS EVALUATION",
    "options.changed": "THE RECORD HAS CHANGED SINCE",
    "options.note": "Note: {note}",
    "options.taken_by": "{name}, {role}, {at}",
    "options.therapy": "Therapies",
    "options.product": "Cell and antibody products",
    "options.trial": "Trials",
    "options.therapy.apart": "Therapies without a label for this disease: off-label, evidence only",
    "options.product.apart": "Cell and antibody products whose use is not approved",
    "options.trial.apart": "Compassionate use",
    "options.none": "None that matches or may match.",
    "options.level": "Level",
    "options.option": "Option",
    "options.registry": "Registry",
    "options.status": "Status, what is open, record",
    "options.cohorts": "Cohorts, what is open, record",
    "options.tier": "tier {tier}",
    "options.no_level": "no level",
    "options.chosen": "before the board",
    "options.expired": "OUT OF DATE: valid until {expires}",
    "options.against": "SPEAKS AGAINST",
    "options.against.level": "level {level}",
    "options.reservation": "NOT MET",
    "options.exposure": "Earlier treatment",
    "options.open": "Open",
    "options.cohort": "{title}: {status}; criteria {state}",
    "options.use_itself": "{words} (the use itself: {status})",
    "options.more.one": "1 more is not printed; it stands on the program's Options page and in "
    "“tumorboard evaluate --json”.",
    "options.more.many": "{n} more are not printed; they stand on the program's Options page and "
    "in “tumorboard evaluate --json”.",
    "options.excluded.one": "1 option for this disease does not match and is not printed.",
    "options.excluded.many": "{n} options for this disease do not match and are not printed.",
    "options.closing": "This list supports the board and decides nothing; each option is read "
    "against its sources. Reservations of labels and guidance that are not answered yet stand on "
    "the program's Options page.",
    "options.earlier_sources": "Sources up to [{n}] are listed at the end of section "
    "{at_evidence}.",
    "options.next_tests": "What to test next",
    "options.fact": "Fact not known",
    "options.effort": "Effort",
    "options.opens": "Options it could open",
    "options.closes": "Options it could close",
    "options.next_note": "An answer opens an option that it alone makes match, and closes one "
    "that it alone excludes; one fact can do either. Options for this disease count first, the "
    "strongest level before the others.",
    "options.elsewhere": "{n}, {others} of them for another disease or a subtype",
    "warn.options_expired.one": "1 option printed in section {at_options} rests on a record past "
    "its expiry date.",
    "warn.options_expired.many": "{n} options printed in section {at_options} rest on records past "
    "their expiry date.",
    "warn.options_unverified.one": "1 option printed in section {at_options} has not been verified "
    "against its source.",
    "warn.options_unverified.many": "{n} options printed in section {at_options} have not been "
    "verified against their source.",
    "warn.options_not_approved.one": "1 option printed in section {at_options} is not locally "
    "approved.",
    "warn.options_not_approved.many": "{n} options printed in section {at_options} are not locally "
    "approved.",
    "part.chose.one": "took 1 option to the board",
    "part.chose.many": "took {n} options to the board",
    "Use.label": "Label use",
    "Use.off-label": "Off-label",
    "Use.evidence only": "Evidence only",
    "Use.trial": "Trial",
    "Use.compassionate use": "Compassionate use",
    "OptionWords.label match": "label match",
    "OptionWords.label mismatch": "label mismatch",
    "OptionWords.label match unknown": "label match unknown",
    "OptionWords.the recorded criteria are met": "the recorded criteria are met",
    "OptionWords.the recorded criteria are not met": "the recorded criteria are not met",
    "OptionWords.the recorded criteria are not all known": "the recorded criteria are not all "
    "known",
    "OptionWords.approved in another disease; the recorded criteria are met": "approved in "
    "another disease; the recorded criteria are met",
    "OptionWords.approved in another disease; the recorded criteria are not met": "approved in "
    "another disease; the recorded criteria are not met",
    "OptionWords.approved in another disease; the recorded criteria are not all known": "approved "
    "in another disease; the recorded criteria are not all known",
    "OptionWords.matches the recorded criteria": "matches the recorded criteria",
    "OptionWords.does not match the recorded criteria": "does not match the recorded criteria",
    "OptionWords.whether it matches the recorded criteria is unknown": "whether it matches the "
    "recorded criteria is unknown",
    "Effort.in the record": "in the record",
    "Effort.order a stain or blood test": "order a stain or blood test",
    "Effort.new sample": "new sample",
    "Recruitment.not yet recruiting": "not yet recruiting",
    "Recruitment.recruiting": "recruiting",
    "Recruitment.enrolling by invitation": "enrolling by invitation",
    "Recruitment.active, not recruiting": "active, not recruiting",
    "Recruitment.suspended": "suspended",
    "Recruitment.completed": "completed",
    "Recruitment.terminated": "terminated",
    "Recruitment.withdrawn": "withdrawn",
    "Recruitment.available": "available",
    "Recruitment.no longer available": "no longer available",
    "Recruitment.temporarily not available": "temporarily not available",
    "Recruitment.approved for marketing": "approved for marketing",
    "Recruitment.withheld": "withheld",
    "Recruitment.unknown": "recruitment unknown",
    "CohortStatus.open": "open",
    "CohortStatus.full": "full",
    "CohortStatus.paused": "paused",
    "CohortStatus.closed": "closed",
    "CohortStatus.unknown": "not stated whether open",
}

OPTIONS_DANISH = {
    "section.options": "Muligheder",
    "options.before_board": "Muligheder forelagt boardet",
    "options.none_before_board": "Ingen mulighed er taget op til drøftelse i boardet.",
    "options.then": "Omtalt da som: {words}",
    "options.now": "NU: {words}",
    "options.gone": "IKKE BLANDT MULIGHEDERNE I DENNE VURDERING",
    "options.changed": "POSTEN ER ÆNDRET SIDEN",
    "options.note": "Note: {note}",
    "options.taken_by": "{name}, {role}, {at}",
    "options.therapy": "Behandlinger",
    "options.product": "Celle- og antistofprodukter",
    "options.trial": "Forsøg",
    "options.therapy.apart": "Behandlinger uden indikation her: off-label, kun evidens",
    "options.product.apart": "Celle- og antistofprodukter, hvis anvendelse ikke er godkendt",
    "options.trial.apart": "Særlig udlevering (compassionate use)",
    "options.none": "Ingen, der passer eller måske passer.",
    "options.level": "Niveau",
    "options.option": "Mulighed",
    "options.registry": "Register",
    "options.status": "Status, hvad der er åbent, post",
    "options.cohorts": "Kohorter, hvad der er åbent, post",
    "options.tier": "tier {tier}",
    "options.no_level": "intet niveau",
    "options.chosen": "forelagt boardet",
    "options.expired": "FORÆLDET: gyldig til {expires}",
    "options.against": "TALER IMOD",
    "options.against.level": "niveau {level}",
    "options.reservation": "IKKE OPFYLDT",
    "options.exposure": "Tidligere behandling",
    "options.open": "Åbent",
    "options.cohort": "{title}: {status}; kriterier {state}",
    "options.use_itself": "{words} (anvendelsen selv: {status})",
    "options.more.one": "1 mere er ikke trykt; den står på programmets side Muligheder og i "
    "“tumorboard evaluate --json”.",
    "options.more.many": "{n} flere er ikke trykt; de står på programmets side Muligheder og i "
    "“tumorboard evaluate --json”.",
    "options.excluded.one": "1 mulighed ved denne sygdom passer ikke og er ikke trykt.",
    "options.excluded.many": "{n} muligheder ved denne sygdom passer ikke og er ikke trykt.",
    "options.closing": "Listen støtter boardet og beslutter intet; hver mulighed læses op mod sine "
    "kilder. Forbehold fra produktresuméer og vejledninger, der endnu ikke er besvaret, står på "
    "programmets side Muligheder.",
    "options.earlier_sources": "Kilder til og med [{n}] står sidst i afsnit {at_evidence}.",
    "options.next_tests": "Hvad der kan undersøges som det næste",
    "options.fact": "Ukendt oplysning",
    "options.effort": "Indsats",
    "options.opens": "Muligheder, den kan åbne",
    "options.closes": "Muligheder, den kan lukke",
    "options.next_note": "Et svar åbner en mulighed, som det alene får til at passe, og lukker en, "
    "som det alene udelukker; én oplysning kan gøre begge dele. Muligheder ved denne sygdom tæller "
    "først, det stærkeste niveau før de andre.",
    "options.elsewhere": "{n}, {others} af dem ved en anden sygdom eller undertype",
    "warn.options_expired.one": "1 mulighed trykt i afsnit {at_options} hviler på en post, der har "
    "overskredet sin udløbsdato.",
    "warn.options_expired.many": "{n} muligheder trykt i afsnit {at_options} hviler på poster, der "
    "har overskredet deres udløbsdato.",
    "warn.options_unverified.one": "1 mulighed trykt i afsnit {at_options} er ikke verificeret mod "
    "sin kilde.",
    "warn.options_unverified.many": "{n} muligheder trykt i afsnit {at_options} er ikke "
    "verificeret mod deres kilde.",
    "warn.options_not_approved.one": "1 mulighed trykt i afsnit {at_options} er ikke lokalt "
    "godkendt.",
    "warn.options_not_approved.many": "{n} muligheder trykt i afsnit {at_options} er ikke lokalt "
    "godkendt.",
    "part.chose.one": "forelagde boardet 1 mulighed",
    "part.chose.many": "forelagde boardet {n} muligheder",
    "Use.label": "Godkendt brug",
    "Use.off-label": "Off-label",
    "Use.evidence only": "Kun evidens",
    "Use.trial": "Forsøg",
    "Use.compassionate use": "Særlig udlevering",
    "OptionWords.label match": "passer med produktresuméet",
    "OptionWords.label mismatch": "passer ikke med produktresuméet",
    "OptionWords.label match unknown": "uvist, om det passer med produktresuméet",
    "OptionWords.the recorded criteria are met": "de registrerede kriterier er opfyldt",
    "OptionWords.the recorded criteria are not met": "de registrerede kriterier er ikke opfyldt",
    "OptionWords.the recorded criteria are not all known": "de registrerede kriterier er ikke alle "
    "kendt",
    "OptionWords.approved in another disease; the recorded criteria are met": "godkendt ved en "
    "anden sygdom; de registrerede kriterier er opfyldt",
    "OptionWords.approved in another disease; the recorded criteria are not met": "godkendt ved en "
    "anden sygdom; de registrerede kriterier er ikke opfyldt",
    "OptionWords.approved in another disease; the recorded criteria are not all known": "godkendt "
    "ved en anden sygdom; de registrerede kriterier er ikke alle kendt",
    "OptionWords.matches the recorded criteria": "passer med de registrerede kriterier",
    "OptionWords.does not match the recorded criteria": "passer ikke med de registrerede kriterier",
    "OptionWords.whether it matches the recorded criteria is unknown": "uvist, om det passer med "
    "de registrerede kriterier",
    "Effort.in the record": "findes i journalen",
    "Effort.order a stain or blood test": "bestil farvning eller blodprøve",
    "Effort.new sample": "ny prøve",
    "Recruitment.not yet recruiting": "rekrutterer endnu ikke",
    "Recruitment.recruiting": "rekrutterer",
    "Recruitment.enrolling by invitation": "optager efter invitation",
    "Recruitment.active, not recruiting": "i gang, rekrutterer ikke",
    "Recruitment.suspended": "sat i bero",
    "Recruitment.completed": "afsluttet",
    "Recruitment.terminated": "stoppet før tid",
    "Recruitment.withdrawn": "trukket tilbage",
    "Recruitment.available": "tilgængeligt",
    "Recruitment.no longer available": "ikke længere tilgængeligt",
    "Recruitment.temporarily not available": "midlertidigt ikke tilgængeligt",
    "Recruitment.approved for marketing": "godkendt til markedsføring",
    "Recruitment.withheld": "tilbageholdt",
    "Recruitment.unknown": "rekruttering ukendt",
    "CohortStatus.open": "åben",
    "CohortStatus.full": "fuld",
    "CohortStatus.paused": "på pause",
    "CohortStatus.closed": "lukket",
    "CohortStatus.unknown": "ikke oplyst, om den er åben",
}
