"""A client of rust-analyzer: what an editor asks, and what it is answered."""

import itertools
import json
import subprocess
import threading

SETTINGS = {
    "checkOnSave": False,
    "cachePriming": {"enable": False},
    "cargo": {"buildScripts": {"enable": True}},
    "procMacro": {"enable": True},
}


class LanguageServer:
    """rust-analyzer on one package."""

    def __init__(self, folder, patience=600):
        self._patience = patience
        self._numbers = itertools.count(1)
        self._answers = {}
        self._changed = threading.Condition()
        self._is_ready = False
        self._process = subprocess.Popen(
            ["rust-analyzer"], cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        threading.Thread(target=self._read, daemon=True).start()
        capabilities = {
            "experimental": {"serverStatusNotification": True},
            "textDocument": {"hover": {"contentFormat": ["markdown"]}},
        }
        self.ask(
            "initialize",
            {
                "processId": None,
                "rootUri": folder.as_uri(),
                "capabilities": capabilities,
                "initializationOptions": SETTINGS,
            },
        )
        self._send(method="initialized", params={})

    def open(self, path):
        """Opens a file, and waits until everything is known."""
        document = {"uri": path.as_uri(), "languageId": "rust", "version": 1, "text": path.read_text()}
        self._send(method="textDocument/didOpen", params={"textDocument": document})
        self._wait(lambda: self._is_ready)

    def ask(self, method, params):
        """What the server answers."""
        number = next(self._numbers)
        self._send(id=number, method=method, params=params)
        self._wait(lambda: number in self._answers)
        answer = self._answers.pop(number)
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['error']}")
        return answer.get("result")

    def close(self):
        """Ends the server."""
        self.ask("shutdown", None)
        self._send(method="exit", params=None)
        self._process.wait(self._patience)
        self._process.stdin.close()
        self._process.stdout.close()

    def _wait(self, condition):
        with self._changed:
            if not self._changed.wait_for(condition, self._patience):
                raise TimeoutError("rust-analyzer does not answer")

    def _send(self, **message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self._process.stdin.flush()

    def _read(self):
        output = self._process.stdout
        while header := output.readline():
            length = int(header.split(b":")[1])
            while output.readline().strip():
                pass
            self._take(json.loads(output.read(length)))

    def _take(self, message):
        with self._changed:
            if "method" not in message:
                self._answers[message["id"]] = message
            elif "id" in message:
                self._send(id=message["id"], result=None)
            elif message["method"] == "experimental/serverStatus":
                self._is_ready = message["params"]["quiescent"]
            self._changed.notify_all()
