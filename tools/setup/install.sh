# install.sh - sourced by ./run and ./check: install_packages KIND…
#
# Installs the Debian packages of these kinds that are missing, as root or through sudo, and
# says what it does.  Nothing is touched where all are there.

install_packages() {
  local kind want="" missing="" name
  for kind in "$@"; do
    want="$want $(awk -v k="$kind" '$1 == k { print $2 }' tools/setup/packages)"
  done
  for name in $want; do
    dpkg-query -W -f='${db:Status-Status}' "$name" 2>/dev/null | grep -qx installed || missing="$missing $name"
  done
  [ -z "$missing" ] && return 0
  if ! command -v apt-get >/dev/null; then
    echo "These packages are missing and there is no apt-get to fetch them:$missing" >&2
    return 1
  fi
  local sudo=""
  if [ "$(id -u)" != 0 ]; then
    if ! command -v sudo >/dev/null; then
      echo "Run this as root, or install sudo, or install these packages first:$missing" >&2
      return 1
    fi
    sudo="sudo"
  fi
  echo "Installing:$missing"
  local log
  log=$(mktemp)
  if ! { $sudo env DEBIAN_FRONTEND=noninteractive apt-get update -q &&
         $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $missing; } >"$log" 2>&1; then
    cat "$log" >&2
    echo "apt-get failed; see above." >&2
    rm -f "$log"
    return 1
  fi
  rm -f "$log"
}
