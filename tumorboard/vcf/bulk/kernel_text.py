"""The WebAssembly text of the loop that runs an automaton over a buffer of lines.

Each byte depends on the state that the byte before it led to, so a single run waits for memory
most of the time. Several runs, each over its part of the lines, are interleaved in one loop. It
looks at its states once a group of bytes: a line that is refused, and a state that is not known,
lead to themselves whatever follows. The group in which one comes up is gone through again, byte
by byte.

Memory, in bytes: from 0 a record of three words for each run (next byte, state, end); counters;
the class of each byte; where lines were refused; the table of states; where lines end; the text,
with bytes behind it that belong to no line. A state is the offset of its row in the table, a row
has a word for each class.
"""

from __future__ import annotations

RUNS = 7
RECORD = 12
GROUP = 8
"""So many bytes a run goes on before its state is looked at."""

REFUSED, UNKNOWN, START = 0, 1, 2
"""The numbers of three rows: of a refused line, of an unknown state, of the start of a line."""

DONE, ASKS, FULL = 0, 1, 2
"""Why the loop came back: at the end, a state is unknown, the list of refused lines is full."""

COUNT, ASKING, LINES = 256, 260, 264
CLASSES = 512
BAD, MOST_BAD = 1024, 8192
TABLE = 1 << 18
TABLE_BYTES = 8 << 20
ENDS = TABLE + TABLE_BYTES
MOST_LINES = 1 << 20
TEXT = ENDS + 4 * MOST_LINES
TEXT_BYTES = 8 << 20
AT_ONCE = 16
"""So many bytes are looked at for line breaks at once, up to so many behind the text."""

PAGE = 1 << 16
PAGES = (TEXT + TEXT_BYTES) // PAGE + 1


def kernel_text(row: int) -> str:
    """Give the module: a memory ``m``, and ``scan`` that gives one of the reasons above.

    ``row`` are the bytes of a row. ``scan`` is told the size of a new text, 0 to go on with one.
    """
    start = f"(i32.const {START * row})"
    memory = f'(module (memory (export "m") {PAGES})'
    return "\n".join([memory, _together(start), _alone(row), _index(), _scan(), ")"])


def _step(state: str, at: str, ahead: int = 0) -> str:
    """Go on by the byte ``ahead`` of ``at``."""
    byte = f"(i32.load8_u offset={CLASSES} (i32.load8_u offset={ahead} (local.get ${at})))"
    return (
        f"(local.set ${state} (i32.load offset={TABLE} "
        f"(i32.add (local.get ${state}) (i32.shl {byte} (i32.const 2)))))"
    )


def _add(name: str, number: int) -> str:
    return f"(local.set ${name} (i32.add (local.get ${name}) (i32.const {number})))"


def _together(start: str) -> str:
    """All runs, a group of bytes at a time, until one has no group left or needs attention.

    Each is left where the last group began that was gone through without need of attention.
    """
    runs = range(RUNS)
    declared = " ".join(f"(local $p{i} i32) (local $s{i} i32)" for i in runs)
    loads = "".join(
        f"(local.set $p{i} (i32.load (i32.const {RECORD * i})))"
        f"(local.set $s{i} (i32.load (i32.const {RECORD * i + 4})))"
        f"(local.set $q (i32.shr_u (i32.sub (i32.load (i32.const {RECORD * i + 8}))"
        f" (local.get $p{i})) (i32.const {GROUP.bit_length() - 1})))"
        "(if (i32.lt_u (local.get $q) (local.get $groups))"
        " (then (local.set $groups (local.get $q))))"
        for i in runs
    )
    kept = "".join(f"(i32.store (i32.const {RECORD * i + 4}) (local.get $s{i}))" for i in runs)
    steps = "\n".join(_step(f"s{i}", f"p{i}", ahead) for ahead in range(GROUP) for i in runs)
    rare = f"(i32.lt_u (local.get $s0) {start})"
    for i in runs[1:]:
        rare = f"(i32.or {rare} (i32.lt_u (local.get $s{i}) {start}))"
    ahead = "".join(_add(f"p{i}", GROUP) for i in runs)
    places = "".join(f"(i32.store (i32.const {RECORD * i}) (local.get $p{i}))" for i in runs)
    return f"""(func $together {declared} (local $q i32) (local $groups i32)
(local.set $groups (i32.const -1)) {loads}
(block $out (loop $bytes {kept}
(br_if $out (i32.eqz (local.get $groups)))
{steps}
(br_if $out {rare})
{ahead} {_add("groups", -1)} (br $bytes)))
{places})"""


