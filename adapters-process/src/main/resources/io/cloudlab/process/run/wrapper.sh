# Outlives the server that started it: starts one job's process tree, has its output copied into the spool, waits for
# both and records how the job ended.
#
# Started as:  setsid flock -F <directory>/lock sh wrapper.sh <directory> <nonce> <boot id> <kind> <quota> <kept>
#                  <quiet> <longest> <copier> <command…>
# <kind> is written down for those who will have to end the tree; <quiet> and <longest> are milliseconds; <copier> is
# what the copier is started with: words between spaces, or nothing.
# Standard input, output and error are three pipes that the server has made. It closes its ends, and they are used again:
#   input   first what the job is to do, which the job reads from 9; later the orders of this script to commands.sh
#   output  the job's output: written by the job, read from 5 by the copier, a process of this script's own
#   error   events, one a line, written to 8 by the copier and commands.sh, and read here. Each begins with a line feed,
#           as it may come in the middle of what dd has to say
# The lock is 3 and belongs to this process alone. Every variable has a name of its own, since the job's are exported.
# Counts on nothing but POSIX sh, /proc and coreutils; each process started here delays every job.

_clm_directory=$1 _clm_nonce=$2 _clm_boot=$3 _clm_kind=$4 _clm_quota=$5 _clm_kept=$6 _clm_quiet=$7 _clm_longest=$8 _clm_priority=$9
shift 9
[ ! -e "$_clm_directory/tombstone" ] || exit 0
exec 9<&0 6<>/proc/self/fd/1 8<>/proc/self/fd/2
exec 5</proc/self/fd/6 7>/proc/self/fd/6 6>&- </dev/null >>"$_clm_directory/spool" 2>/dev/null

