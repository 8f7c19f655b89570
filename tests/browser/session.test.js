// The session: it slides, survives reloads, ends, and is taken up again.

import assert from "node:assert/strict";

import { violations } from "./harness/accessibility.js";
import { browserTest, pause, screenshot, until } from "./harness/browser.js";
import { enter, entrance, hasFocus, heading, heldToken, logIn, openDialog, sessionEnd, userRow } from "./harness/page.js";
import { PASSWORD } from "./harness/server.js";

const SHORT = { args: ["--token-ttl", "6s"] };

browserTest("working moves the end of the session, looking does not", {}, async ({ server, open }) => {
  const tab = await open();
  await logIn(tab);
  await userRow(tab, "admin").waitFor();
  const atFirst = await sessionEnd(tab);
  assert.ok(Math.abs(atFirst - Date.now() - 30 * 60_000) < 10_000, new Date(atFirst).toISOString());

  await pause(1_500);
  await server.createUser(await server.logIn(), "ann", []);
  await userRow(tab, "ann").waitFor();
  assert.equal(await sessionEnd(tab), atFirst);
  await tab.getByRole("link", { name: "Audit log" }).click();
  await until(async () => (await sessionEnd(tab)) > atFirst);
});

browserTest("a socket that is opened again does not move the end of the session", {}, async ({ open }) => {
  const tab = await open();
  const sockets = [];
  await tab.routeWebSocket(/\/events$/, (socket) => {
    socket.connectToServer();
    sockets.push(socket);
  });
  await logIn(tab);
  await userRow(tab, "admin").waitFor();
  await until(() => sockets.length === 1);
  const [atFirst, held] = [await sessionEnd(tab), await heldToken(tab)];

  // Tokens count in seconds: from now on a slide would be seen.
  await pause(1_500);
  for (const [code, count] of [[1013, 2], [1008, 3]]) {
    const asked = tab.waitForResponse("**/auth/checkAuth");
    await sockets.at(-1).close({ code });
    assert.notEqual(await (await asked).headerValue("refreshtoken"), held);
    await until(() => sockets.length === count);
  }
  assert.equal(await heldToken(tab), held);
  assert.equal(await sessionEnd(tab), atFirst);
});

browserTest("a reload keeps the session and the view", {}, async ({ open }) => {
  const tab = await open();
  await logIn(tab);
  await tab.getByRole("link", { name: "Audit log" }).click();
  await heading(tab, "Audit log").waitFor();
  await tab.reload();
  await heading(tab, "Audit log").waitFor();
  await tab.getByText("Logged in as admin").waitFor();
});

browserTest("an older token that arrives late does not replace a newer one", {}, async ({ open }) => {
  const tab = await open();
  await logIn(tab);
  await userRow(tab, "admin").waitFor();

  let release;
  const released = new Promise((resolve) => (release = resolve));
  await tab.route("**/audit", async (route) => {
    const response = await route.fetch();
    await released;
    await route.fulfill({ response });
  });
  const late = tab.waitForResponse("**/audit");
  await tab.getByRole("link", { name: "Audit log" }).click();
  await pause(1_500);
  const shown = tab.waitForResponse("**/users");
  await tab.getByRole("link", { name: "Users" }).click();
  await shown;
  await until(async () => (await sessionEnd(tab)) > Date.now() + 30 * 60_000 - 1_200);
  const newer = await heldToken(tab);

  release();
  await late;
  await pause(300);
  assert.equal(await heldToken(tab), newer);
});

browserTest("a token that arrives after the logout is ignored", {}, async ({ open }) => {
  const tab = await open();
  await logIn(tab);
  await userRow(tab, "admin").waitFor();

  let release;
  const released = new Promise((resolve) => (release = resolve));
  await tab.route("**/audit", async (route) => {
    const response = await route.fetch();
    await released;
    await route.fulfill({ response });
  });
  const late = tab.waitForResponse("**/audit");
  await tab.getByRole("link", { name: "Audit log" }).click();
  await tab.getByRole("button", { name: "Log out" }).click();
  await tab.getByText("You are logged out, in all tabs of this browser.").first().waitFor();

  release();
  await late;
  await pause(300);
  assert.equal(await heldToken(tab), null);
  assert.ok(await entrance(tab).isVisible());
});

browserTest("logging out makes the token worthless", {}, async ({ server, open }) => {
  const tab = await open();
  await logIn(tab);
  await userRow(tab, "admin").waitFor();
  const token = await heldToken(tab);
  await Promise.all([tab.waitForResponse("**/auth/logout"), tab.getByRole("button", { name: "Log out" }).click()]);
  await entrance(tab).waitFor();
  await assert.rejects(server.ask(token, "GET", "/me"), /401/);
  await tab.reload();
  await entrance(tab).waitFor();
});

