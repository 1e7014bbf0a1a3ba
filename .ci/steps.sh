# Sourced by .ci/run and .ci/deep: runs steps one after another, and says at the end how long each took and what did not run.
# A step that fails ends the run, with its name.

step_names=()
step_seconds=()
not_run=()
current=''
current_began=0
is_complete=false

finish_step() {
  [ -n "$current" ] || return 0
  step_names+=("$current")
  step_seconds+=($((SECONDS - current_began)))
  current=''
}

# step <name>: the step before it has ended.
step() {
  finish_step
  printf '\n== %s\n' "$1"
  current=$1
  current_began=$SECONDS
}

# did_not_run <what> <reason>: also at the end, so that nobody has to search the output.
did_not_run() {
  printf '\nNOT RUN: %s (%s)\n' "$1" "$2"
  not_run+=("$1 ($2)")
}

# tests <what> <command…>: runs tests. What they left out is said at the end, too: single tests, and suites without their backend.
tests() {
  local what=$1 said left line
  shift
  said=$(mktemp)
  "$@" 2>&1 | tee "$said"
  while read -r line; do not_run+=("$line"); done < <(plain "$said" | grep -oP '(?<=NOT RUN: ).*' | sort -u)
  while read -r left; do not_run+=("$left tests of $what"); done < <(
    plain "$said" | grep -E '^ *Tests ' | grep -oE '[0-9]+ (skipped|todo)'
  )
  rm -f "$said"
}

# ended <process id> <its output> <command…>: waits for a step that ran beside others, and shows its output by the command.
ended() {
  local process=$1 output=$2 code=0
  shift 2
  wait "$process" || code=$?
  "$@" "$output"
  return "$code"
}

plain() { sed 's/\x1b\[[0-9;]*m//g' "$1"; }

# all_steps_ran: the last line of a run. Without it the run was ended from outside, and did not pass.
all_steps_ran() {
  finish_step
  is_complete=true
}

# summary <exit code of the last command>: answers the exit code of the run.
summary() {
  local code=$1 failed=$current
  # A signal leaves the status of the last command that ended.
  if ! $is_complete && [ "$code" -eq 0 ]; then code=1; fi
  finish_step
  printf '\n== seconds of each step\n'
  for at in "${!step_names[@]}"; do printf '%5d  %s\n' "${step_seconds[$at]}" "${step_names[$at]}"; done
  printf '%5d  together\n\n' "$SECONDS"
  for what in "${not_run[@]}"; do printf 'NOT RUN: %s\n' "$what"; done
  if [ "$code" -ne 0 ]; then printf 'FAILED in the step "%s"\n' "$failed"; return "$code"; fi
  if [ "${#not_run[@]}" -eq 0 ]; then echo 'everything ran, and everything passed'; else echo 'everything else ran, and passed'; fi
}
