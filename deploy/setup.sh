#!/usr/bin/env bash
# Installs what a clone lacks, one part a call, and says what it does. A stamp file marks a part that is whole,
# so an interrupted install is simply done again.
#   deploy/setup.sh python    the virtual environment in .visavis/venv, from the hashed lock
#   deploy/setup.sh web       the web app's packages
#   deploy/setup.sh browser   Debian's Chromium, for the browser tests
#   deploy/setup.sh media     Debian's coturn, GStreamer and redis, for the media server's tests (without root: they are skipped)
#   deploy/setup.sh janus     Debian's Janus, which `make bench` measures beside ours
set -euo pipefail
cd "$(dirname "$0")/.."

say() { printf '\033[1m→ %s\033[0m\n' "$*" >&2; }
stop() { printf '\033[31m✗ %s\033[0m\n' "$*" >&2; exit 1; }

# Debian packages need root. Without it the one command to type is named.
debian() {
  if [ "$(id -u)" -ne 0 ]; then
    stop "Missing: $*. Install it with: sudo apt-get install -y $*"
  fi
  say "Debian packages: $*"
  export DEBIAN_FRONTEND=noninteractive
  apt-get install -y -qq --no-install-recommends "$@" >/dev/null 2>&1 && return 0
  apt-get update -qq && apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

python_packages() {
  local venv=.visavis/venv
  command -v python3 >/dev/null || debian python3 python3-venv
  python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || stop "Python 3.11 or newer is needed; this is $(python3 --version)."
  python3 -c 'import ensurepip' 2>/dev/null || debian python3-venv
  if [ ! -x "$venv/bin/python" ]; then
    say "Virtual environment in $venv"
    mkdir -p .visavis
    python3 -m venv "$venv"
  fi
  # The media server's packet path in C: a compiler and Python's headers. Without them Python's own path does the work.
  if ! command -v cc >/dev/null || ! "$venv/bin/python" -c 'import os, sysconfig; os.stat(sysconfig.get_path("include") + "/Python.h")' 2>/dev/null; then
    if [ "$(id -u)" -eq 0 ]; then debian gcc libc6-dev python3-dev; else
      say "No C compiler: media will be forwarded by Python, which costs more. To change that: sudo apt-get install -y gcc libc6-dev python3-dev"
    fi
  fi
  say "Python packages from requirements-dev.lock (a minute or two the first time)"
  "$venv/bin/python" -m pip install --disable-pip-version-check -q --require-hashes --no-deps -r requirements-dev.lock
  "$venv/bin/python" -m pip install --disable-pip-version-check -q --no-deps --no-build-isolation -e .
  touch "$venv/.ready"
}

web_packages() {
  command -v node >/dev/null || debian nodejs npm
  [ "$(node -p 'process.versions.node.split(".")[0]')" -ge 20 ] || stop "Node 20 or newer is needed; this is $(node --version)."
  say "Web packages from web/package-lock.json (a minute the first time)"
  # `npm ci` refuses a lock that lacks other platforms' optional packages; this leaves the lock as it is.
  (cd web && npm install --no-save --no-audit --no-fund --loglevel=error)
  touch web/node_modules/.ready
}

browser() {
  command -v chromium >/dev/null || debian chromium fonts-noto-core
}

media() {
  local missing=()
  command -v turnserver >/dev/null || missing+=(coturn)
  command -v redis-server >/dev/null || missing+=(redis-server)
  /usr/bin/python3 sfu/tests/media/gst_client.py check 2>/dev/null || missing+=(
    python3-gst-1.0 gstreamer1.0-plugins-base gstreamer1.0-plugins-good gstreamer1.0-plugins-bad gstreamer1.0-plugins-ugly
    gstreamer1.0-nice gir1.2-gst-plugins-base-1.0 gir1.2-gst-plugins-bad-1.0 gir1.2-nice-0.1)
  [ ${#missing[@]} -gt 0 ] || return 0
  if [ "$(id -u)" -ne 0 ]; then
    say "Missing, so some tests will be skipped: sudo apt-get install -y ${missing[*]}"
    return 0
  fi
  debian "${missing[@]}"
  # The tests start their own; the packages' services would only hold their ports.
  if [ -d /run/systemd/system ]; then systemctl disable --now coturn redis-server >/dev/null 2>&1 || true; fi
}

janus() {
  if ! type -P janus >/dev/null; then
    debian janus
    # The bench starts its own, configured for speed.
    if [ -d /run/systemd/system ]; then systemctl disable --now janus >/dev/null 2>&1 || true; fi
  fi
  command -v ip >/dev/null || debian iproute2
}

case "${1:-}" in
  python) python_packages ;;
  web) web_packages ;;
  browser) browser ;;
  media) media ;;
  janus) janus ;;
  *) sed -n '2,8p' "$0" | sed 's/^# \{0,1\}//'; exit 2 ;;
esac
