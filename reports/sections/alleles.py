"""How one allele is written: its change, its reads, its population frequency."""

from __future__ import annotations

from reports.fonts import markup
from reports.languages import Language
from reports.model import Row
from reports.style import bold, muted
from tumorboard.domain.variant import SampleCall, Variant


def vaf_text(row: Row, words: Language) -> str:
    """Write the fraction with its reads; never a number that nobody stated."""
    if row.call is not None:
        return _call_text(row.call, words)
    if row.finding and row.finding.vaf is not None:
        return words.percent(row.finding.vaf)
    return "–"


def vaf_brief(row: Row, words: Language) -> str:
    """Write the fraction, and its reads below it."""
    fraction, _, reads = vaf_text(row, words).partition(" (")
    return markup(fraction) + (f"<br/>{muted(f'({reads}')}" if reads else "")


def _call_text(call: SampleCall, words: Language) -> str:
    fraction = "–" if call.vaf is None else words.percent(call.vaf)
    if call.alt_depth is not None and call.depth is not None:
        return f"{fraction} ({call.alt_depth}/{call.depth})"
    if call.depth is not None:
        return f"{fraction} ({words.say('depth', depth=call.depth)})"
    return fraction


def vaf_markup(row: Row, words: Language) -> str:
    """Write the tumour's fraction, the caller's where it differs, and the normal sample's."""
    lines = [markup(vaf_text(row, words))]
    call = row.call
    if call and call.vaf_differs and call.vaf_caller is not None:
        lines.append(bold(words.say("caller_vaf", vaf=words.percent(call.vaf_caller))))
    normal = row.variant.normal if row.variant else None
    if normal is not None and normal is not call:
        reads = f"{normal.alt_depth}/{normal.depth}" if normal.alt_depth is not None else "–"
        vaf = "–" if normal.vaf is None else words.percent(normal.vaf)
        lines.append(muted(words.say("normal", vaf=vaf, reads=reads)))
    return "<br/>".join(lines)


def place(variant: Variant) -> str:
    """Write where the allele is, as the file states it."""
    return f"{variant.chrom}:{variant.pos} {variant.ref}>{variant.alt}"


def change_markup(row: Row, words: Language) -> str:
    """Write c. and p., transcript, consequence and position."""
    variant = row.variant
    if variant is None:
        source = row.finding.source if row.finding else ""
        return muted(words.say("stated_source", source=source)) if source else ""
    lines = []
    shown = variant.consequence
    if shown is not None:
        lines += [markup(text) for text in (shown.hgvs_c, shown.hgvs_p) if text]
        origin = " · ".join(t for t in (shown.transcript, ", ".join(shown.terms)) if t)
        if origin:
            lines.append(muted(origin))
        others = len(variant.consequences) - 1
        if others:
            lines.append(muted(words.count("alternatives", others)))
    lines.append(muted(f"{place(variant)} · {words.say('line', line=variant.line)}"))
    return "<br/>".join(lines)


def population_markup(row: Row, words: Language) -> str:
    """Write the highest population frequency and the field that held it; empty for no allele."""
    variant = row.variant
    if variant is None:
        return ""
    if variant.population_af is None:
        return muted(words.say("population", af=words.say("not_stated")))
    text = markup(words.say("population", af=words.percent(variant.population_af, 2)))
    if variant.population_source:
        text += muted(f" ({variant.population_source})")
    return text
