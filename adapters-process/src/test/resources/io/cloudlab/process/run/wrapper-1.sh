# Outlives the server that started it: starts one job's process tree, waits for it and records how it ended.
#
# Started as:  setsid flock -F <directory>/lock sh wrapper.sh <directory> <nonce> <boot id> <kind> <quota> <kept> <command…>
# <kind> is written down for those who will have to end the tree.
# The lock is file descriptor 3 and belongs to this process alone. The environment is the job's, so every variable of
# this script has a name of its own. Counts on nothing but POSIX sh; each process started here delays every job.

_clm_directory=$1 _clm_nonce=$2 _clm_boot=$3 _clm_kind=$4 _clm_quota=$5 _clm_kept=$6
shift 6
exec </dev/null >>"$_clm_directory/spool" 2>&1 # away from the pipes to the server: they break when it ends
[ ! -e "$_clm_directory/tombstone" ] || exit 0

_clm_ticks() {
    shift 19
    _clm_ticks=$1
}
read -r _clm_stat </proc/self/stat
_clm_ticks ${_clm_stat##*) } # starttime, field 22 of proc(5)
printf '%s %s %s %s %s .\n' "$_clm_nonce" "$$" "$_clm_ticks" "$_clm_boot" "$_clm_kind" 1<>"$_clm_directory/meta"

"$@" 3<&- &
_clm_main=$!

# Keeps the first and the last bytes of a spool that has outgrown its quota. The gap is announced before it is made, so
# that a reader who looks at the gap afterwards knows whether what it read was still there.
_clm_trim() {
    _clm_size=$(stat -c %s "$_clm_directory/spool") || return
    _clm_pause=5
    [ "$_clm_size" -le "$((_clm_quota / 8))" ] || _clm_pause=1
    [ "$_clm_size" -gt "$_clm_quota" ] || return
    _clm_next=$(((_clm_size - _clm_kept) / 4096 * 4096))
    [ "$_clm_next" -gt "$_clm_end" ] || return
    _clm_end=$_clm_next
    printf '%-20s %-20s .\n' "$_clm_kept" "$_clm_end" 1<>"$_clm_directory/gap"
    fallocate --punch-hole --offset "$_clm_kept" --length "$((_clm_end - _clm_kept))" "$_clm_directory/spool"
}

# Trims now and then, and once more when the job is over, unless that was very short. Never stops half-way.
_clm_guard() {
    umask 077
    _clm_end=0 _clm_pause=2 _clm_nap= _clm_napped= _clm_over=
    trap '_clm_over=1; [ -z "$_clm_nap" ] || kill -KILL "$_clm_nap"' TERM
    while :; do
        sleep "$_clm_pause" &
        _clm_nap=$!
        [ -z "$_clm_over" ] || kill -KILL "$_clm_nap"
        wait "$_clm_nap"
        [ -z "$_clm_over" ] || wait "$_clm_nap"
        _clm_nap=
        [ -z "$_clm_over" ] || [ -n "$_clm_napped" ] || exit
        kill -0 "$$" || exit
        _clm_napped=1
        _clm_trim
        [ -z "$_clm_over" ] || exit
    done
}
_clm_guard </dev/null >/dev/null 2>&1 3<&- &
_clm_guard=$!

# Handlers, because what is ignored is inherited; and only now, because a child that is just being made inherits these
# too, and would lose a signal to them. For the same reason naps are ended with KILL.
_clm_signalled=
trap '_clm_signalled=1' TERM HUP INT

# A signal ends "wait" early; asking again tells the true code, and 127 if it had been told already. What the shell
# says of processes that were killed is of no interest here.
wait "$_clm_main" 2>/dev/null
_clm_code=$?
while [ -n "$_clm_signalled" ]; do
    _clm_signalled=
    wait "$_clm_main" 2>/dev/null
    _clm_again=$?
    [ "$_clm_again" = 127 ] || _clm_code=$_clm_again
done

kill "$_clm_guard" 2>/dev/null
wait "$_clm_guard" 2>/dev/null
printf '%s %s .\n' "$_clm_nonce" "$_clm_code" 1<>"$_clm_directory/exit" # in place: a full disk cannot prevent it
exec sync "$_clm_directory/spool" "$_clm_directory/exit" 2>/dev/null
