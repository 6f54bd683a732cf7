"""Appends what happens in a play to the file named by CLM_EVENTS_FILE, one JSON object a line.

Without that variable it does nothing, and a file that cannot be written never fails a play. Results are never written
as a whole: they may hold headers, file contents and secrets. A play that sets the fact clm_destroyed, a list of ids of
instances, says that they are gone. Works with ansible-core 2.14 to 2.19.
"""

import json
import os
import time

from ansible.plugins.callback import CallbackBase

DOCUMENTATION = """
    name: clm_events
    type: notification
    short_description: Writes the events of a play as JSON lines
    description:
      - Appends one JSON object per event to the file named by the environment variable CLM_EVENTS_FILE.
    requirements:
      - must be enabled by callbacks_enabled
"""

LONGEST_TEXT = 500
CENSORED = "censored"


def part(of, name):
    """A part of a result under its name of 2.19, else under the one it had before."""
    found = getattr(of, name, None)
    return getattr(of, "_" + name, None) if found is None else found


def text(value):
    if value is None:
        return None
    if isinstance(value, (list, tuple)):
        value = ", ".join(str(one) for one in value)
    return str(value)[:LONGEST_TEXT]


class CallbackModule(CallbackBase):
    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "notification"
    CALLBACK_NAME = "clm_events"
    CALLBACK_NEEDS_ENABLED = True

    def __init__(self, *args, **kwargs):
        super(CallbackModule, self).__init__(*args, **kwargs)
        self._began = {}
        self._file = self._open(os.environ.get("CLM_EVENTS_FILE"))

    @staticmethod
    def _open(path):
        if not path:
            return None
        try:
            return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
        except OSError:
            return None

    def _write(self, ev, **fields):
        if self._file is None:
            return
        event = {"ev": ev, "t": round(time.time(), 3), "pid": os.getpid()}
        event.update((name, value) for name, value in fields.items() if value is not None)
        try:
            os.write(self._file, (json.dumps(event) + "\n").encode("ascii"))
        except (OSError, TypeError, ValueError):
            pass

    def v2_playbook_on_start(self, playbook):
        self._write("playbook", file=text(playbook._file_name))

    def v2_playbook_on_play_start(self, play):
        self._write("play", id=str(play._uuid), name=text(play.get_name()))

    def v2_playbook_on_no_hosts_matched(self):
        self._write("no_hosts")

    def v2_playbook_on_task_start(self, task, is_conditional):
        self._task(task, False)

    def v2_playbook_on_handler_task_start(self, task):
        self._task(task, True)

    def _task(self, task, handler):
        self._began.clear()
        self._write("task", task=str(task._uuid), name=text(task.get_name()), action=text(task.action), handler=handler)

    def v2_runner_on_start(self, host, task):
        self._began[(host.get_name(), str(task._uuid))] = time.monotonic()
        self._write("start", task=str(task._uuid), host=host.get_name())

    def v2_runner_on_ok(self, result):
        self._ended("ok", result)
        facts = (part(result, "result") or {}).get("ansible_facts") or {}
        ids = facts.get("clm_destroyed") if isinstance(facts, dict) else None
        if isinstance(ids, (list, tuple)) and ids:
            self._write("destroyed", ids=[text(one) for one in ids])

    def v2_runner_on_failed(self, result, ignore_errors=False):
        self._ended("failed", result, ignored=bool(ignore_errors))

    def v2_runner_on_skipped(self, result):
        self._ended("skipped", result)

    def v2_runner_on_unreachable(self, result):
        self._ended("unreachable", result)

    def v2_runner_item_on_ok(self, result):
        self._item("item", result)

    def v2_runner_item_on_failed(self, result):
        self._item("item_failed", result)

    def v2_runner_item_on_skipped(self, result):
        self._item("item_skipped", result)

    def v2_runner_retry(self, result):
        data = part(result, "result") or {}
        self._ended("retry", result, attempt=data.get("attempts"), of=data.get("retries"))

    def _item(self, ev, result):
        data = part(result, "result") or {}
        self._ended(ev, result, item=None if self._hidden(data) else text(data.get("_ansible_item_label")))

    def _ended(self, ev, result, **more):
        data = part(result, "result") or {}
        host, task = part(result, "host").get_name(), str(part(result, "task")._uuid)
        began = self._began.get((host, task))
        delegated = (data.get("_ansible_delegated_vars") or {}).get("ansible_delegated_host")
        self._write(
            ev,
            task=task,
            host=host,
            changed=bool(data.get("changed", False)),
            rc=data.get("rc") if isinstance(data.get("rc"), int) else None,
            msg=CENSORED if self._hidden(data) else text(data.get("msg")),
            dur=None if began is None else round(time.monotonic() - began, 3),
            delegated=text(delegated),
            **more
        )

    @staticmethod
    def _hidden(data):
        return bool(data.get("_ansible_no_log")) or CENSORED in data

    def v2_playbook_on_stats(self, stats):
        hosts = {}
        for host in sorted(stats.processed):
            sums = stats.summarize(host)
            sums["changed"] = sums.pop("changed", 0)
            hosts[host] = sums
        self._write("stats", hosts=hosts)
