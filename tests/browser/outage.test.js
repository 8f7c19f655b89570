// A server that is gone, and comes back.

import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { violations } from "./harness/accessibility.js";
import { browserTest, screenshot } from "./harness/browser.js";
import { enter, entrance, logIn, openDialog, userRow } from "./harness/page.js";
import { startServer } from "./harness/server.js";

const GONE = "The server does not answer. It is asked again until it does.";

const folder = await mkdtemp(join(tmpdir(), "outage-"));
process.on("exit", () => rm(folder, { recursive: true, force: true }));

/** A server that can be started again where it was, with what it had. */
function lasting(name) {
  return { databaseUrl: `sqlite://${join(folder, name)}.db` };
}

browserTest("a lost server is told in words, and what was entered can be sent when it is back", lasting("users"), async ({ server, open }) => {
  const tab = await open({ colorScheme: "dark", inspected: true });
  await logIn(tab);
  await userRow(tab, "admin").waitFor();
  await tab.getByRole("button", { name: "New user" }).click();
  const dialog = openDialog(tab, "New user");
  await dialog.getByLabel("User name").fill("ann");
  await dialog.getByLabel("Password").fill("eight or more");

  await server.stop();
  await tab.locator("#outage").getByText(GONE).waitFor();
  await dialog.getByRole("button", { name: "Create" }).click();
  await dialog.getByText("The server does not answer. Try again when it is back.").waitFor();
  await screenshot(tab, "server lost");
  assert.deepEqual(await violations(tab), []);

  const again = await startServer({ ...lasting("users"), listen: server.address });
  try {
    await tab.locator("#outage").waitFor({ state: "hidden", timeout: 30_000 });
    await dialog.getByRole("button", { name: "Create" }).click();
    await userRow(tab, "ann").waitFor();
    await tab.getByRole("link", { name: "Audit log" }).click();
    await tab.getByText("Live", { exact: true }).waitFor();
  } finally {
    await again.stop();
  }
});

browserTest("logging in at a lost server is told from a wrong password", lasting("login"), async ({ server, open }) => {
  const tab = await open();
  await entrance(tab).waitFor();
  await server.stop();
  await enter(tab, "admin", "whatever");
  await tab.getByRole("alert").getByText("The server does not answer.").waitFor();
});

browserTest("a logout that reaches no server is honest about it", lasting("logout"), async ({ server, open }) => {
  const tab = await open();
  await logIn(tab);
  await server.stop();
  await tab.getByRole("button", { name: "Log out" }).click();
  await tab.getByText(/the server does not know it: there, the session ends by itself at/).first().waitFor();
  assert.equal(await tab.evaluate(() => sessionStorage.length), 0);
});
