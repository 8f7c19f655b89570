"""What an editor shows of handlers and dependencies: rust-analyzer is asked what editors ask it."""

import os
import pathlib
import re
import shutil
import tempfile
import unittest

from language_server import LanguageServer

HERE = pathlib.Path(__file__).parent
WORKSPACE = HERE.parent.parent
TARGET = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", WORKSPACE / "target")).resolve()
TEXT = (HERE / "handlers.rs").read_text()
AXUM = re.search(r'^axum = \{ version = "(.*?)"', (WORKSPACE / "Cargo.toml").read_text(), re.M)[1]
MANIFEST = f"""
[package]
name = "handlers"
edition = "2024"
[lib]
path = "handlers.rs"
[dependencies]
auth-runtime = {{ path = "{WORKSPACE / 'auth-runtime'}" }}
axum = {{ version = "{AXUM}", default-features = false }}
[workspace]
"""


def place(before, name):
    """The line and the column in the middle of `name`, where it stands after `before`."""
    at = TEXT.index(before + name) + len(before) + len(name) // 2
    return {"line": TEXT.count("\n", 0, at), "character": at - TEXT.rfind("\n", 0, at) - 1}


def line_of(text):
    return TEXT.count("\n", 0, TEXT.index(text))


class Editor(unittest.TestCase):
    """One server for all tests, on a package of the one file."""

    @classmethod
    def setUpClass(cls):
        os.environ["CARGO_TARGET_DIR"] = str(TARGET / "editor")
        # Under the workspace, whose toolchain it has.
        TARGET.mkdir(exist_ok=True)
        temporary = tempfile.TemporaryDirectory(dir=TARGET)
        cls.addClassCleanup(temporary.cleanup)
        folder = pathlib.Path(temporary.name)
        (folder / "Cargo.toml").write_text(MANIFEST)
        shutil.copy(WORKSPACE / "Cargo.lock", folder)
        shutil.copy(HERE / "handlers.rs", folder)
        cls.file = folder / "handlers.rs"
        cls.server = LanguageServer(folder)
        cls.addClassCleanup(cls.server.close)
        cls.server.open(cls.file)

    def ask(self, what, position):
        params = {"textDocument": {"uri": self.file.as_uri()}, "position": position}
        return self.server.ask(f"textDocument/{what}", params)

    def assert_leads_to(self, before, name, definition):
        targets = self.ask("definition", place(before, name))
        lines = [(target["uri"], target["range"]["start"]["line"]) for target in targets]
        self.assertEqual(lines, [(self.file.as_uri(), line_of(definition))])

    def documentation(self, before, name):
        return self.ask("hover", place(before, name))["contents"]["value"]

    def test_a_half_written_body_is_completed(self):
        for before in ["let first = store", "let second = store"]:
            position = place(before, ".")
            position["character"] += 1
            answer = self.ask("completion", position)
            items = answer["items"] if isinstance(answer, dict) else answer
            self.assertIn("names", [item["label"] for item in items], before)

    def test_a_name_in_the_list_leads_to_the_function_and_nowhere_else(self):
        definition = "pub async fn check_auth"
        self.assert_leads_to("#[depends(", "check_auth", definition)
        self.assert_leads_to("#[public(", "check_auth", definition)

    def test_a_name_on_a_parameter_leads_to_the_function_and_nowhere_else(self):
        definition = "pub async fn check_auth"
        self.assert_leads_to("who(#[depends(", "check_auth", definition)
        self.assert_leads_to("call(&self, #[depends(", "check_auth", definition)

    def test_what_stands_in_a_module_leads_to_the_same(self):
        definition = "pub async fn name"
        self.assert_leads_to("    #[depends(", "name", definition)
        self.assert_leads_to("    #[public(", "name", definition)
        self.assert_leads_to("name(#[depends(", "check_auth", "pub async fn check_auth")
        self.assertIn("Demands a name.", self.documentation("    #[depends(", "name"))
        self.assertIn("Lists what is inside.", self.documentation("inside::", "list_inside"))

    def test_a_constructor_in_the_list_leads_to_the_struct(self):
        self.assert_leads_to("check_auth, ", "Can", "pub struct Can")

    def test_a_name_shows_the_documentation_of_the_function_and_nothing_else(self):
        for before in ["#[depends(", "#[public(", "who(#[depends("]:
            text = self.documentation(before, "check_auth")
            self.assertIn("Verifies the bearer token.", text)
            self.assertNotIn("__", text)

    def test_a_route_shows_the_documentation_of_the_handler(self):
        self.assertIn("Lists all names.", self.documentation("get(", "list_names"))

    def test_a_parameter_shows_its_type(self):
        self.assertIn("session: String", self.documentation("who(#[depends(check_auth)] ", "session"))

    def test_nothing_is_wrong_but_what_is_half_written(self):
        report = self.server.ask(
            "textDocument/diagnostic", {"textDocument": {"uri": self.file.as_uri()}}
        )
        finished = range(line_of("pub async fn half_written"))
        unfinished = line_of("pub async fn written_inside")
        lines = [item["range"]["start"]["line"] for item in report["items"]]
        wrong = [line for line in lines if line in finished and line not in (unfinished, unfinished + 1)]
        self.assertEqual(wrong, [])


if __name__ == "__main__":
    run = unittest.main(exit=False).result
    if not run.wasSuccessful():
        raise SystemExit(1)
    print(f"{run.testsRun} passed, 0 failed")
