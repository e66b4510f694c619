# Sourced by the commands of this folder: finds a Python and hands over to erp/embedded/environment.py, which makes
# the virtual environment on first use and then becomes the command. Works in bash 3.2 and later.

ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)"
unset PYTHONHOME PYTHONPATH VIRTUAL_ENV CDPATH

is_python_311() {
  "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

find_python() {
  # The environment's own interpreter first (the usual case), then those the pins were tried on.
  local candidate without_venv=""
  for candidate in "$ROOT/.venv/bin/python" "${KEPT_PYTHON:-}" python3.12 python3.11 python3.13 python3 python \
    python3.14; do
    [ -n "$candidate" ] && command -v "$candidate" >/dev/null 2>&1 && is_python_311 "$candidate" || continue
    if [ "$candidate" = "$ROOT/.venv/bin/python" ] || "$candidate" -c 'import ensurepip, venv' >/dev/null 2>&1; then
      PYTHON="$candidate"
      return 0
    fi
    without_venv="${without_venv:-$candidate}"
  done
  PYTHON="$without_venv"
  [ -n "$PYTHON" ]
}

in_environment() {
  if ! find_python; then
    echo "Kept needs Python 3.11 or later, and none was found on PATH." >&2
    echo "Cure: install it (Debian and Ubuntu: apt-get install python3 python3-venv) or name one: KEPT_PYTHON=/path/to/python3.12" >&2
    exit 1
  fi
  exec "$PYTHON" "$ROOT/erp/embedded/environment.py" "$@"
}
