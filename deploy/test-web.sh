#!/usr/bin/env bash
# The web app's tests: unit tests, the production build, and the whole path of a booking in Chromium.
set -euo pipefail
cd "$(dirname "$0")/.."
exec web/tests/run.sh "$@"