_clm_ticks() {
    shift 19
    _clm_ticks=$1
}
read -r _clm_stat </proc/self/stat
_clm_ticks ${_clm_stat##*) } # starttime, field 22 of proc(5)
printf '%s %s %s %s %s .\n' "$_clm_nonce" "$$" "$_clm_ticks" "$_clm_boot" "$_clm_kind" 1<>"$_clm_directory/meta"

if [ "$_clm_kind" = namespace ]; then
    "$@" <&9 >&7 2>&1 3<&- 5<&- 7>&- 9<&- &
else
    # Without a namespace, others may hold the output open after the end: it must be told apart.
    (
        trap : TERM HUP INT
        exec 3<&- 5<&-
        "$@" <&9 >&7 2>&1 7>&- 9<&-
        _clm_code=$?
        printf '\nover\n' >&8
        exit "$_clm_code"
    ) &
fi
_clm_main=$!
exec 7>&-

# Copies the output until all who may write have closed it, or until it is time to look at the size of the spool. The
# statistics that dd prints at its end are the event.
_clm_block=65536
_clm_count=$((_clm_quota / 2 / _clm_block))
_clm_copy() {
    _clm_blocks=
    CLOUDLAB_JOB_COOKIE= CLOUDLAB_JOB_COPIER=$_clm_nonce $_clm_priority dd bs=$_clm_block count=$_clm_count status=noxfer \
        <&5 2>&8 3<&- 5<&- 8>&- 9<&- &
    _clm_copier=$!
}
_clm_copied= _clm_large=
_clm_copy

# Handlers, because what is ignored is inherited; and only now, because a child that is just being made inherits these
# too, and would lose a signal to them.
trap '_clm_signalled=1' TERM HUP INT

# The code of a child that ends or has ended. A signal ends "wait" early; asking again tells the true code, and 127 if
# it had been told already.
_clm_await() {
    _clm_signalled=
    wait "$1"
    _clm_code=$?
    while [ -n "$_clm_signalled" ]; do
        _clm_signalled=
        wait "$1"
        _clm_again=$?
        [ "$_clm_again" = 127 ] || _clm_code=$_clm_again
    done
}

# Whether a process lives, and its state as in proc(5).
_clm_state() {
    read -r _clm_stat <"/proc/$1/stat" || return 1
    _clm_state=${_clm_stat##*) } _clm_state=${_clm_state%% *}
    case $_clm_state in Z | X) return 1 ;; esac
}

# Keeps the first and the last bytes of a spool that has outgrown its quota. The gap is announced before it is made, so
# that a reader who looks at the gap afterwards knows whether what it read was still there. The lines that go
# are counted, so that those after them keep their numbers even if the server has not seen them.
_clm_end=0 _clm_lines=0
_clm_trim() {
    _clm_size=$(stat -c %s "$_clm_directory/spool") || return
    [ "$_clm_size" -gt "$_clm_quota" ] || return
    _clm_next=$(((_clm_size - _clm_kept) / 4096 * 4096))
    [ "$_clm_next" -gt "$_clm_end" ] || return
    [ "$_clm_end" -ge "$_clm_kept" ] || _clm_end=$_clm_kept
    _clm_more=$(tail -c "+$((_clm_end + 1))" "$_clm_directory/spool" | head -c "$((_clm_next - _clm_end))" | wc -l)
    _clm_lines=$((_clm_lines + _clm_more))
    _clm_end=$_clm_next
    [ -e "$_clm_directory/gap" ] || (umask 077; : >"$_clm_directory/gap")
    printf '%-20s %-20s %-20s .\n' "$_clm_kept" "$_clm_end" "$_clm_lines" 1<>"$_clm_directory/gap"
    fallocate --punch-hole --offset "$_clm_kept" --length "$((_clm_end - _clm_kept))" "$_clm_directory/spool"
}

# The copier has ended. If it cannot write, the job is to learn that its output goes nowhere.
_clm_stopped() {
    _clm_await "$_clm_copier"
    _clm_copier=0
    if [ "$_clm_code" = 0 ] && [ "${_clm_blocks:-0}" -ge "$_clm_count" ]; then
        _clm_large=1
        _clm_trim
        _clm_copy
        return
    fi
    _clm_copied=1
    exec 5<&-
    [ "$_clm_code" = 0 ] || _clm_order gone
}

_clm_order() {
    printf '%s\n' "$1" >/proc/self/fd/9
}

# Handles the events there are.
_clm_catch_up() {
    printf '\nnow\n' >&8
    while :; do
        read -r _clm_event <&8 || continue
        [ "$_clm_event" != now ] || break
        _clm_handle "$_clm_event"
    done
    [ -n "$_clm_copied" ] || _clm_state "$_clm_copier" || _clm_stopped # killed without a word
}

# Begins a new line in the spool if the last one is open, once everything that was printed is there: then the copier
# sleeps, waiting for more.
_clm_settle() {
    _clm_looks=0
    while [ -z "$_clm_copied" ]; do
        if _clm_state "$_clm_copier"; then
            [ "$_clm_state" != S ] || break
            _clm_looks=$((_clm_looks + 1))
            [ "$_clm_looks" -lt 50 ] || sleep 0.01
        else
            _clm_catch_up
        fi
    done
    [ -z "$(tail -c 1 "$_clm_directory/spool")" ] || printf '\n'
}

# Gives those who still hold the output open their time: until it is quiet for a while, or all have closed it.
_clm_linger() {
    _clm_waited=0 _clm_still=0 _clm_step=10 _clm_before=
    while :; do
        [ -n "$_clm_copied" ] || _clm_state "$_clm_copier" || _clm_catch_up
        [ -z "$_clm_copied" ] || return 0
        [ "$_clm_still" -lt "$1" ] && [ "$_clm_waited" -lt "$2" ] || return 1
        if [ "$_clm_step" = 10 ]; then sleep 0.01; else sleep 0.1; fi
        _clm_waited=$((_clm_waited + _clm_step)) _clm_still=$((_clm_still + _clm_step))
        [ "$_clm_waited" -lt 100 ] || _clm_step=100
        read -r _clm_key _clm_at <"/proc/$_clm_copier/fdinfo/1" || continue # how far it has written
        [ "$_clm_at" = "$_clm_before" ] || _clm_still=0
        _clm_before=$_clm_at
    done
}

# Signals all processes that can write to the output.
_clm_signal_writers() {
    for _clm_file in /proc/[0-9]*/fd/*; do
        [ "$_clm_file" -ef /proc/self/fd/5 ] || continue
        _clm_pid=${_clm_file#/proc/} _clm_pid=${_clm_pid%%/*}
        case $_clm_pid in "$$" | "$_clm_copier") ;; *) kill "-$1" "$_clm_pid" ;; esac
    done
}

# The job has ended without a namespace that would end with it.
_clm_after() {
    _clm_linger "$_clm_quiet" "$_clm_longest" && return
    _clm_ended=1
    _clm_signal_writers TERM
    _clm_linger 2000 2000 && return
    _clm_signal_writers KILL
    _clm_linger 1000 1000 && return
    kill -KILL "$_clm_copier"
    _clm_await "$_clm_copier"
    _clm_copied=1
}

_clm_ended= _clm_over= _clm_never=
_clm_handle() {
    case $1 in
        *' records in')
            _clm_blocks=${1% records in}
            case $_clm_blocks in
                *[!0-9+]* | *+*+* | +* | *+) _clm_blocks= ;;
                *+*) _clm_blocks=$((${_clm_blocks%+*} + ${_clm_blocks#*+})) ;;
            esac
            ;;
        *' records out') _clm_stopped ;;
        next)
            _clm_settle
            _clm_order next
            ;;
        left)
            _clm_linger "$_clm_quiet" "$_clm_longest"
            _clm_order end
            ;;
        ended) _clm_ended=1 ;;
        over) _clm_over=1 ;;
        never) _clm_never=1 ;;
    esac
}

while [ -z "$_clm_copied" ]; do
    if read -r _clm_event <&8; then
        _clm_handle "$_clm_event"
    else # a signal: the server asks for a look at what may have ended without a word
        _clm_catch_up
        [ "$_clm_kind" = namespace ] || _clm_state "$_clm_main" || _clm_over=1
    fi
    [ -z "$_clm_over" ] || [ -n "$_clm_copied" ] || _clm_after
done

_clm_await "$_clm_main"
_clm_main=$_clm_code
_clm_catch_up
[ -z "$_clm_never" ] || _clm_main=never
if [ -n "$_clm_ended" ]; then
    _clm_settle
    printf '%s\n' '[The job left processes running; they were ended.]'
fi
[ -z "$_clm_large" ] || _clm_trim
printf '%s %s .\n' "$_clm_nonce" "$_clm_main" 1<>"$_clm_directory/exit" # in place: a full disk cannot prevent it
exec sync "$_clm_directory/spool" "$_clm_directory/exit"
