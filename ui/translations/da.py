"""Danish texts of the window, by the English text they stand for."""

DANISH: dict[str, str] = {
    " - and {more} more, all listed in the report.": " - og {more} til, alle står i rapporten.",
    "Accept": "Godkend",
    "Age in years": "Alder i år",
    "Board": "Konference",
    "Browse ...": "Gennemse ...",
    "Caller's VAF": "Kalderens VAF",
    "Caller's filter": "Kalderens filter",
    "Cancel": "Annuller",
    "Case": "Sag",
    "Case number": "Sagsnummer",
    "Cases": "Sager",
    "Choose the disease.": "Vælg sygdommen.",
    "Close": "Luk",
    "Coding DNA": "Kodende DNA",
    "Confirm and read again": "Bekræft og læs igen",
    "Consequence": "Konsekvens",
    "Date of diagnosis (YYYY-MM-DD)": "Diagnosedato (ÅÅÅÅ-MM-DD)",
    "Decided: Tier {tier} by {name}, {role}, {time}{why}": (
        "Besluttet: tier {tier} af {name}, {role}, {time}{why}"
    ),
    "Demonstration: the patients are made up and the certificate is not real.": (
        "Demonstration: patienterne er opdigtede, og certifikatet er ikke ægte."
    ),
    "Depth": "Dybde",
    "Diagnosis": "Diagnose",
    "Disease": "Sygdom",
    "ECOG performance status": "ECOG performancestatus",
    "Antigens, one a line: name yes | no": "Antigener, et pr. linje: navn yes | no",
    "The clinician's answers, one a line: name yes | no": (
        "Klinikerens svar, et pr. linje: navn yes | no"
    ),
    "{name} stands there twice.": "{name} står der to gange.",
    "Chromosomes without ISCN, one a line: abnormality yes | no, count, IPSS-R group": (
        "Kromosomer uden ISCN, en pr. linje: forandring yes | no, count, IPSS-R-gruppe"
    ),
    "Copy numbers, one a line: gene or region and state": (
        "Kopital, et pr. linje: gen eller region og tilstand"
    ),
    "Number of relapses": "Antal recidiver",
    "Region of treatment": "Behandlingsregion",
    "Evaluate again": "Vurder igen",
    "Every change is an entry in a chain; its head is printed in the signed PDF.": (
        "Hver ændring er et led i en kæde; kædens hoved står i den underskrevne PDF."
    ),
    "Evidence": "Evidens",
    "Exon": "Exon",
    "Fill in what is known and save; unknown stays empty.": (
        "Udfyld det kendte og gem; det ukendte står tomt."
    ),
    "Filter the variants": "Filtrér varianterne",
    "Filter: gene, change, consequence, tier ...": "Filter: gen, ændring, konsekvens, tier ...",
    "Finding: {text}": "Fund: {text}",
    "From": "Fra",
    "Fusions, one a line: GENE::GENE found | not found": (
        "Fusioner, en pr. linje: GEN::GEN found | not found"
    ),
    "Gene": "Gen",
    "Genes from letters, one a line: GENE mutated CHANGE | wild type | not tested": (
        "Gener fra breve, et pr. linje: GEN mutated ÆNDRING | wild type | not tested"
    ),
    "Genome build": "Genombygning",
    "Give the case a number.": "Giv sagen et nummer.",
    "Give the patient's pseudonym.": "Angiv patientens pseudonym.",
    "History": "Historik",
    "I chaired this board and confirm that the summary states its conclusions.": (
        "Jeg har ledet konferencen og bekræfter, at resuméet gengiver dens konklusioner."
    ),
    "I have seen this": "Jeg har set dette",
    "Identity (PKCS#12)": "Identitet (PKCS#12)",
    "In the board's own words: what is recommended, why, and what happens next.": (
        "Med konferencens egne ord: hvad anbefales, hvorfor, og hvad sker der nu."
    ),
    "Karyotype (ISCN)": "Karyotype (ISCN)",
    "Knowledge": "Viden",
    "Knowledge release {release} ({digest}), evaluated {day}": (
        "Vidensudgave {release} ({digest}), vurderet {day}"
    ),
    "Level {here} here ({own} in {diseases})": "Niveau {here} her ({own} ved {diseases})",
    "Level {level}": "Niveau {level}",
    "Line {n} cannot be read; write it as in the label.": (
        "Linje {n} kan ikke læses; skriv den som vist ved feltet."
    ),
    "Load a variant file": "Indlæs en variantfil",
    "Load a variant file ...": "Indlæs en variantfil ...",
    "Mark": "Mærke",
    "New case": "Ny sag",
    "No finding is chosen.": "Intet fund er valgt.",
    "No tier is suggested for this finding.": "Der foreslås ingen tier for dette fund.",
    "No variant file is loaded.": "Ingen variantfil er indlæst.",
    "Nobody has confirmed which sample is the tumour: see Variants, Samples.": (
        "Ingen har bekræftet, hvilken prøve der er tumor: se Varianter, Prøver."
    ),
    "Not all criteria are met": "Ikke alle kriterier er opfyldt",
    "Not saved yet": "Ikke gemt endnu",
    "Nothing is on record.": "Intet er registreret.",
    "Nothing stands in the way of signing.": "Intet er til hinder for underskrift.",
    "Override": "Tilsidesæt",
    "Passphrase": "Adgangssætning",
    "Patient (pseudonym)": "Patient (pseudonym)",
    "Patient and question": "Patient og spørgsmål",
    "Population": "Befolkning",
    "Position": "Position",
    "Preview the PDF ...": "Se PDF'en ...",
    "Prognosis": "Prognose",
    "Protein": "Protein",
    "Question to the board": "Spørgsmål til konferencen",
    "Read the same file again": "Læs samme fil igen",
    "Reads with it": "Reads med den",
    "Ready for the board": "Klar til konferencen",
    "Reason for another tier (required)": "Begrundelse for en anden tier (påkrævet)",
    "Recognised as": "Genkendt som",
    "Role": "Rolle",
    "Sample": "Prøve",
    "Samples": "Prøver",
    "Samples ...": "Prøver ...",
    "Samples and genome build": "Prøver og genombygning",
    "Save as ...": "Gem som ...",
    "Save the case": "Gem sagen",
    "Save the preview": "Gem forhåndsvisningen",
    "Save the recommendation": "Gem anbefalingen",
    "Say who you are first: name and role, at the lower left.": (
        "Sig først, hvem du er: navn og rolle nederst til venstre."
    ),
    "Setting": "Situation",
    "Sex": "Køn",
    "Sign": "Underskriv",
    "Sign ...": "Underskriv ...",
    "Sign the conference summary": "Underskriv konferenceresuméet",
    "Signature": "Underskrift",
    "Signed PDF": "Underskrevet PDF",
    "Signed by {name}, {role}, {time}: {meaning}": (
        "Underskrevet af {name}, {role}, {time}: {meaning}"
    ),
    "Signs": "Underskriver",
    "Some criteria are unknown": "Nogle kriterier er ukendte",
    "Stop": "Stop",
    "Stopped; nothing was stored.": "Stoppet; intet er gemt.",
    "Show": "Vis",
    "Show less": "Vis mindre",
    "Suggested: {reason}": "Foreslået: {reason}",
    "From other diseases": "Fra andre sygdomme",
    "{n} remarks on how the file is written; none alters a variant.": (
        "{n} bemærkninger om, hvordan filen er skrevet; ingen ændrer en variant."
    ),
    "Supports the board, never decides. Not CE-marked.": (
        "Støtter konferencen, afgør intet. Ikke CE-mærket."
    ),
    "Tests done, one a line: name: GENE, GENE ...": (
        "Udførte tests, en pr. linje: navn: GEN, GEN ..."
    ),
    "Kind of test": "Prøvetype",
    "Add a test of this kind ...": "Tilføj en prøve af denne type ...",
    (
        "[kind] says what such a test can see; [complete] that all it found stands in the case; "
        "after “; shows” what more it would have shown, such as FLT3-ITD, KMT2A::* or del(17p)."
    ): (
        "[type] siger, hvad en sådan prøve kan se; [complete], at alt, den fandt, står i sagen; "
        "efter “; shows”, hvad den ellers ville have vist, fx FLT3-ITD, KMT2A::* eller del(17p)."
    ),
    "The board's recommendation": "Konferencens anbefaling",
    "The case changed after it was evaluated: save it to evaluate anew.": (
        "Sagen er ændret efter vurderingen: gem den for at vurdere igen."
    ),
    "The case or its conclusions changed after the recommendation: confirm it.": (
        "Sagen eller dens konklusioner er ændret efter anbefalingen: bekræft den."
    ),
    "Confirm the recommendation": "Bekræft anbefalingen",
    "The case has not been evaluated yet.": "Sagen er ikke vurderet endnu.",
    "The genome build is not known: {why}": "Genombygningen er ukendt: {why}",
    "The knowledge base says nothing about it.": "Vidensbasen siger intet om det.",
    "The list of treatments is complete": "Listen over behandlinger er fuldstændig",
    "The preview was written; it is not signed.": (
        "Forhåndsvisningen er skrevet; den er ikke underskrevet."
    ),
    "The rest of the criteria is met": "De øvrige kriterier er opfyldt",
    "There are words that are not saved. Leave them behind?": (
        "Der står noget, som ikke er gemt. Skal det kasseres?"
    ),
    "Tier": "Tier",
    "Tier instead": "Tier i stedet",
    "Transcript": "Transkript",
    "Transcripts": "Transkripter",
    "Treatment": "Behandling",
    "Treatment so far": "Behandling hidtil",
    "VAF": "VAF",
    "Variants": "Varianter",
    "What": "Hvad",
    "What the signature means": "Hvad underskriften betyder",
    "What was not assessed": "Hvad der ikke er vurderet",
    "What was tested": "Hvad der er undersøgt",
    "When": "Hvornår",
    "Who": "Hvem",
    "Whose word this rests on": "Hvis ord det hviler på",
    "Why this tier": "Hvorfor denne tier",
    "You work as": "Du arbejder som",
    "Your name": "Dit navn",
    "Your role": "Din rolle",
    "accelerated phase": "accelereret fase",
    "adverse": "ugunstig",
    "approved": "godkendt",
    "blast phase": "blastfase",
    "caller's filter: {text}": "kalderens filter: {text}",
    "chair": "konferenceleder",
    "chronic phase": "kronisk fase",
    "clinical geneticist": "klinisk genetiker",
    "coordinator": "koordinator",
    "defining": "definerende",
    "diagnostic": "diagnostisk",
    "differs": "afviger",
    "draft": "kladde",
    "excluding": "udelukkende",
    "favourable": "gunstig",
    "female": "kvinde",
    "genome build unknown": "genombygning ukendt",
    "haematologist": "hæmatolog",
    "intermediate": "intermediær",
    "last check expired": "seneste kontrol udløbet",
    "male": "mand",
    "measurable residual disease": "målbar restsygdom",
    "molecular biologist": "molekylærbiolog",
    "newly diagnosed": "nydiagnosticeret",
    "nobody yet": "ingen endnu",
    "normal": "normal",
    "not applicable": "ikke relevant",
    "not approved": "ikke godkendt",
    "not filtered": "ikke filtreret",
    "not in the annotation": "ikke i annotationen",
    "not known": "ukendt",
    "not locally approved": "ikke lokalt godkendt",
    "not reimbursed": "ikke tilskudsberettiget",
    "not saved": "ikke gemt",
    "other": "anden",
    "pathologist": "patolog",
    "population frequency {text}": "befolkningsfrekvens {text}",
    "prognostic": "prognostisk",
    "ready for the board": "klar til konferencen",
    "refractory": "refraktær",
    "reimbursed": "med tilskud",
    "relapsed": "recidiv",
    "remission": "remission",
    "resistance": "resistens",
    "sensitivity": "følsomhed",
    "signed": "underskrevet",
    "supporting": "understøttende",
    "therapeutic": "terapeutisk",
    "toxicity": "toksicitet",
    "transcript chosen: {why}": "valgt transkript: {why}",
    "trial unit": "forsøgsenhed",
    "tumour": "tumor",
    "unknown": "ukendt",
    "unverified": "ikke efterprøvet",
    "withdrawn": "tilbagetrukket",
    "{id}, checked {checked}, valid to {expires}": (
        "{id}, kontrolleret {checked}, gælder til {expires}"
    ),
    "{n} of {read} records could not be read and are missing below. Line {first}": (
        "{n} af {read} linjer kunne ikke læses og mangler herunder. Linje {first}"
    ),
    "{n} years": "{n} år",
    "{read} records: {accepted} accepted, {rejected} rejected. "
    "{total} alleles: {reported} reported, {filtered} filtered{how}.": (
        "{read} linjer: {accepted} godtaget, {rejected} afvist. "
        "{total} alleler: {reported} rapporteret, {filtered} frasorteret{how}."
    ),
    "locally approved": "lokalt godkendt",
    ", {n} chosen": ", {n} valgt",
    "... and {n} more": "... og {n} til",
    "... and {n} more lines; they stand in the record's file.": (
        "... og {n} linjer til; de står i postens fil."
    ),
    "All kinds": "Alle slags",
    "All states": "Alle tilstande",
    "Also those marked unverified: {n}": "Også dem, der ikke er efterprøvet: {n}",
    "Also those whose check expired: {n}": "Også dem, hvis kontrol er udløbet: {n}",
    "Approvals": "Godkendelser",
    "Approvals withdrawn: {n}.": "Godkendelser trukket tilbage: {n}.",
    "Approve": "Godkend",
    "Approve ...": "Godkend ...",
    "Approve records": "Godkend poster",
    "Approved locally by {name} on {day}": "Godkendt lokalt af {name} den {day}",
    "Biomarker": "Biomarkør",
    "By region": "Efter region",
    "Check": "Kontrol",
    "Check again by": "Kontrolleres senest",
    "Checked {day}": "Kontrolleret {day}",
    "Choose a record in the list.": "Vælg en post på listen.",
    "Curator": "Kurator",
    "Diseases": "Sygdomme",
    "Diseases: {names}": "Sygdomme: {names}",
    "Drug": "Lægemiddel",
    "Drugs": "Lægemidler",
    "Drugs: {names}": "Lægemidler: {names}",
    "Genes": "Gener",
    "Kind": "Slags",
    "Knowledge base": "Vidensbase",
    "Knowledge release {release} ({digest}): {n} of {all} records approved locally": (
        "Vidensudgave {release} ({digest}): {n} af {all} poster godkendt lokalt"
    ),
    "Left out: {n}; {why}.": "Udeladt: {n}; {why}.",
    "Level": "Niveau",
    "Nobody has approved this record here.": "Ingen har godkendt denne post her.",
    "Open {address} in the browser": "Åbn {address} i browseren",
    "Reason": "Begrundelse",
    "Record": "Post",
    "Record {id}, digest {digest}": "Post {id}, digest {digest}",
    "Records": "Poster",
    "Records approved: {n}.": "Poster godkendt: {n}.",
    "Search: words of title, statement, id, source ...": "Søg: ord i titel, udsagn, id, kilde ...",
    "Sources": "Kilder",
    "State": "Tilstand",
    "The record, field by field": "Posten, felt for felt",
    "To be checked again by {day}": "Skal kontrolleres igen senest {day}",
    "What else must hold": "Hvad der ellers skal gælde",
    "Withdraw": "Træk tilbage",
    "Withdraw ...": "Træk tilbage ...",
    "Withdraw approvals": "Træk godkendelser tilbage",
    "Without the tick they are left out.": "Uden kryds udelades de.",
    "You stand for each record as it reads now; a later change ends it.": (
        "Du står inde for hver post, som den lyder nu; en senere ændring ophæver det."
    ),
    "all of these:": "alle disse:",
    "alterations": "forandringer",
    "approval withdrawn": "godkendelse trukket tilbage",
    "assays": "analyser",
    "assertions": "udsagn",
    "at least {n} of these:": "mindst {n} af disse:",
    "changed since its approval": "ændret siden godkendelsen",
    "classifications": "klassifikationer",
    "digest {digest}": "digest {digest}",
    "diseases": "sygdomme",
    "drugs": "lægemidler",
    "expired": "udløbet",
    "older than {version}, which the program ships": (
        "ældre end {version}, som følger med programmet"
    ),
    "{deed} although {reservations}": "{deed} trods status: {reservations}",
    "formulas": "formler",
    "genes": "gener",
    "guidance": "vejledning",
    "it changed since you read it": "den er ændret, siden du læste den",
    "it is approved already": "den er allerede godkendt",
    "it is not approved here": "den er ikke godkendt her",
    "it was not compared with its primary source (unverified)": (
        "den er ikke sammenholdt med sin primære kilde (ikke efterprøvet)"
    ),
    "its last check is too old (expired)": "dens seneste kontrol er for gammel (udløbet)",
    "no": "nej",
    "not: {what}": "ikke: {what}",
    "one of these:": "en af disse:",
    "products": "produkter",
    "scores": "scorer",
    "this must not hold:": "dette må ikke gælde:",
    "trials": "forsøg",
    "yes": "ja",
    "{n} of {all} records": "{n} af {all} poster",
    "Classes and groups by rules; morphology and the board decide.": (
        "Klasser og grupper efter regler; morfologien og konferencen afgør."
    ),
    "How it came about": "Sådan kom det frem",
    "What would change this": "Det kunne ændre dette",
    "Not enough is known": "Der vides ikke nok",
    "Possible: {names}": "Muligt: {names}",
    "{low} to {high}": "{low} til {high}",
    "{mean}, range {between}": "{mean}, fra {between}",
    "{names} and {more} more": "{names} og {more} til",
    "No risk model of this release is meant for this case.": (
        "Ingen risikomodel i denne udgave er lavet til denne sag."
    ),
    "This release has no classification of this disease by this standard.": (
        "Denne udgave har ingen klassifikation af denne sygdom efter denne standard."
    ),
    "Risk": "Risiko",
    "one result": "ét resultat",
    "a range within one group": "et interval inden for én gruppe",
    "several results are possible": "flere resultater er mulige",
    "too little is known": "der vides for lidt",
    "not meant for this case": "ikke lavet til denne sag",
    "not compared with its source": "ikke sammenlignet med kilden",
    "note": "bemærk",
    "Date of birth (YYYY-MM-DD)": ("Fødselsdato (ÅÅÅÅ-MM-DD)"),
    "Danish CPR number": ("Dansk CPR-nummer"),
    "Norwegian fødselsnummer": ("Norsk fødselsnummer"),
    "Hide": ("Skjul"),
    "Blood, marrow and organ function": ("Blod, marv og organfunktion"),
    "Blood counts, one a line: name value unit": ("Blodtal, et pr. linje: navn værdi enhed"),
    "Marrow: blasts and morphology, one a line: name value unit; auer_rods yes | no": (
        "Marv: blaster og morfologi, et pr. linje: navn værdi enhed; auer_rods yes | no"
    ),
    "Comorbidities, one a line": ("Komorbiditet, en sygdom pr. linje"),
    "Chemistry and organ function, one a line: name value unit": (
        "Klinisk kemi og organfunktion, et pr. linje: navn værdi enhed"
    ),
    "Samples, one a line: tissue, day, tumour cells in %": (
        "Prøver, en pr. linje: væv, dag, tumorceller i %"
    ),
    "Germline sample taken: yes | no | unknown, and the day": (
        "Kimbaneprøve taget: yes | no | unknown, og dagen"
    ),
    "Consent to germline results: yes | no | unknown, the day": (
        "Samtykke til kimbanesvar: yes | no | unknown, og dagen"
    ),
    "One line of therapy a line: drug, drug (class) "
    "[response; refractory; start to stop; stopped: reason]": (
        "En behandlingslinje pr. linje: lægemiddel, lægemiddel (klasse) "
        "[respons; refractory; start to stop; stopped: årsag]"
    ),
    "Transplants, one a line: kind, day, from donor": (
        "Transplantationer, en pr. linje: type, dag, from donor"
    ),
    "Write yes, no or unknown, and the day as YYYY-MM-DD.": (
        "Skriv yes, no eller unknown og dagen som ÅÅÅÅ-MM-DD."
    ),
    "Missing facts": ("Manglende oplysninger"),
    "Each fact with what waits for it; the strongest first.": (
        "Hver oplysning med det, der venter på den; det stærkeste først."
    ),
    "Nothing that was concluded waits for a fact.": (
        "Intet af det konkluderede venter på en oplysning."
    ),
    "and {n} more": ("og {n} til"),
    "Show {n} more": "Vis {n} til",
    "Also show what does not match": "Vis også det, der ikke passer",
    "Beside it (decides nothing)": "Ved siden af (afgør intet)",
    "Cell and antibody therapy": "Celle- og antistofbehandling",
    "Cohort {name}: {status}": "Kohorte {name}: {status}",
    "Criteria": "Kriterier",
    "Criteria and sources": "Kriterier og kilder",
    "Every recorded criterion is met; the record is about another disease or finding.": (
        "Alle registrerede kriterier er opfyldt; posten handler om en anden sygdom eller et "
        "andet fund."
    ),
    "How recorded criteria stand to this case. The board and the trial decide.": (
        "Hvordan registrerede kriterier forholder sig til sagen. Konferencen og forsøget afgør."
    ),
    "Missing: {names}": "Mangler: {names}",
    "Next best test": "Næste bedste undersøgelse",
    "None beside those above.": "Ingen ud over dem ovenfor.",
    "None may match; {n} do not match and are not shown.": (
        "Ingen kan passe; {n} passer ikke og vises ikke."
    ),
    "Not met: {names}": "Ikke opfyldt: {names}",
    "Note for the board (may be empty)": "Note til konferencen (må være tom)",
    "Options": "Muligheder",
    "Order": "Rækkefølge",
    "Search any drug, trial or product: why not this?": (
        "Søg lægemiddel, forsøg eller produkt: hvorfor ikke dette?"
    ),
    "Sites": "Steder",
    "Checked {checked}, valid to {expires}": "Kontrolleret {checked}, gyldig til {expires}",
    "May recover, or the board decides": "Kan rette sig, eller konferencen afgør",
    "by use": "efter anvendelse",
    "compassionate use": "særlig udlevering",
    "{n} of them for another disease or a subtype": (
        "{n} af dem ved en anden sygdom eller undertype"
    ),
    "What decides most for this disease comes first; other diseases count last.": (
        "Det, der afgør mest ved denne sygdom, står først; andre sygdomme tæller sidst."
    ),
    "Eligibility text": "Tekst om deltagelse",
    "The record holds no eligibility text; read it in the registry.": (
        "Posten har ingen tekst om deltagelse; læs den i registret."
    ),
    "Proposed from this text; decides nothing until a curator writes it as a rule:": (
        "Foreslået ud fra teksten; afgør intet, før en kurator skriver det som en regel:"
    ),
    "Nothing is proposed from this text; read it for what it asks.": (
        "Intet foreslås ud fra teksten; læs, hvad den kræver."
    ),
    "proposed": "foreslået",
    "line {n}": "linje {n}",
    "under exclusions": "under eksklusioner",
    "Take to the board": "Tag med til konferencen",
    "The knowledge base holds none for this case.": "Vidensbasen har ingen til denne sag.",
    "The record names no site.": "Posten nævner intet sted.",
    "Therapies": "Behandlinger",
    "Tier {tier}": "Tier {tier}",
    "Trials": "Forsøg",
    "active, not recruiting": "aktivt, inkluderer ikke",
    "against": "imod",
    "approved for marketing": "godkendt til markedsføring",
    "approved in another disease; the recorded criteria are met": (
        "godkendt ved en anden sygdom; de registrerede kriterier er opfyldt"
    ),
    "approved in another disease; the recorded criteria are not all known": (
        "godkendt ved en anden sygdom; ikke alle registrerede kriterier er kendt"
    ),
    "approved in another disease; the recorded criteria are not met": (
        "godkendt ved en anden sygdom; de registrerede kriterier er ikke opfyldt"
    ),
    "available": "tilgængelig",
    "before the board": "på konferencen",
    "by drug": "efter lægemiddel",
    "by gene": "efter gen",
    "by kind": "efter art",
    "closed": "lukket",
    "completed": "afsluttet",
    "Which options": "Hvilke muligheder",
    "could close {n}": "kan lukke {n}",
    "could open or close {n}": "kan åbne eller lukke {n}",
    "could open {n}": "kan åbne {n}",
    "could close {n}: {names} ...": "kan lukke {n}: {names} ...",
    "could close: {names}": "kan lukke: {names}",
    "could open or close {n}: {names} ...": "kan åbne eller lukke {n}: {names} ...",
    "could open or close: {names}": "kan åbne eller lukke: {names}",
    "could open {n}: {names} ...": "kan åbne {n}: {names} ...",
    "could open: {names}": "kan åbne: {names}",
    "does not match the recorded criteria": "passer ikke med de registrerede kriterier",
    "earlier treatment": "tidligere behandling",
    "enrolling by invitation": "inkluderer efter invitation",
    "evidence only": "kun evidens",
    "full": "fuld",
    "in order": "i rækkefølge",
    "in the record": "i journalen",
    "label match": "svarer til indikationen",
    "label match unknown": "uvist, om det svarer til indikationen",
    "label mismatch": "svarer ikke til indikationen",
    "label use": "indikation",
    "matches the recorded criteria": "passer med de registrerede kriterier",
    "may recover": "kan bedres",
    "met": "opfyldt",
    "new sample": "ny prøve",
    "no longer available": "ikke længere tilgængelig",
    "none named": "ingen nævnt",
    "not among the options": "ikke blandt mulighederne",
    "not known: {what}": "ikke kendt: {what}",
    "applies": "gælder",
    "does not apply": "gælder ikke",
    "not met": "ikke opfyldt",
    "not yet recruiting": "inkluderer endnu ikke",
    "off-label": "uden for indikation",
    "open": "åben",
    "order a stain or blood test": "bestil en farvning eller blodprøve",
    "out of date since {day}": "forældet siden {day}",
    "paused": "på pause",
    "recruiting": "inkluderer",
    "suspended": "suspenderet",
    "temporarily not available": "midlertidigt ikke tilgængelig",
    "terminated": "stoppet før tid",
    "the board decides": "konferencen afgør",
    "the recorded criteria are met": "de registrerede kriterier er opfyldt",
    "the recorded criteria are not all known": "ikke alle registrerede kriterier er kendt",
    "the recorded criteria are not met": "de registrerede kriterier er ikke opfyldt",
    "trial": "forsøg",
    "whether it matches the recorded criteria is unknown": (
        "uvist, om det passer med de registrerede kriterier"
    ),
    "withheld": "tilbageholdt",
    "Options before the board": "Muligheder til drøftelse på konferencen",
    "Note: {words}": "Bemærkning: {words}",
    "Take back": "Tag tilbage",
    # Steps to a cell product.
    "Steps and dates": "Trin og datoer",
    "next step": "næste trin",
    "Step": "Trin",
    "Day": "Dag",
    "May lie": "Kan ligge",
    "To look at": "Bør ses efter",
    "{day} lies before “{step}” ({other}), which comes first": (
        "{day} ligger før “{step}” ({other}), som kommer først"
    ),
    "days from its first day to “{step}”: {days}; the rule says {asked}": (
        "dage fra dets første dag til “{step}”: {days}; reglen siger {asked}"
    ),
    "days from its last day to “{step}”: {days}; the rule says {asked}": (
        "dage fra dets sidste dag til “{step}”: {days}; reglen siger {asked}"
    ),
    "{what}: last on {day}; days to “{step}”: {days}; the washout is {asked}": (
        "{what}: sidst {day}; dage til “{step}”: {days}; udvaskningen er {asked}"
    ),
    "planned for {day}, which has passed; state whether it is done": (
        "planlagt til {day}, som er gået; angiv, om det er udført"
    ),
    "the stated days of other steps leave no day for it": (
        "de angivne dage for andre trin levner ingen dag til det"
    ),
    "the day of “{step}”": "dagen for “{step}”",
    "the last day of {what}": "sidste dag med {what}",
    "{said} (a rule not compared with its source)": (
        "{said} (en regel, der ikke er sammenlignet med kilden)"
    ),
    "no day is stated, though “{step}” is done": (
        "der er ikke angivet nogen dag, selv om “{step}” er udført"
    ),
    "a day counted by a rule not compared with its source": (
        "en dag talt efter en regel, der ikke er sammenlignet med kilden"
    ),
    "Rules and sources of the steps": "Trinenes regler og kilder",
    "{step} (not always needed)": "{step} (ikke altid nødvendigt)",
    "to {day}": "til {day}",
    "from {day}": "fra {day}",
    "until {day}": "senest {day}",
    "on {day}": "den {day}",
    "planned for {day}": "planlagt til {day}",
    "out of date": "forældet",
    "done": "udført",
    "planned": "planlagt",
    "pathways": "forløb",
    "Dates of CAR-T, one step a line: product: step day [to day] done | planned": (
        "Datoer for CAR-T, ét trin pr. linje: produkt: trin dag [to dag] done | planned"
    ),
}
