#!/bin/sh
# The trust tests at full size, one part after the other, each within a bound of
# its own. A part that fails does not stop the next; what was run, how long it
# took and how it ended stands in bin/faults.txt. Parts may be named: faults.sh kill9 sim
set -eu

export KAIGONG_FAULTS=full
mkdir -p bin
: >bin/faults.txt
failed=0

part() { # name, bound, package, tests
	case " $wanted " in
	*" $1 "*) ;;
	*) return 0 ;;
	esac
	begun=$(date +%s)
	if go test -count=1 -p 1 -v -timeout "$2" -run "$4" "$3" >"bin/faults-$1.log" 2>&1; then
		ended=passed
	else
		ended=FAILED
		failed=1
		grep -vE '^=== |^ *--- (PASS|SKIP)' "bin/faults-$1.log" | tail -n 40
	fi
	echo "$1 $ended in $(($(date +%s) - begun)) s, bound $2: $(grep -cE '^ *--- PASS' "bin/faults-$1.log" || true) tests passed" | tee -a bin/faults.txt
}

wanted=${*:-kill9 powercut tamper log sim pages}
part kill9 40m ./internal/faultlab/kill9 .
part powercut 15m ./internal/faultlab/powercut .
part tamper 15m ./internal/app TestTamper
part log 15m ./internal/record/auditlog .
part sim 120m ./internal/sim .
part pages 30m ./e2e .
exit $failed
