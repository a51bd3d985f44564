"""What the window says of a finding."""

from dataclasses import replace

from tests.reports.example import EXAMPLE
from ui.window.presentation import finding_views


def test_a_decision_made_for_another_disease_is_not_shown_as_decided():
    decision = EXAMPLE.decisions[-1]
    shown = finding_views(EXAMPLE.evaluation, EXAMPLE.variant_file, (decision,))
    assert any(view.decision == decision for view in shown)
    elsewhere = replace(decision, disease="another disease")
    shown = finding_views(EXAMPLE.evaluation, EXAMPLE.variant_file, (elsewhere,))
    assert not any(view.decision or view.row.decided for view in shown)
