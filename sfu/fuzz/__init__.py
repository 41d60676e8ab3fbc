"""Coverage-guided fuzzing of every parser that reads bytes from outside (atheris, libFuzzer's engine for Python).

The rule: a target takes any bytes and lets nothing out: the parser's own error is caught there, whatever else leaves
is a finding. Findings and the inputs that reached new code are kept in `corpus/`, one file a target, and every
ordinary test run replays them.

```
make fuzz                          every target for a few seconds, two at a time
python -m sfu.fuzz --list          the targets
python -m sfu.fuzz rtcp --seconds 300 --keep
```
"""
