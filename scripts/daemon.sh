#!/usr/bin/env bash
# A private Docker daemon for the container tests, where none answers: its own socket, data and images below .daemon/.
# Nothing is pulled: the base image is a root file system made by debootstrap from the machine's own Debian mirror.
#
#   scripts/daemon.sh start   start it, import the images, write .daemon/env (what the tests read)
#   scripts/daemon.sh stop    end it
#
# With a Docker engine of your own none of this is needed: set TOANTRINH_POSTGRES_IMAGE=postgres:16 and run the tests.
set -euo pipefail
cd "$(dirname "$0")/.."
run="$PWD/.daemon"
base=local/toantrinh-base:bookworm
postgres=local/toantrinh-postgres:15
say() { echo "==> $*"; }
client() { DOCKER_HOST="unix://$run/docker.sock" docker "$@"; }

stop() {
  [ -f "$run/dockerd.pid" ] && kill "$(cat "$run/dockerd.pid")" 2>/dev/null || true
  rm -f "$run/env"
}

need() {
  local missing=()
  for pair in dockerd:docker.io iptables:iptables debootstrap:debootstrap; do
    command -v "${pair%%:*}" >/dev/null || [ -x "/usr/sbin/${pair%%:*}" ] || missing+=("${pair##*:}")
  done
  [ "${#missing[@]}" -eq 0 ] && return
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || { say "no Docker daemon: needs root and Debian packages ${missing[*]}"; exit 1; }
  say "Debian packages: ${missing[*]}"
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

launch() {
  client info >/dev/null 2>&1 && return
  say "starting a private Docker daemon in .daemon/"
  rm -f "$run/dockerd.pid"
  PATH="$PATH:/usr/sbin:/sbin" setsid nohup dockerd --data-root "$run/docker" --exec-root "$run/exec" \
    -H "unix://$run/docker.sock" --pidfile "$run/dockerd.pid" >"$run/dockerd.log" 2>&1 &
  timeout 30 bash -c "until DOCKER_HOST=unix://$run/docker.sock docker info >/dev/null 2>&1; do read -rt 0.2 <> <(:) || :; done" ||
    { say "the daemon did not start; the end of .daemon/dockerd.log:"; tail -n 5 "$run/dockerd.log"; exit 1; }
}

import_base() {
  client image inspect "$base" >/dev/null 2>&1 && return
  say "making the base image with debootstrap (a minute or two)"
  rm -rf "$run/root"
  PATH="$PATH:/usr/sbin:/sbin" debootstrap --variant=minbase --include=postgresql-15,python3 bookworm "$run/root" >"$run/debootstrap.log" 2>&1 ||
    { say "debootstrap failed; the end of .daemon/debootstrap.log:"; tail -n 5 "$run/debootstrap.log"; exit 1; }
  tar -C "$run/root" --exclude=./var/cache --exclude=./usr/share/doc --exclude=./usr/share/man --exclude=./usr/share/locale -c . |
    client import -c 'ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/usr/lib/postgresql/15/bin' - "$base" >/dev/null
  rm -rf "$run/root"
}

build_postgres() {
  client image inspect "$postgres" >/dev/null 2>&1 && return
  say "building $postgres"
  DOCKER_BUILDKIT=0 client build -q --build-arg "BASE=$base" -t "$postgres" scripts/image >/dev/null 2>"$run/build.log" ||
    { say "the build failed:"; tail -n 5 "$run/build.log"; exit 1; }
}

start() {
  mkdir -p "$run"
  if [ -z "${TOANTRINH_OWN_DAEMON:-}" ] && docker info >/dev/null 2>&1; then
    say "a Docker daemon answers already; set TOANTRINH_POSTGRES_IMAGE=postgres:16 to use its images"
    exit 0
  fi
  need; launch; import_base; build_postgres
  cat >"$run/env" <<END
DOCKER_HOST=unix://$run/docker.sock
TESTCONTAINERS_RYUK_DISABLED=true
TESTCONTAINERS_CONNECTION_MODE=docker_host
TESTCONTAINERS_HOST_OVERRIDE=127.0.0.1
TOANTRINH_POSTGRES_IMAGE=$postgres
TOANTRINH_BASE_IMAGE=$base
END
  say "ready: $(client info --format '{{.ServerVersion}}'), images $base and $postgres; the tests read .daemon/env"
}

case "${1:-start}" in
  start) start ;;
  stop) stop ;;
  *) echo "usage: scripts/daemon.sh start|stop" >&2; exit 2 ;;
esac
