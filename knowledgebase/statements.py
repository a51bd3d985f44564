"""What only the treating clinician can say, yes or no: facts without a key."""

from __future__ import annotations

from knowledgebase.declarations import FactDeclaration, Kind, Labels


def _stated(name: str, en: str, da: str, nb: str, nn: str) -> FactDeclaration:
    """Declare a yes or no that only the treating clinician can say."""
    return FactDeclaration(name, Kind.YES_NO, Labels(en, da, nb, nn))


STATEMENTS = (
    _stated(
        "transfusion_dependent",
        "transfusion-dependent",
        "transfusionsafhængig",
        "transfusjonsavhengig",
        "transfusjonsavhengig",
    ),
    _stated(
        "intensive_chemotherapy_suitable",
        "suitable for intensive chemotherapy",
        "egnet til intensiv kemoterapi",
        "egnet for intensiv kjemoterapi",
        "eigna for intensiv kjemoterapi",
    ),
    _stated(
        "transplant_candidate",
        "candidate for stem cell transplantation",
        "kandidat til stamcelletransplantation",
        "kandidat for stamcelletransplantasjon",
        "kandidat for stamcelletransplantasjon",
    ),
    _stated(
        "progression_on_last_therapy",
        "progression on the last therapy",
        "progression under seneste behandling",
        "progresjon under siste behandling",
        "progresjon under siste behandling",
    ),
    _stated(
        "refractory_to_first_line",
        "refractory to the first line",
        "refraktær over for første behandlingslinje",
        "refraktær for første behandlingslinje",
        "refraktær for første behandlingslinje",
    ),
    _stated(
        "relapse_within_12_months_of_first_line",
        "relapse within 12 months of the first line",
        "recidiv inden for 12 måneder efter første behandlingslinje",
        "tilbakefall innen 12 måneder etter første behandlingslinje",
        "tilbakefall innan 12 månader etter første behandlingslinje",
    ),
    _stated(
        "active_infection",
        "active infection",
        "aktiv infektion",
        "aktiv infeksjon",
        "aktiv infeksjon",
    ),
    _stated(
        "active_gvhd",
        "active graft-versus-host disease",
        "aktiv graft-versus-host-sygdom",
        "aktiv transplantat-mot-vert-sykdom",
        "aktiv transplantat-mot-vert-sjukdom",
    ),
    _stated(
        "cns_involvement",
        "involvement of the central nervous system",
        "involvering af centralnervesystemet",
        "affeksjon av sentralnervesystemet",
        "affeksjon av sentralnervesystemet",
    ),
    _stated(
        "primary_cns_lymphoma",
        "primary lymphoma of the central nervous system",
        "primært lymfom i centralnervesystemet",
        "primært lymfom i sentralnervesystemet",
        "primært lymfom i sentralnervesystemet",
    ),
    _stated(
        "prior_autologous_transplant",
        "prior autologous stem cell transplantation",
        "tidligere autolog stamcelletransplantation",
        "tidligere autolog stamcelletransplantasjon",
        "tidlegare autolog stamcelletransplantasjon",
    ),
    _stated(
        "prior_allogeneic_transplant",
        "prior allogeneic stem cell transplantation",
        "tidligere allogen stamcelletransplantation",
        "tidligere allogen stamcelletransplantasjon",
        "tidlegare allogen stamcelletransplantasjon",
    ),
    _stated(
        "autologous_transplant_candidate",
        "candidate for autologous stem cell transplantation",
        "kandidat til autolog stamcelletransplantation",
        "kandidat for autolog stamcelletransplantasjon",
        "kandidat for autolog stamcelletransplantasjon",
    ),
    _stated(
        "lymphodepletion_contraindicated",
        "lymphodepletion is contraindicated",
        "lymfodepletering er kontraindiceret",
        "lymfodeplesjon er kontraindisert",
        "lymfodeplesjon er kontraindisert",
    ),
    _stated(
        "product_hypersensitivity",
        "hypersensitivity to the product or its excipients",
        "overfølsomhed over for præparatet eller dets hjælpestoffer",
        "overfølsomhet for preparatet eller hjelpestoffene",
        "overfølsemd for preparatet eller hjelpestoffa",
    ),
    _stated(
        "pregnant_or_breastfeeding",
        "pregnant or breastfeeding",
        "gravid eller ammende",
        "gravid eller ammende",
        "gravid eller ammande",
    ),
    _stated("ighv_mutated", "IGHV mutated", "IGHV muteret", "IGHV mutert", "IGHV mutert"),
    _stated(
        "therapy_related",
        "therapy-related disease",
        "terapirelateret sygdom",
        "terapirelatert sykdom",
        "terapirelatert sjukdom",
    ),
    _stated(
        "antecedent_mds_or_mds_mpn",
        "antecedent MDS or MDS/MPN",
        "forudgående MDS eller MDS/MPN",
        "forutgående MDS eller MDS/MPN",
        "forutgåande MDS eller MDS/MPN",
    ),
    _stated(
        "organ_function_adequate",
        "adequate organ function",
        "tilstrækkelig organfunktion",
        "tilstrekkelig organfunksjon",
        "tilstrekkeleg organfunksjon",
    ),
    _stated(
        "systemic_immunosuppression",
        "systemic immunosuppression",
        "systemisk immunsuppression",
        "systemisk immunsuppresjon",
        "systemisk immunsuppresjon",
    ),
    _stated(
        "auer_rods",
        "Auer rods",
        "Auerstave",
        "Auer-staver",
        "Auer-stavar",
    ),
    _stated(
        "constitutional_symptoms",
        "constitutional symptoms",
        "almensymptomer",
        "allmennsymptomer",
        "allmennsymptom",
    ),
    _stated(
        "unexplained_cytopenia",
        "persistent cytopenia without another explanation",
        "vedvarende cytopeni uden anden forklaring",
        "vedvarende cytopeni uten annen forklaring",
        "vedvarande cytopeni utan anna forklaring",
    ),
    _stated(
        "binet_stage_b_or_c",
        "Binet stage B or C",
        "Binet-stadium B eller C",
        "Binet-stadium B eller C",
        "Binet-stadium B eller C",
    ),
    _stated(
        "extranodal_major_organ",
        "extranodal disease of marrow, CNS, liver, gut or lung",
        "ekstranodal sygdom i marv, CNS, lever, tarm eller lunge",
        "ekstranodal sykdom i marg, CNS, lever, tarm eller lunge",
        "ekstranodal sjukdom i marg, CNS, lever, tarm eller lunge",
    ),
)
