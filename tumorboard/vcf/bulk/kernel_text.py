"""The WebAssembly text of the loop that runs an automaton over a buffer of lines.

Each byte depends on the state that the byte before it led to, so a single run waits for memory
most of the time. Four runs, each over a quarter of the lines, are interleaved in one loop.

Memory, in bytes: from 0 a record of six words for each run (next byte, state, start of its line,
end, lines done, spare); counters; the class of each byte; lines refused (start and number in its
run); the table of states; the text. A state is the offset of its row in the table, a row has a
word for each class.
"""

from __future__ import annotations

RUNS = 4
RECORD = 24
REFUSED, UNKNOWN, START = 0, 4, 64
"""What stands in the table for a refused line and an unknown state, and the first state's row."""

DONE, ASKS, FULL = 0, 1, 2
"""Why the loop came back: at the end, a state is unknown, the list of refused lines is full."""

COUNT, ASKING = 256, 260
CLASSES = 512
BAD, MOST_BAD = 1024, 8192
TABLE = 1 << 18
TABLE_BYTES = 8 << 20
TEXT = TABLE + TABLE_BYTES
TEXT_BYTES = 8 << 20
PAGES = (TEXT + TEXT_BYTES) >> 16


def kernel_text() -> str:
    """Give the module: a memory ``m``, and ``scan`` that gives one of the reasons above."""
    parts = [f'(module (memory (export "m") {PAGES})', _together(), _alone(), _event(), _scan()]
    return "\n".join([*parts, ")"])


def _step(state: str, at: str) -> str:
    """Go on by the byte at ``at``."""
    byte = f"(i32.load8_u offset={CLASSES} (i32.load8_u {at}))"
    return (
        f"(local.set ${state} (i32.load offset={TABLE} "
        f"(i32.add (local.get ${state}) (i32.shl {byte} (i32.const 2)))))"
    )


def _more(name: str) -> str:
    return f"(local.set ${name} (i32.add (local.get ${name}) (i32.const 1)))"


def _together() -> str:
    """All runs step by step, until one needs attention."""
    runs = range(RUNS)
    names = ["p", "s", "l", "e", "n"]
    declared = " ".join(f"(local ${name}{i} i32)" for i in runs for name in names)
    loads = "".join(
        f"(local.set ${name}{i} (i32.load (i32.const {RECORD * i + 4 * at})))"
        for i in runs
        for at, name in enumerate(names)
    )
    stores = "".join(
        f"(i32.store (i32.const {RECORD * i + 4 * at}) (local.get ${name}{i}))"
        for i in runs
        for at, name in enumerate(names)
        if name != "e"
    )
    steps = "\n".join(_step(f"s{i}", f"(local.get $p{i})") + _more(f"p{i}") for i in runs)
    rare = f"(i32.le_u (local.get $s0) (i32.const {START}))"
    for i in runs[1:]:
        rare = f"(i32.or {rare} (i32.le_u (local.get $s{i}) (i32.const {START})))"
    lines = "".join(
        f"(if (i32.eq (local.get $s{i}) (i32.const {START}))"
        f" (then {_more(f'n{i}')} (local.set $l{i} (local.get $p{i}))))"
        for i in runs
    )
    stops = "".join(
        f"(br_if $out (i32.lt_u (local.get $s{i}) (i32.const {START})))"
        f"(br_if $out (i32.ge_u (local.get $p{i}) (local.get $e{i})))"
        for i in runs
    )
    return f"""(func $together {declared} {loads}
(block $out (loop $bytes {steps}
(br_if $bytes (i32.eqz {rare})) {lines} {stops} (br $bytes)))
{stores})"""


