// Logging in.

import assert from "node:assert/strict";

import { browserTest } from "./harness/browser.js";
import { enter, entrance, hasFocus, heading, heldToken, logIn } from "./harness/page.js";
import { PASSWORD } from "./harness/server.js";

browserTest("the right password leads to the users", {}, async ({ open }) => {
  const tab = await open();
  await logIn(tab);
  await heading(tab, "Users").waitFor();
  await tab.getByText("Logged in as admin").waitFor();
  assert.equal(await tab.title(), "Users · Admin");
});

browserTest("a wrong password is said to be wrong, and asked for again", {}, async ({ open }) => {
  const tab = await open();
  await enter(tab, "admin", "not it");
  await tab.getByRole("alert").getByText("The user name or the password is wrong.").waitFor();

  const password = entrance(tab).getByLabel("Password");
  assert.equal(await password.inputValue(), "");
  assert.ok(await hasFocus(password));
  assert.equal(await heldToken(tab), null);
  await logIn(tab);
});

browserTest("too many wrong passwords are told when to come back", {}, async ({ server, open }) => {
  const guess = () =>
    fetch(`${server.origin}/login`, { method: "POST", body: new URLSearchParams({ username: "admin", password: "x" }) });
  while ((await guess()).status !== 429);
  const tab = await open();
  await enter(tab, "admin", PASSWORD);
  await tab.getByRole("alert").getByText(/can be tried again in \d+ (seconds|minutes)/).waitFor();
});

browserTest("an address in the site leads there after the login", {}, async ({ open }) => {
  const tab = await open({ path: "/#/audit" });
  await logIn(tab);
  await heading(tab, "Audit log").waitFor();
});
