"""What products and guidance ask, taken together."""

from __future__ import annotations

from collections.abc import Iterator

from knowledgebase.records import Content
from knowledgebase.rules.criteria import Rule


def product_rules(content: Content) -> Iterator[Rule]:
    """Give every rule of the products and of the guidance."""
    for product in content.products.values():
        yield product.target
        yield product.after_same_target
        yield from (indication.rule for indication in product.indications)
        yield from (precaution.rule for precaution in product.precautions)
        yield from (marker.rule for marker in product.escape if marker.rule is not None)
    for guidance in content.guidance.values():
        yield from (item.rule for item in guidance.items if item.rule is not None)
