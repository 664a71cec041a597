#!/usr/bin/env bash
# Sets everything up and runs every test. Closes with one line: N passed, N failed, N skipped.
# Needs the .NET 10 SDK and Node 20; what else is missing it installs, and says so.
#   bash tests/run.sh            everything
#   bash tests/run.sh domain     one part (the names stand at the end of this file)
#   bash tests/run.sh --full     the long matrices too: more seeds, writers, kills; with or without names of parts
# With CI=true a missing part is a failure, not a skip.
set -euo pipefail
cd "$(dirname "$0")/.."

if [ "${1:-}" = --full ]; then
  export TELECONSULT_FULL=1
  shift
fi

root=$PWD
logs=$root/TestResults/logs
passed=0 failed=0 skipped=0
group=
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1 NO_COLOR=1
mkdir -p "$logs"

# Every command runs in a process group of its own, so that what it leaves behind ends with it, and nothing else does.
end_group() { if [ -n "$group" ]; then kill -TERM -- "-$group" 2>/dev/null || true; group=; fi; }
trap end_group EXIT
trap 'exit 130' INT TERM

run() { # run LOG COMMAND...: output to the log, exit code of the command
  local log=$1 code=0
  shift
  setsid "$@" >"$log" 2>&1 </dev/null &
  group=$!
  wait "$group" || code=$?
  end_group
  return "$code"
}

count() { # count NAME PASSED FAILED SKIPPED LOG
  passed=$((passed + $2)) failed=$((failed + $3)) skipped=$((skipped + $4))
  printf '%-16s %5d passed %4d failed %4d skipped   %4d s\n' "$1" "$2" "$3" "$4" $((SECONDS - began))
  if [ "$3" -gt 0 ]; then
    echo "--- $5"
    # A failed .NET test whole, with what it waited for and where; otherwise the lines that look like the fault.
    { awk '/\[FAIL\]/ { left = 30 } /\[SKIP\]/ { print } left-- > 0' "$5" | head -n 150 | grep . ||
      grep -aE 'FAIL |AssertionError|Exception|Assert|error|problem|:[0-9]+\)?:? ' "$5" | tail -n 30 | grep . || tail -n 20 "$5"; } | cut -c1-300
    echo "---"
  elif [ "$4" -gt 0 ]; then
    grep -a '\[SKIP\]' "$5" | cut -c1-200 || true
  fi
}

finish() {
  echo "$passed passed, $failed failed, $skipped skipped"
  [ "$failed" -eq 0 ]
  exit
}

need() { # need COMMAND WHAT: without it nothing can be tested
  command -v "$1" >/dev/null && return
  echo "$2"
  failed=$((failed + 1))
  finish
}

install() { # install COMMAND PACKAGE
  command -v "$1" >/dev/null && return
  echo "$2 is missing: installing it with apt-get."
  local as=
  if [ "$(id -u)" -ne 0 ]; then as=sudo; fi
  if ! run "$logs/apt-$2.log" $as bash -c "apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $2"; then
    echo "$2 could not be installed (TestResults/logs/apt-$2.log). Install it by hand; tests that need it are left out."
  fi
}

step() { # step NAME COMMAND...: set-up that must succeed
  local name=$1
  shift
  began=$SECONDS
  if run "$logs/$name.log" "$@"; then
    printf '%-16s %45s %4d s\n' "$name" "" $((SECONDS - began))
  else
    count "$name" 0 1 0 "$logs/$name.log"
    finish
  fi
}

check() { # check NAME COMMAND...: counts as one
  local name=$1
  shift
  began=$SECONDS
  if run "$logs/$name.log" "$@"; then count "$name" 1 0 0 "$logs/$name.log"; else count "$name" 0 1 0 "$logs/$name.log"; fi
}