def _alone() -> str:
    """One run, whose record is at ``c``, until it needs attention."""
    names = ["p", "s", "l", "e", "n"]
    declared = " ".join(f"(local ${name} i32)" for name in names)
    loads = "".join(
        f"(local.set ${name} (i32.load offset={4 * at} (local.get $c)))"
        for at, name in enumerate(names)
    )
    stores = "".join(
        f"(i32.store offset={4 * at} (local.get $c) (local.get ${name}))"
        for at, name in enumerate(names)
        if name != "e"
    )
    return f"""(func $alone (param $c i32) {declared} {loads}
(block $out (loop $bytes {_step("s", "(local.get $p)")} {_more("p")}
(br_if $bytes (i32.gt_u (local.get $s) (i32.const {START})))
(br_if $out (i32.lt_u (local.get $s) (i32.const {START})))
{_more("n")} (local.set $l (local.get $p))
(br_if $bytes (i32.lt_u (local.get $p) (local.get $e)))))
{stores})"""


def _event() -> str:
    """Attend to a run: enter a refused line and go behind it, or ask for an unknown state.

    For an unknown state the line is gone through again, up to the byte that led to it.
    """
    bad = f"(i32.load (i32.const {COUNT}))"
    return f"""(func $event (param $c i32) (result i32)
(local $p i32) (local $s i32) (local $l i32) (local $q i32) (local $n i32)
(local.set $s (i32.load offset=4 (local.get $c)))
(if (i32.ge_u (local.get $s) (i32.const {START})) (then (return (i32.const {DONE}))))
(local.set $p (i32.load (local.get $c)))
(local.set $l (i32.load offset=8 (local.get $c)))
(if (i32.eq (local.get $s) (i32.const {REFUSED})) (then
  (if (i32.ge_u {bad} (i32.const {MOST_BAD})) (then (return (i32.const {FULL}))))
  (local.set $n (i32.load offset=16 (local.get $c)))
  (local.set $q (i32.shl {bad} (i32.const 3)))
  (i32.store offset={BAD} (local.get $q) (local.get $l))
  (i32.store offset={BAD + 4} (local.get $q)
    (i32.add (i32.shl (local.get $n) (i32.const 2))
      (i32.div_u (local.get $c) (i32.const {RECORD}))))
  (i32.store (i32.const {COUNT}) (i32.add {bad} (i32.const 1)))
  (block $found (loop $bytes
    (br_if $found (i32.eq (i32.load8_u (i32.sub (local.get $p) (i32.const 1))) (i32.const 10)))
    {_more("p")} (br $bytes)))
  (i32.store (local.get $c) (local.get $p))
  (i32.store offset=4 (local.get $c) (i32.const {START}))
  (i32.store offset=8 (local.get $c) (local.get $p))
  (i32.store offset=16 (local.get $c) (i32.add (local.get $n) (i32.const 1)))
  (return (i32.const {DONE}))))
(local.set $p (i32.sub (local.get $p) (i32.const 1)))
(local.set $s (i32.const {START}))
(local.set $q (local.get $l))
(block $there (loop $bytes
  (br_if $there (i32.ge_u (local.get $q) (local.get $p)))
  {_step("s", "(local.get $q)")} {_more("q")} (br $bytes)))
(i32.store (local.get $c) (local.get $p))
(i32.store offset=4 (local.get $c) (local.get $s))
(i32.store (i32.const {ASKING}) (local.get $c))
(i32.const {ASKS}))"""


def _scan() -> str:
    """Run together while all have lines left, then one after the other."""
    attend = "".join(
        f"(local.set $r (call $event (i32.const {RECORD * i})))"
        "(if (local.get $r) (then (return (local.get $r))))"
        for i in range(RUNS)
    )

    def ended(i: int) -> str:
        here, end = (f"(i32.load (i32.const {RECORD * i + at}))" for at in (0, 12))
        return f"(br_if $done (i32.ge_u {here} {end}))"

    any_ended = "".join(map(ended, range(RUNS)))
    rest = "".join(
        f"""(block $done (loop $again
(local.set $r (call $event (i32.const {RECORD * i})))
(if (local.get $r) (then (return (local.get $r))))
{ended(i)}
(call $alone (i32.const {RECORD * i})) (br $again)))"""
        for i in range(RUNS)
    )
    return f"""(func (export "scan") (result i32) (local $r i32)
(block $done (loop $again {attend} {any_ended} (call $together) (br $again)))
{rest} (i32.const {DONE}))"""
