// The users: created, changed, deleted, and what one may not.

import assert from "node:assert/strict";

import { browserTest, screenshot, until } from "./harness/browser.js";
import { entrance, hasFocus, heading, logIn, openDialog, userRow } from "./harness/page.js";

async function fillIn(tab, { username, password, permissions = [] }) {
  await tab.getByRole("button", { name: "New user" }).click();
  const dialog = openDialog(tab, "New user");
  await dialog.getByLabel("User name").fill(username);
  await dialog.getByLabel("Password").fill(password);
  for (const permission of permissions) {
    await dialog.getByRole("checkbox", { name: permission }).check();
  }
  await dialog.getByRole("button", { name: "Create" }).click();
  return dialog;
}

browserTest("a user is created, and can log in", {}, async ({ open }) => {
  const tab = await open();
  await logIn(tab);
  const dialog = await fillIn(tab, { username: "ann", password: "eight or more", permissions: ["See users"] });
  await dialog.waitFor({ state: "hidden" });
  await userRow(tab, "ann").getByText("see users").waitFor();
  await tab.getByText("ann is created.").first().waitFor();
  await screenshot(tab, "user created");

  const anns = await open();
  await logIn(anns, "ann", "eight or more");
  await userRow(anns, "ann").getByText("you", { exact: true }).waitFor();
});

browserTest("a taken name is said at the name", {}, async ({ open }) => {
  const tab = await open();
  await logIn(tab);
  const dialog = await fillIn(tab, { username: "admin", password: "eight or more" });
  await dialog.getByText("This user name is taken.").waitFor();

  const name = dialog.getByLabel("User name");
  assert.equal(await name.getAttribute("aria-invalid"), "true");
  assert.ok(await hasFocus(name));
  await name.fill("ann");
  await dialog.getByRole("button", { name: "Create" }).click();
  await userRow(tab, "ann").waitFor();
});

browserTest("a password that is too short is said at the password", {}, async ({ open }) => {
  const tab = await open();
  await logIn(tab);
  const dialog = await fillIn(tab, { username: "ann", password: "short" });
  await dialog.getByText("A password must have 8 to 1,024 bytes.").waitFor();
  const password = dialog.getByRole("textbox", { name: "Password" }).or(dialog.locator("[name=password]"));
  assert.equal(await password.first().getAttribute("aria-invalid"), "true");
});

browserTest("changed permissions reach a user who is looking, without a reload", {}, async ({ server, open }) => {
  await server.createUser(await server.logIn(), "ann", ["users:read"]);
  const anns = await open();
  await logIn(anns, "ann");
  await anns.getByText("that needs the permission users:write").waitFor();
  assert.equal(await anns.getByRole("button", { name: "New user" }).count(), 0);

  const tab = await open();
  await logIn(tab);
  await tab.getByRole("button", { name: "Permissions of ann" }).click();
  const dialog = openDialog(tab, "Permissions of ann");
  assert.ok(await dialog.getByRole("checkbox", { name: "See users" }).isChecked());
  await dialog.getByRole("checkbox", { name: "Change users" }).check();
  await dialog.getByRole("button", { name: "Save" }).click();
  await userRow(tab, "ann").getByText("change users").waitFor();

  await anns.getByRole("button", { name: "New user" }).waitFor();
});

browserTest("a new password ends the user's session, and lets him in again", {}, async ({ server, open }) => {
  await server.createUser(await server.logIn(), "ann", ["users:read"]);
  const anns = await open();
  await logIn(anns, "ann");

  const tab = await open();
  await logIn(tab);
  await tab.getByRole("button", { name: "Password of ann" }).click();
  const dialog = openDialog(tab, "New password for ann");
  await dialog.getByLabel("New password").fill("another password");
  await dialog.getByRole("button", { name: "Set password" }).click();
  await tab.getByText("ann has a new password.").first().waitFor();

  await entrance(anns).waitFor();
  await anns.getByText("Your session has ended.").first().waitFor();
  await logIn(anns, "ann", "another password");
});

browserTest("a user is deleted only after one has said so twice", {}, async ({ server, open }) => {
  await server.createUser(await server.logIn(), "ann", []);
  const tab = await open();
  await logIn(tab);
  const button = tab.getByRole("button", { name: "Delete ann" });
  await button.click();
  await openDialog(tab, "Delete ann?").getByRole("button", { name: "Cancel" }).click();
  assert.ok(await hasFocus(button));
  await userRow(tab, "ann").waitFor();

  await button.click();
  await openDialog(tab, "Delete ann?").getByRole("button", { name: "Delete" }).click();
  await userRow(tab, "ann").waitFor({ state: "detached" });
  await tab.getByText("ann is deleted.").first().waitFor();
  await until(() => hasFocus(heading(tab, "Users")));
});

browserTest("the last one who may change users is kept, and it is said why", {}, async ({ open }) => {
  const tab = await open();
  await logIn(tab);
  await tab.getByRole("button", { name: "Delete admin" }).click();
  const dialog = openDialog(tab, "Delete admin?");
  await dialog.getByText("This is you").waitFor();
  await dialog.getByRole("button", { name: "Delete" }).click();
  await dialog.getByRole("alert").getByText("This is the last user with the permission users:write").waitFor();
});

browserTest("who may not see users is told so, and has no controls", {}, async ({ server, open }) => {
  await server.createUser(await server.logIn(), "ann", []);
  const tab = await open();
  await logIn(tab, "ann");
  await tab.getByText("You may not see who the users are: that needs the permission users:read.").waitFor();
  assert.equal(await tab.getByRole("button", { name: "New user" }).count(), 0);
  assert.equal(await tab.getByRole("table").count(), 0);
});

browserTest("a 403 is told from the end of the session", {}, async ({ server, open }) => {
  const admin = await server.logIn();
  const { id } = await server.createUser(admin, "ann", ["users:read", "users:write"]);
  const tab = await open();
  await tab.routeWebSocket(/events/, () => {});
  await logIn(tab, "ann");
  await tab.getByRole("button", { name: "New user" }).waitFor();
  await server.ask(admin, "PATCH", `/users/${id}`, { permissions: ["users:read"] });

  const dialog = await fillIn(tab, { username: "bob", password: "eight or more" });
  await dialog.getByRole("alert").getByText("This needs the permission users:write.").waitFor();
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await tab.getByText("You may see users, but not change them").waitFor();
});
