"""Several nodes' Prometheus metrics as one text, each sample with the label `node`. Pure.

The rule: a family stands once with all its samples (the text format demands it), values pass as they are.
"""

import re
from collections.abc import Mapping
from typing import Final

_SAMPLE: Final = re.compile(r"^([A-Za-z_:][A-Za-z0-9_:]*)(\{.*\})?( (?:NaN|[-+]?Inf|[-+0-9.eE]+)(?: -?\d+)?)$")
_SUFFIXES: Final = ("_bucket", "_sum", "_count", "_total", "_created")


def merge(texts: Mapping[str, str]) -> str:
    """The text of all nodes, from each one's by its id."""
    heads: dict[str, dict[str, str]] = {}  # family → HELP and TYPE lines
    samples: dict[str, list[str]] = {}
    for node_id, text in texts.items():
        for line in text.splitlines():
            if line.startswith("# "):
                kind, _, rest = line[2:].partition(" ")
                family = rest.split(" ", 1)[0]
                if kind in ("HELP", "TYPE"):
                    heads.setdefault(family, {}).setdefault(kind, line)
                    samples.setdefault(family, [])
            elif (found := _SAMPLE.match(line)) is not None:
                samples.setdefault(_family(found[1], samples), []).append(_labelled(found, node_id))
    lines = []
    for family, found_samples in samples.items():
        head = heads.get(family, {})
        lines += [head[kind] for kind in ("HELP", "TYPE") if kind in head]
        lines += found_samples
    return "\n".join(lines) + "\n" if lines else ""


def _family(name: str, known: Mapping[str, object]) -> str:
    if name in known:
        return name
    for suffix in _SUFFIXES:
        stem = name.removesuffix(suffix)
        if stem != name and stem in known:
            return stem
    return name


def _labelled(sample: "re.Match[str]", node_id: str) -> str:
    name, labels, rest = sample.groups()
    inside = (labels or "{}")[1:-1].rstrip(",")
    return f'{name}{{node="{node_id}"{"," + inside if inside else ""}}}{rest}'
