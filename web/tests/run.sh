#!/usr/bin/env bash
# The web app's tests: types against the scheduler's document, unit tests in two zones, and the whole path of a booking
# in Chromium. The stack that the browser tests start builds the app itself when its sources changed.
set -euo pipefail
cd "$(dirname "$0")/.."
export NEXT_TELEMETRY_DISABLED=1

npm run --silent api:check
for zone in UTC Pacific/Chatham; do
  TZ=$zone npm run --silent test
done
exec npm run --silent e2e -- "$@"
