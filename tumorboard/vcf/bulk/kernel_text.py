"""The WebAssembly text of the loop that runs an automaton over a buffer of lines.

Each byte depends on the state that the byte before it led to, so a single run waits for memory
most of the time. Several runs, each over its part of the lines, go on in step: the parts lie in
places of one size, so that one counter serves them all and the states stay in registers. The loop
looks at its states once a group of bytes: a line that is refused, and a state that is not known,
lead to themselves whatever follows. A run in which one comes up goes through the group again by
itself, byte by byte. The rest of a refused line is skipped, and a part that has ended is passed
over, by states of their own, so that the runs stay in step.

Memory, in bytes: from 0 a record of four words for each run (next byte, state, end, and what
makes a place in the text of an address); counters; the class of each byte; where lines were
refused; the table of states; where lines end; the parts of the text. A state is the offset of its
row in the table, a row has a word for each class.
"""

from __future__ import annotations

RUNS = 11
RECORD = 16
GROUP = 8
"""So many bytes a run goes on before its state is looked at."""

REFUSED, UNKNOWN, SKIPPED, ENDED, START = 0, 1, 2, 3, 4
"""The numbers of rows: of a refused line, of an unknown state, of what is left of a refused line,
of a part that has ended, of the start of a line."""

DONE, ASKS, FULL = 0, 1, 2
"""Why the loop came back: at the end, a state is unknown, the list of refused lines is full."""

COUNT, ASKING, LINES, DEPTH = 256, 260, 264, 268
CLASSES = 512
BAD, MOST_BAD = 1024, 8192
TABLE = 1 << 18
TABLE_BYTES = 8 << 20
ENDS = TABLE + TABLE_BYTES
MOST_LINES = 1 << 20
TEXT = ENDS + 4 * MOST_LINES
PLACE = (1 << 20) + 384
"""From one part to the next; not a power of two, or all would share one corner of the cache."""
LONGEST_PART = 1 << 20
AT_ONCE = 16
"""So many bytes are looked at for line breaks at once."""

PAGE = 1 << 16
PAGES = (TEXT + RUNS * PLACE) // PAGE + 1


def kernel_text(row: int) -> str:
    """Give the module: a memory ``m``, and ``scan`` that gives one of the reasons above.

    ``row`` are the bytes of a row. ``scan`` is told 1 for a new text, 0 to go on with one.
    """
    memory = f'(module (memory (export "m") {PAGES})'
    return "\n".join([memory, _together(row), _alone(row), _index(), _scan(row), ")"])


def _step(state: str, at: str, ahead: int = 0) -> str:
    """Go on by the byte ``ahead`` of ``at``."""
    byte = f"(i32.load8_u offset={CLASSES} (i32.load8_u offset={ahead} (local.get ${at})))"
    return (
        f"(local.set ${state} (i32.load offset={TABLE} "
        f"(i32.add (local.get ${state}) (i32.shl {byte} (i32.const 2)))))"
    )


def _add(name: str, number: int) -> str:
    return f"(local.set ${name} (i32.add (local.get ${name}) (i32.const {number})))"


def _together(row: int) -> str:
    """All runs from the depth in their parts, a group of bytes at a time, up to ``stop``.

    It ends before that where a run needs attention, which is left where the group began; the
    others are behind it.
    """
    runs = range(RUNS)
    usual = f"(i32.const {SKIPPED * row})"
    declared = " ".join(f"(local $s{i} i32)" for i in runs)
    loads = "".join(f"(local.set $s{i} (i32.load (i32.const {RECORD * i + 4})))" for i in runs)
    kept = "".join(f"(i32.store (i32.const {RECORD * i + 4}) (local.get $s{i}))" for i in runs)
    steps = "\n".join(
        _step(f"s{i}", "p", TEXT + i * PLACE + ahead) for ahead in range(GROUP) for i in runs
    )
    rare = f"(i32.lt_u (local.get $s0) {usual})"
    for i in runs[1:]:
        rare = f"(i32.or {rare} (i32.lt_u (local.get $s{i}) {usual}))"
    behind = "".join(
        f"(i32.store (i32.const {RECORD * i}) (i32.add (local.get $p)"
        f" (i32.const {TEXT + i * PLACE})))"
        for i in runs
    )
    attended = "".join(
        f"(if (i32.ge_u (local.get $s{i}) {usual}) (then"
        f" (i32.store (i32.const {RECORD * i + 4}) (local.get $s{i}))"
        f" (i32.store (i32.const {RECORD * i}) (i32.add (local.get $p)"
        f" (i32.const {TEXT + i * PLACE + GROUP})))))"
        for i in runs
    )
    return f"""(func $together (param $stop i32) (local $p i32) {declared}
(local.set $p (i32.load (i32.const {DEPTH}))) {loads}
(block $out (loop $bytes {kept}
(if (i32.ge_u (local.get $p) (local.get $stop)) (then {behind} (br $out)))
{steps}
(if {rare} (then {behind} {attended} (br $out)))
{_add("p", GROUP)} (br $bytes)))
(i32.store (i32.const {DEPTH}) (local.get $p)))"""


