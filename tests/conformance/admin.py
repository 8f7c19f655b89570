"""A running example-admin, in memory, on a port of its own."""

import os
import re
import secrets
import subprocess
import threading
from pathlib import Path

import requests

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = os.environ.get("EXAMPLE_ADMIN", ROOT / "target" / "debug" / "example-admin")


class Site:
    """Started when it is made; `log` has what it wrote to standard error."""

    def __init__(self):
        self.password = secrets.token_urlsafe(16)
        self.log = []
        environment = {**os.environ, "ADMIN_PASSWORD": self.password, "ADMIN_LOG": "info"}
        self.process = subprocess.Popen(
            [PROGRAM, "--listen", "127.0.0.1:0", "--database-url", "sqlite::memory:"],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        threading.Thread(target=self._read_log, daemon=True).start()
        greeting = self.process.stdout.readline()
        found = re.search(r"http://\S+", greeting)
        if found is None:
            raise RuntimeError(f"example-admin did not start: {greeting!r} {self.log}")
        self.url = found.group()

    def _read_log(self):
        for line in self.process.stderr:
            self.log.append(line)

    def log_in(self, username="admin", password=None):
        form = {"username": username, "password": password or self.password}
        answer = requests.post(f"{self.url}/login", data=form, timeout=10)
        answer.raise_for_status()
        return answer.json()["access_token"]

    def stop(self):
        self.process.terminate()
        return self.process.wait(timeout=30)