dotnet_tests() { # dotnet_tests NAME PROJECT: the runner's summary is counted; none, or a bad end without a failure, is a failure
  local log=$logs/$1.log code=0 line total bad left
  began=$SECONDS
  run "$log" "tests/$2/bin/Debug/net10.0/$2" -noLogo -noColor -trx "$logs/$1.trx" || code=$?
  line=$(grep -aE 'Total: [0-9]+, Errors: [0-9]+, Failed: [0-9]+, Skipped: [0-9]+' "$log" | tail -n 1 || true)
  number() { sed -E "s/.*$1: ([0-9]+).*/\1/" <<<"$line"; }
  if [ -z "$line" ]; then count "$1" 0 1 0 "$log"; return; fi
  total=$(number Total) left=$(number Skipped) bad=$(($(number Failed) + $(number Errors)))
  local good=$((total - $(number Failed) - left))
  if [ "$code" -ne 0 ] && [ "$bad" -eq 0 ]; then bad=1; fi
  if [ "$total" -eq 0 ]; then bad=1; fi
  if [ "${CI:-}" = true ] && [ "$left" -gt 0 ]; then bad=$((bad + left)) left=0; fi
  count "$1" "$good" "$bad" "$left" "$log"
}

field_tests() {
  local log=$logs/field.log json=$logs/field.json code=0
  began=$SECONDS
  rm -f "$json"
  run "$log" npm --prefix src/field test -- --reporter=default --reporter=json --outputFile="$json" || code=$?
  read -r good bad left < <(node -e '
    const [file, code] = process.argv.slice(1);
    let found; try { found = JSON.parse(require("fs").readFileSync(file)); } catch { console.log("0 1 0"); process.exit(); }
    const bad = Math.max(found.numFailedTests, code !== "0" || found.numTotalTests === 0 ? 1 : 0);
    console.log(found.numPassedTests, bad, found.numPendingTests + found.numTodoTests);' "$json" "$code")
  count field "$good" "$bad" "$left" "$log"
}

fhir_check() {
  local log=$logs/fhir.log good bad
  began=$SECONDS
  run "$log" node tests/Fhir/check.mjs || true
  read -r good bad < <(sed -nE 's/^([0-9]+) passed, ([0-9]+) failed$/\1 \2/p' "$log" | tail -n 1; echo "0 1")
  count fhir "$good" "$bad" 0 "$log"
}

setup() {
  need dotnet "The .NET 10 SDK is missing: https://dotnet.microsoft.com/download"
  need node "Node.js 20.19 or newer is missing: https://nodejs.org"
  install chromium chromium
  install exiftool libimage-exiftool-perl
  compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || install initdb postgresql # its programs alone: the tests start a server of their own
  install faketime faketime
  [ -x /usr/sbin/haproxy ] || install haproxy haproxy # its program alone: the tests start it with infra/haproxy.cfg
  install docker-compose docker-compose               # reads infra/compose.yaml; nothing is built
  local part
  for part in src/field tests/*/; do
    part=${part%/}
    if [ -f "$part/package-lock.json" ]; then step "npm-$(basename "$part")" npm --prefix "$part" ci; fi
  done
  step restore dotnet restore Teleconsult.sln
  step build dotnet build Teleconsult.sln --no-restore -m -p:SharedCompilationId="teleconsult-tests-$$"
}

parts=${*:-merged style types field fhir domain application infrastructure web end-to-end}
setup
for part in $parts; do
  case $part in
    merged) check merged bash -c '! git grep -nE "^(<{7}|>{7}) " -- .' ;; # a stylesheet with a merge's marks breaks no build
    style) check style dotnet format whitespace --folder --verify-no-changes --exclude src/field/node_modules --exclude tests/Fhir/node_modules ;;
    types) check types npm --prefix src/field run check ;;
    field) field_tests ;;
    fhir) fhir_check ;;
    domain) dotnet_tests domain Teleconsult.Domain.Tests ;;
    application) dotnet_tests application Teleconsult.Application.Tests ;;
    infrastructure) dotnet_tests infrastructure Teleconsult.Infrastructure.Tests ;;
    web) dotnet_tests web Teleconsult.Web.Tests ;;
    end-to-end) dotnet_tests end-to-end Teleconsult.EndToEnd ;;
    *) echo "No such part: $part"; failed=$((failed + 1)) ;;
  esac
done
finish
