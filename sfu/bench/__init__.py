"""Benchmarks of the media server: `python -m sfu.bench` prints the figures as one JSON object.

{key: {"value": number, "unit": text, "how": text}}. Method, figures and failures are kept in sfu/PERFORMANCE.md. The
rule: comparisons alternate in one run on one machine, medians of the rounds' ratios; what was not delivered in full
does not count.
"""
