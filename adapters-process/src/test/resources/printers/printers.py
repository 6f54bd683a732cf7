"""Prints each of the secrets in a JSON file in the ways programs print values as text.

Each record on the output is a line "index name length", that many bytes, and a line feed.
"""
import base64
import html
import json
import os
import shlex
import subprocess
import sys
import urllib.parse

import yaml

ENCODERS = {
    "repr": repr,
    "ascii": ascii,
    "bytes": lambda text: repr(text.encode()),
    "shlex": shlex.quote,
    "json": json.dumps,
    "json-unicode": lambda text: json.dumps(text, ensure_ascii=False),
    "yaml": lambda text: yaml.dump(text),
    "yaml-unicode": lambda text: yaml.dump({"k": text}, allow_unicode=True),
    "yaml-double": lambda text: yaml.dump([text], default_style='"'),
    "html": html.escape,
    "percent": urllib.parse.quote,
    "form": urllib.parse.quote_plus,
}

BASH = r"""
show() { printf '\0%s\0' "$1"; }
show quoted; printf %q "$S"
show declared; declare -p S
show operator; printf %s "${S@Q}"
show assigned; printf %s "${S@A}"
show traced; { BASH_XTRACEFD=1; set -x; : "$S"; { set +x; } 2>/dev/null; }
show traced-assignment; { set -x; v=$S; { set +x; } 2>/dev/null; }
show base64; printf %s "$S" | base64
show base64-line; echo "$S" | base64
show base64-whole; printf %s "$S" | base64 -w 0
show base64-narrow; printf %s "$S" | base64 -w 33
"""


def bash(text, locale):
    environment = {"PATH": os.environ["PATH"], "S": text, "T": "", "LC_ALL": locale}
    out = subprocess.run(["bash", "-c", BASH], env=environment, stdout=subprocess.PIPE, check=True).stdout
    parts = out.split(b"\0")[1:]
    return {locale + " " + parts[i].decode(): parts[i + 1] for i in range(0, len(parts), 2)}


def printed(text):
    for name, encode in ENCODERS.items():
        once = encode(text)
        yield name, once
        for outer, again in ENCODERS.items():
            yield outer + " of " + name, again(once)
    for outer in "json", "yaml", "percent", "html", "shlex":
        for before in range(3):
            shifted = ("x" * before + text).encode()
            yield outer + " of base64 at " + str(before), ENCODERS[outer](base64.b64encode(shifted).decode())
    for inner in "repr", "ascii", "shlex", "json", "json-unicode", "percent", "form":
        for before in range(3):
            shifted = ("x" * before + ENCODERS[inner](text)).encode()
            yield "base64 at %d of %s" % (before, inner), base64.b64encode(shifted).decode()
    for before in range(3):
        for after in range(3):
            shifted = ("x" * before + text + "y" * after).encode()
            yield "base64 at %d to %d" % (before, after), base64.b64encode(shifted).decode()
            yield "url base64 at %d to %d" % (before, after), base64.urlsafe_b64encode(shifted).decode()
    yield "base64 mime", base64.encodebytes(text.encode()).decode()
    yield "base64 twice", base64.b64encode(base64.b64encode(text.encode())).decode()


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        secrets = json.load(file)
    for index, secret in enumerate(secrets):
        records = {name: text.encode() for name, text in printed(secret)}
        records.update(bash(secret, "C"))
        records.update(bash(secret, "C.UTF-8"))
        for name, record in records.items():
            sys.stdout.buffer.write(b"%d %s %d\n" % (index, name.replace(" ", "_").encode(), len(record)))
            sys.stdout.buffer.write(record + b"\n")


main()
