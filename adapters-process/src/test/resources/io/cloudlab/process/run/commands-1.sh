# Runs a job's commands one after the other until one fails, and ends with the last one's code. Where it is process 1
# of a namespace, TERM goes to everything in it, and whatever is left when it ends is killed by the kernel.
#
# Started as:  sh commands.sh {<announcement> <number of words> <word>…}…

_clm_signalled= _clm_stopped=
if [ "$$" = 1 ]; then
    trap '_clm_signalled=1 _clm_stopped=1; kill -TERM -1 2>/dev/null' TERM
else
    trap '_clm_signalled=1 _clm_stopped=1' TERM
fi
trap '_clm_signalled=1' HUP INT

_clm_code=143
_clm_first=1
while [ "$#" -gt 0 ] && [ -z "$_clm_stopped" ]; do
    # The command before may have left its last line open.
    [ -n "$_clm_first" ] || [ -z "$(tail -c 1 "/proc/$$/fd/1")" ] || printf '\n'
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
    eval "env --default-signal=INT,QUIT -- $_clm_words &"
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

# After a TERM the others are given the time to end as well.
if [ "$$" = 1 ] && [ -n "$_clm_stopped" ]; then
    while kill -0 -1 2>/dev/null; do sleep 0.05; done
fi
exit "$_clm_code"
