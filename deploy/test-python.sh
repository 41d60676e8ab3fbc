#!/usr/bin/env bash
# The Python tests. First all that are light, two at a time; then those that drive real media clients, one at a time,
# because they share two cores with the server they test. The calendar runs once more under an unusual zone.
#   deploy/test-python.sh [PATH ...]
set -euo pipefail
cd "$(dirname "$0")/.."
pytest=.visavis/venv/bin/pytest

# pytest exits 5 when nothing matched; with paths given, one of the passes may have nothing to do.
run() {
  local code=0
  "$pytest" "$@" || code=$?
  [ "$code" -eq 0 ] || [ "$code" -eq 5 ] || exit "$code"
}

run -q -n 2 --dist loadfile -m "not media" "$@"
run -q -m media "$@"
if [ $# -eq 0 ]; then
  TZ=Pacific/Chatham run -q -n 2 --dist loadfile scheduler/tests/{availability,booking,freetime} \
    scheduler/tests/calendars/test_{wild,rules,broken}.py scheduler/tests/classes/test_{recurrence,shifting}.py \
    scheduler/tests/notifications/test_{quiet,invitation,render}.py scheduler/tests/plans/test_rules.py
fi
