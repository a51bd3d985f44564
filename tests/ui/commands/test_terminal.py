"""A file from outside must not steer the terminal it is shown on."""

import json

import pytest

from tests.ui.commands.test_headless import DEMO, run
from ui.commands.terminal import harmless


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("æøå ≥ 10 %", "æøå ≥ 10 %"),
        ("a\nb", "a\nb"),
        ("\x1b[31mred", "\\x1b[31mred"),
        ("\x9b31mred", "\\x9b31mred"),
        ("\u202eevil", "\\u202eevil"),
        ("\udcff", "\\udcff"),
    ],
)
def test_controls_are_shown_as_escapes(text, shown):
    assert harmless(text) == shown


def test_a_file_name_that_is_no_utf_8_gives_sound_json(capsys, tmp_path):
    file = tmp_path / "bad\udcff.vcf"
    try:
        file.write_bytes((DEMO / "cll.vcf").read_bytes())
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    code, out, _ = run(capsys, "inspect", file, "--json")
    assert code == 0
    assert out.isascii()
    assert json.loads(out)["records"]["read"] == 5