browserTest("a session that has ended asks to log in again, and returns to the same view", SHORT, async ({ open }) => {
  const tab = await open();
  await logIn(tab);
  await tab.getByRole("link", { name: "Audit log" }).click();
  await heading(tab, "Audit log").waitFor();

  await heading(tab, "Log in again").waitFor();
  await tab.getByText("as it was not used").first().waitFor();
  await screenshot(tab, "session ended");
  assert.equal(await entrance(tab).getByLabel("User name").inputValue(), "admin");
  await logIn(tab);
  await heading(tab, "Audit log").waitFor();
});

browserTest("a token that is refused a moment before its end here has expired", SHORT, async ({ open }) => {
  const tab = await open();
  let socket;
  await tab.routeWebSocket(/\/events$/, (opened) => {
    opened.connectToServer();
    socket = opened;
  });
  await logIn(tab);
  await until(() => socket);
  await tab.route("**/auth/checkAuth", (route) => route.fulfill({ status: 401 }));
  await pause((await sessionEnd(tab)) - Date.now() - 800);
  await socket.close({ code: 1008 });
  await heading(tab, "Log in again").waitFor();
  assert.ok(await tab.getByText("as it was not used").first().isVisible());
});

browserTest("logging in again begins at the password, and at the user name after a logout", SHORT, async ({ open }) => {
  const tab = await open();
  const [username, password] = ["User name", "Password"].map((label) => entrance(tab).getByLabel(label));
  await logIn(tab);
  await heading(tab, "Log in again").waitFor();
  assert.equal(await username.inputValue(), "admin");
  assert.ok(await hasFocus(password));

  await logIn(tab);
  await tab.getByRole("button", { name: "Log out" }).click();
  await entrance(tab).waitFor();
  assert.equal(await username.inputValue(), "");
  assert.ok(await hasFocus(username));
});

browserTest("a reload after the session was ended elsewhere says so", {}, async ({ server, open }) => {
  const tab = await open();
  await tab.routeWebSocket(/events/, () => {});
  await logIn(tab);
  await userRow(tab, "admin").waitFor();
  await server.ask(await heldToken(tab), "POST", "/auth/logout");
  await tab.reload();
  await heading(tab, "Log in again").waitFor();
  await pause(500);
  assert.ok(await tab.getByText("Your session has ended.").first().isVisible());
});

browserTest("what was being entered is there after logging in again", SHORT, async ({ open }) => {
  const tab = await open();
  await logIn(tab);
  await tab.getByRole("button", { name: "New user" }).click();
  const dialog = openDialog(tab, "New user");
  await dialog.getByLabel("User name").fill("ann");
  await dialog.getByRole("checkbox", { name: "See users" }).check();

  await entrance(tab).waitFor();
  assert.equal(await tab.getByRole("dialog").count(), 0);
  await enter(tab, "admin", PASSWORD);
  await dialog.waitFor();
  assert.equal(await dialog.getByLabel("User name").inputValue(), "ann");
  assert.ok(await dialog.getByRole("checkbox", { name: "See users" }).isChecked());
});

browserTest("what one user was entering is not there for another", SHORT, async ({ server, open }) => {
  await server.createUser(await server.logIn(), "ann", ["users:read", "users:write"]);
  const tab = await open();
  await logIn(tab);
  await tab.getByRole("button", { name: "New user" }).click();
  await openDialog(tab, "New user").getByLabel("User name").fill("a secret plan");
  await entrance(tab).waitFor();

  await logIn(tab, "ann");
  assert.equal(await tab.getByRole("dialog").count(), 0);
  assert.equal(await tab.locator("dialog [name=username]").inputValue(), "");
});

browserTest("before the session ends one is warned, and can stay", { args: ["--token-ttl", "12s"] }, async ({ open }) => {
  const tab = await open({ inspected: true });
  await logIn(tab);
  const group = tab.getByRole("group", { name: "Session" });
  const stay = group.getByRole("button", { name: "Stay logged in" });
  await group.getByText(/Your session ends at .* unless you keep working\./).waitFor();
  await stay.waitFor();
  await group.getByText("Your session ends in less than a minute unless you keep working.").waitFor();
  await tab.getByRole("status").getByText("Your session ends in less than a minute").waitFor();
  await screenshot(tab, "session ends soon");
  assert.deepEqual(await violations(tab), []);

  const before = await sessionEnd(tab);
  await stay.click();
  await stay.waitFor({ state: "hidden" });
  assert.ok((await sessionEnd(tab)) > before);
});

browserTest(
  "a session that cannot be made longer says so",
  { args: ["--token-ttl", "30s", "--session-max", "31s"] },
  async ({ open }) => {
    const tab = await open();
    await logIn(tab);
    await userRow(tab, "admin").waitFor();
    await pause(2_500);
    await tab.getByRole("link", { name: "Audit log" }).click();
    await tab.getByText(/Your session ends at .*; it cannot be made longer\./).waitFor();
  },
);

browserTest("a wrong password when logging in again leaves one where one is", SHORT, async ({ open }) => {
  const tab = await open();
  await logIn(tab);
  await heading(tab, "Log in again").waitFor();
  await enter(tab, "admin", "wrong one");
  await tab.getByRole("alert").getByText("The user name or the password is wrong.").waitFor();
  await heading(tab, "Log in again").waitFor();
});
