# Runs a job's commands one after the other until one fails, and ends with the last one's code. Where it is process 1
# of a namespace, TERM goes to everything in it, and what is left when it ends is killed by the kernel.
#
# Started as:  sh commands.sh <mounts> <program…>
# <mounts> is a file in the form of fstab(5), or empty: what is mounted before anything else. <program…> is what every
# command is started with. From standard input it reads, as a script, the job's environment and, as the positional
# parameters, {<announcement> <number of words> <word>…}…; no secret is in an argument, or in a file. Later the orders
# of wrapper.sh come from there, and events go to 8.

if [ -n "$1" ]; then
    mount --no-mtab --no-canonicalize --internal-only --all --fstab "$1" </dev/null || exit 125
fi
shift
_clm_prefix=
for _clm_word in "$@"; do _clm_prefix="$_clm_prefix $_clm_word"; done
set --
_clm_whole=
trap "printf '\nnever\n' >&8" EXIT # where the server ends before it has said what to run, nothing is
. /proc/self/fd/0 2>/dev/null
[ -n "$_clm_whole" ] || exit 125
trap - EXIT
exec 9<>/proc/self/fd/0 </dev/null

_clm_signalled= _clm_stopped=
if [ "$$" = 1 ]; then
    trap '_clm_signalled=1 _clm_stopped=1; kill -TERM -1 2>/dev/null' TERM
else
    trap '_clm_signalled=1 _clm_stopped=1' TERM
fi
trap '_clm_signalled=1' HUP INT

# Tells the wrapper, and waits for its order.
_clm_gone=
_clm_ask() {
    [ -z "$_clm_gone" ] || return
    printf '\n%s\n' "$1" >&8
    read -r _clm_order <&9 || return
    [ "$_clm_order" != gone ] || _clm_gone=1
}

_clm_code=143
_clm_first=1
while [ "$#" -gt 0 ] && [ -z "$_clm_stopped" ]; do
    # The command before may have left its last line open.
    [ -n "$_clm_first" ] || _clm_ask next
    _clm_first=
    printf '%s\n' "$1"
    _clm_count=$2
    shift 2
    # The command's words by their positions: no text is ever evaluated.
    _clm_words= _clm_at=0
    while [ "$_clm_at" -lt "$_clm_count" ]; do
        _clm_at=$((_clm_at + 1))
        _clm_words="$_clm_words \"\${$_clm_at}\""
    done
    # In the background, or the traps would wait for its end; there the shell ignores INT and QUIT, which env undoes.
    eval "$_clm_prefix env --default-signal=INT,QUIT -- $_clm_words 8>&- 9>&- &"
    _clm_main=$!

    # A signal ends "wait" early; asking again tells the true code, and 127 if it had been told already.
    wait "$_clm_main"
    _clm_code=$?
    while [ -n "$_clm_signalled" ]; do
        _clm_signalled=
        wait "$_clm_main"
        _clm_again=$?
        [ "$_clm_again" = 127 ] || _clm_code=$_clm_again
    done
    [ "$_clm_code" = 0 ] || break
    shift "$_clm_count"
done

# Whether any process is left but this one, zombies aside.
_clm_others() {
    kill -0 -1 2>/dev/null || return
    for _clm_file in /proc/[0-9]*/stat; do
        [ "$_clm_file" != /proc/1/stat ] || continue
        read -r _clm_stat 2>/dev/null <"$_clm_file" || continue
        case ${_clm_stat##*) } in Z* | X*) ;; *) return 0 ;; esac
    done
    return 1
}

if [ "$$" = 1 ] && _clm_others; then
    exec >/dev/null 2>&1 # the others alone hold the output open now
    [ -n "$_clm_stopped" ] || _clm_ask left
    if [ -z "$_clm_stopped" ] && _clm_others; then
        printf '\nended\n' >&8
        kill -TERM -1
        _clm_at=0
        while [ "$_clm_at" -lt 40 ] && [ -z "$_clm_stopped" ] && kill -0 -1; do
            _clm_at=$((_clm_at + 1))
            sleep 0.05
        done
    fi
    # After a TERM from outside the others are given the time to end as well.
    while [ -n "$_clm_stopped" ] && kill -0 -1; do sleep 0.05; done
fi
exit "$_clm_code"
