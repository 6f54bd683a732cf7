"""Notes inventories of a playbook that nobody can read, in the file named by CLM_EVENTS_FILE.

Ansible asks the enabled inventory plugins in turn and stops at the first that can read a source, so the last one is
asked only where all others have failed, also for a file that is missing. Such a playbook ends before any callback is
loaded. Without that variable this does nothing. Works with ansible-core 2.14 to 2.19.
"""

import json
import os
import sys
import time

from ansible import context
from ansible.errors import AnsibleParserError
from ansible.plugins.inventory import BaseInventoryPlugin
from ansible.utils.path import unfrackpath

DOCUMENTATION = """
    name: clm_unparsed
    short_description: Notes inventories nobody can read
    description:
      - Appends one JSON object to the file named by the environment variable CLM_EVENTS_FILE for each inventory source
        that no other plugin has read. Reads none itself.
    requirements:
      - must be the last of enable_plugins
    options:
      plugin:
        description: Token that makes sure that this is a source file for this plugin.
        required: true
        choices: ['clm_unparsed']
"""

LONGEST_TEXT = 500


class InventoryModule(BaseInventoryPlugin):
    NAME = "clm_unparsed"

    def verify_file(self, path):
        events = os.environ.get("CLM_EVENTS_FILE")
        if events and self._is_whole_source(path):
            self._note(events, str(path))
        return False

    @staticmethod
    def _is_whole_source(path):
        """Whether a playbook is to be run on it: no file of a directory, and no run that only looks."""
        if os.path.basename(sys.argv[0]) != "ansible-playbook":
            return False
        options = context.CLIARGS
        if any(options.get(name) for name in ("syntax", "listhosts", "listtasks", "listtags")):
            return False
        if path == "/etc/ansible/hosts":  # what Ansible looks for without -i
            return False
        sources = options.get("inventory") or ()
        return path in [unfrackpath(source, follow=False) for source in sources if "," not in source]

    @staticmethod
    def _note(events, path):
        event = {"ev": "no_inventory", "t": round(time.time(), 3), "pid": os.getpid(), "file": path[:LONGEST_TEXT]}
        try:
            file = os.open(events, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
            try:
                os.write(file, (json.dumps(event) + "\n").encode("ascii"))
            finally:
                os.close(file)
        except OSError:
            pass

    def parse(self, inventory, loader, path, cache=True):
        raise AnsibleParserError("This plugin reads nothing.")