def _alone(row: int) -> str:
    """Take the run whose record is at ``c`` byte by byte up to ``e``, or to an unknown state.

    A refused line is noted by the byte behind the refused one, and skipped.
    """
    bad = f"(i32.load (i32.const {COUNT}))"
    leave = """(i32.store (local.get $c) (i32.sub (local.get $p) (i32.const 1)))
(i32.store offset=4 (local.get $c) (local.get $before))"""
    return f"""(func $alone (param $c i32) (param $e i32) (result i32)
(local $p i32) (local $s i32) (local $before i32)
(local.set $p (i32.load (local.get $c)))
(local.set $s (i32.load offset=4 (local.get $c)))
(block $out (loop $bytes
  (br_if $out (i32.ge_u (local.get $p) (local.get $e)))
  (local.set $before (local.get $s))
  {_step("s", "p")} {_add("p", 1)}
  (br_if $bytes (i32.ge_u (local.get $s) (i32.const {START * row})))
  (if (i32.eq (local.get $s) (i32.const {UNKNOWN * row})) (then {leave}
    (i32.store (i32.const {ASKING}) (local.get $c)) (return (i32.const {ASKS}))))
  (if (i32.ge_u {bad} (i32.const {MOST_BAD})) (then {leave} (return (i32.const {FULL}))))
  (i32.store offset={BAD} (i32.shl {bad} (i32.const 2)) (local.get $p))
  (i32.store (i32.const {COUNT}) (i32.add {bad} (i32.const 1)))
  (block $found (loop $line
    (br_if $found (i32.eq (i32.load8_u (i32.sub (local.get $p) (i32.const 1))) (i32.const 10)))
    {_add("p", 1)} (br $line)))
  (local.set $s (i32.const {START * row})) (br $bytes)))
(i32.store (local.get $c) (local.get $p))
(i32.store offset=4 (local.get $c) (local.get $s))
(i32.const {DONE}))"""


def _index() -> str:
    """Note where the lines of the text end: the byte behind each, from the text's start.

    Sixteen bytes are looked at at once; those behind the text are no line breaks.
    """
    return f"""(func $index (param $size i32) (local $p i32) (local $bits i32)
(local $n i32)
(block $done (loop $bytes
  (br_if $done (i32.ge_u (local.get $p) (local.get $size)))
  (local.set $bits (i8x16.bitmask (i8x16.eq (v128.load offset={TEXT} (local.get $p))
    (v128.const i8x16 10 10 10 10 10 10 10 10 10 10 10 10 10 10 10 10))))
  (block $none (loop $found
    (br_if $none (i32.eqz (local.get $bits)))
    (br_if $done (i32.ge_u (local.get $n) (i32.const {MOST_LINES})))
    (i32.store offset={ENDS} (i32.shl (local.get $n) (i32.const 2))
      (i32.add (i32.add (local.get $p) (i32.const 1)) (i32.ctz (local.get $bits))))
    {_add("n", 1)}
    (local.set $bits (i32.and (local.get $bits) (i32.sub (local.get $bits) (i32.const 1))))
    (br $found)))
  {_add("p", AT_ONCE)} (br $bytes)))
(i32.store (i32.const {LINES}) (local.get $n)))"""


def _scan() -> str:
    """Run together while all have bytes left, then one after the other."""

    def up_to(c: int, limit: str) -> str:
        return (
            f"(local.set $r (call $alone (i32.const {c}) {limit}))"
            "(if (local.get $r) (then (return (local.get $r))))"
        )

    records = [RECORD * i for i in range(RUNS)]
    attend = ended = rest = ""
    for c in records:
        here, end = (f"(i32.load (i32.const {c + at}))" for at in (0, 8))
        attend += (
            f"(local.set $e (i32.add {here} (i32.const {GROUP})))"
            f"(if (i32.gt_u (local.get $e) {end}) (then (local.set $e {end})))"
        ) + up_to(c, "(local.get $e)")
        ended += f"(br_if $done (i32.ge_u {here} {end}))"
        rest += up_to(c, end)
    return f"""(func (export "scan") (param $size i32) (result i32) (local $r i32) (local $e i32)
(if (local.get $size) (then (call $index (local.get $size))))
(block $done (loop $again (call $together) {attend} {ended} (br $again)))
{rest} (i32.const {DONE}))"""