def _alone(row: int) -> str:
    """Take the run whose record is at ``c`` byte by byte up to ``e``, or to an unknown state.

    A refused line is noted by the byte behind the refused one, and skipped.
    """
    bad = f"(i32.load (i32.const {COUNT}))"
    leave = """(i32.store (local.get $c) (i32.sub (local.get $p) (i32.const 1)))
(i32.store offset=4 (local.get $c) (local.get $before))"""
    broken = "(i32.eq (i32.load8_u (i32.sub (local.get $p) (i32.const 1))) (i32.const 10))"
    return f"""(func $alone (param $c i32) (param $e i32) (result i32)
(local $p i32) (local $s i32) (local $before i32)
(local.set $p (i32.load (local.get $c)))
(local.set $s (i32.load offset=4 (local.get $c)))
(block $out (loop $bytes
  (br_if $out (i32.ge_u (local.get $p) (local.get $e)))
  (local.set $before (local.get $s))
  {_step("s", "p")} {_add("p", 1)}
  (br_if $bytes (i32.ge_u (local.get $s) (i32.const {SKIPPED * row})))
  (if (i32.eq (local.get $s) (i32.const {UNKNOWN * row})) (then {leave}
    (i32.store (i32.const {ASKING}) (local.get $c)) (return (i32.const {ASKS}))))
  (if (i32.ge_u {bad} (i32.const {MOST_BAD})) (then {leave} (return (i32.const {FULL}))))
  (i32.store offset={BAD} (i32.shl {bad} (i32.const 2))
    (i32.sub (local.get $p) (i32.load offset=12 (local.get $c))))
  (i32.store (i32.const {COUNT}) (i32.add {bad} (i32.const 1)))
  (local.set $s (select (i32.const {START * row}) (i32.const {SKIPPED * row}) {broken}))
  (br $bytes)))
(i32.store (local.get $c) (local.get $p))
(i32.store offset=4 (local.get $c) (local.get $s))
(i32.const {DONE}))"""


def _index() -> str:
    """Note where the lines of the part whose record is at ``c`` end: the place behind each.

    Sixteen bytes are looked at at once; what is found behind the part is dropped.
    """
    last = f"(i32.load offset={ENDS - 4} (i32.shl (local.get $n) (i32.const 2)))"
    return f"""(func $index (param $c i32) (local $p i32) (local $e i32) (local $d i32)
(local $bits i32) (local $n i32)
(local.set $p (i32.load (local.get $c)))
(local.set $e (i32.load offset=8 (local.get $c)))
(local.set $d (i32.sub (i32.load offset=12 (local.get $c)) (i32.const 1)))
(local.set $n (i32.load (i32.const {LINES})))
(block $done (loop $bytes
  (br_if $done (i32.ge_u (local.get $p) (local.get $e)))
  (local.set $bits (i8x16.bitmask (i8x16.eq (v128.load (local.get $p))
    (v128.const i8x16 10 10 10 10 10 10 10 10 10 10 10 10 10 10 10 10))))
  (block $none (loop $found
    (br_if $none (i32.eqz (local.get $bits)))
    (br_if $done (i32.ge_u (local.get $n) (i32.const {MOST_LINES})))
    (i32.store offset={ENDS} (i32.shl (local.get $n) (i32.const 2))
      (i32.sub (i32.add (local.get $p) (i32.ctz (local.get $bits))) (local.get $d)))
    {_add("n", 1)}
    (local.set $bits (i32.and (local.get $bits) (i32.sub (local.get $bits) (i32.const 1))))
    (br $found)))
  {_add("p", AT_ONCE)} (br $bytes)))
(local.set $e (i32.sub (local.get $e) (i32.add (local.get $d) (i32.const 1))))
(block $kept (loop $behind
  (br_if $kept (i32.eqz (local.get $n)))
  (br_if $kept (i32.le_u {last} (local.get $e)))
  {_add("n", -1)} (br $behind)))
(i32.store (i32.const {LINES}) (local.get $n)))"""


def _scan(row: int) -> str:
    """Go on together, and alone through the groups that need it, until all parts have ended."""
    index = attend = ""
    for i in range(RUNS):
        c, first = RECORD * i, TEXT + i * PLACE
        here, end = (f"(i32.load (i32.const {c + at}))" for at in (0, 8))
        index += f"(call $index (i32.const {c}))"
        attend += f"""(local.set $e (i32.add (local.get $depth) (i32.const {first + GROUP})))
(if (i32.gt_u (local.get $e) {end}) (then (local.set $e {end})))
(local.set $r (call $alone (i32.const {c}) (local.get $e)))
(if (local.get $r) (then (return (local.get $r))))
(if (i32.ge_u {here} {end})
  (then (i32.store (i32.const {c + 4}) (i32.const {ENDED * row})))
  (else (local.set $e (i32.sub {end} (i32.const {first + GROUP - 1})))
    (if (i32.lt_s (local.get $e) (local.get $stop)) (then (local.set $stop (local.get $e))))))
"""
    most = (1 << 31) - 1
    return f"""(func (export "scan") (param $new i32) (result i32)
(local $r i32) (local $e i32) (local $depth i32) (local $stop i32)
(if (local.get $new) (then
  (i32.store (i32.const {LINES}) (i32.const 0)) (i32.store (i32.const {DEPTH}) (i32.const 0))
  {index}))
(block $done (loop $again
  (local.set $depth (i32.load (i32.const {DEPTH})))
  (local.set $stop (i32.const {most}))
  {attend}
  (br_if $done (i32.eq (local.get $stop) (i32.const {most})))
  (i32.store (i32.const {DEPTH}) (i32.add (local.get $depth) (i32.const {GROUP})))
  (call $together (local.get $stop)) (br $again)))
(i32.const {DONE}))"""
