"""One target's run: lays the kept inputs out as files, fuzzes in a process of its own, keeps what it found.

The rule: a finding is written into the corpus file at once, so that no crash is lost and the tests fail until it is
mended.
"""

from __future__ import annotations

import asyncio
import hashlib
import importlib
import re
import resource
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sfu.fuzz.corpus import Kept, read, write

WORK: Final = Path(".visavis/fuzz")
MAX_INPUT: Final = 4096
"""Octets of the longest input tried."""
MOST_KEPT: Final = 12_288
"""Octets of a target's kept inputs, regressions aside; the longest are left out."""
HANG: Final = 10
"""Seconds on one input that count as a finding: a parser is never that slow."""
MEMORY_MB: Final = 2048
"""Megabytes above which a run counts as a finding."""
GRACE: Final = 60
"""Seconds a run may take longer than it was given (instrumenting, reading the corpus)."""
_ERROR: Final = re.compile(r"^([A-Za-z_][\w.]*(?:Error|Exception|Warning|Iteration|Exit)\b.*)$", re.MULTILINE)
_STATISTIC: Final = re.compile(r"^stat::(\w+):\s+(\d+)$", re.MULTILINE)
_COVERED: Final = re.compile(r"^#\d+\s+\w+\s+cov: (\d+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Table:
    """A module with `TARGETS`: name → function of bytes; the kept inputs are in `corpus/` beside it."""

    module: str

    def targets(self) -> dict[str, Callable[[bytes], None]]:
        found: dict[str, Callable[[bytes], None]] = importlib.import_module(self.module).TARGETS
        return found

    def corpus(self, target: str) -> Path:
        file = importlib.import_module(self.module).__file__
        assert file is not None
        return Path(file).with_name("corpus") / f"{target}.txt"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run did: inputs tried, edges reached, and the error that ended it (None: nothing was found)."""

    target: str
    executions: int
    covered: int
    found: str | None


async def fuzz(table: Table, target: str, seconds: float, work: Path = WORK) -> Outcome:
    """Fuzzes until `seconds` are over or something is found. What was reached before is where it goes on."""
    file = table.corpus(target)
    kept = read(file)
    folder = work / target
    grown, findings = folder / "grown", folder / "findings"
    shutil.rmtree(findings, ignore_errors=True)
    _lay_out(kept, folder / "kept")
    for each in (grown, findings):
        each.mkdir(parents=True, exist_ok=True)
    options = [
        f"-max_total_time={max(1, round(seconds))}",
        f"-max_len={MAX_INPUT}",
        f"-timeout={HANG}",
        "-print_final_stats=1",
        f"-artifact_prefix={findings}/",
        str(grown),
        str(folder / "kept"),
    ]
    output = await _engine(table, target, options, seconds + GRACE)
    found = next(iter(_ERROR.findall(output)), None)
    inputs = sorted(findings.iterdir())
    if inputs:
        found = found or inputs[0].name.partition("-")[0]  # timeout, oom: there is no traceback
        write(file, [*kept, *(Kept(path.read_bytes(), found) for path in inputs)])
    statistics = dict(_STATISTIC.findall(output))
    if "number_of_executed_units" not in statistics:
        raise RuntimeError(f"the fuzzer of {target} did not run:\n{output[-2000:]}")
    covered = _COVERED.findall(output)
    return Outcome(
        target,
        int(statistics["number_of_executed_units"]),
        int(covered[-1]) if covered else 0,
        found if inputs else None,
    )


async def keep(table: Table, target: str, work: Path = WORK) -> int:
    """Puts the smallest set that reaches what the runs reached in place of the kept inputs; their count."""
    folder = work / target
    least = folder / "least"
    shutil.rmtree(least, ignore_errors=True)
    least.mkdir(parents=True)
    _lay_out(read(table.corpus(target)), folder / "kept")
    options = ["-merge=1", f"-max_len={MAX_INPUT}", str(least), str(folder / "kept"), str(folder / "grown")]
    output = await _engine(table, target, options, 600)
    inputs = sorted((path.read_bytes() for path in least.iterdir()), key=len)
    if not inputs:
        raise RuntimeError(f"the corpus of {target} was not merged:\n{output[-2000:]}")
    kept = [each for each in read(table.corpus(target)) if each.found]
    octets = 0
    for data in inputs:
        octets += len(data)
        if octets <= MOST_KEPT:
            kept.append(Kept(data))
    write(table.corpus(target), kept)
    return len(kept)


def _lay_out(kept: list[Kept], folder: Path) -> None:
    """The inputs as files, as libFuzzer reads them."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for each in kept:
        (folder / hashlib.sha256(each.data).hexdigest()[:16]).write_bytes(each.data)


def _own_peak_mb() -> int:
    """A process that is started has the peak of the one that starts it for its own (getrusage(2)), and libFuzzer goes
    by the peak."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


async def _engine(table: Table, target: str, options: list[str], limit: float) -> str:
    """Runs the engine; its output. A process that overstays is killed."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "sfu.fuzz.engine",
        table.module,
        target,
        f"-rss_limit_mb={MEMORY_MB + _own_peak_mb()}",
        *options,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        output, _ = await asyncio.wait_for(process.communicate(), limit)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return output.decode("utf-8", "replace")
