// The page without a mouse.

import assert from "node:assert/strict";

import { browserTest } from "./harness/browser.js";
import { entrance, hasFocus, heading, openDialog, userRow } from "./harness/page.js";
import { PASSWORD } from "./harness/server.js";

/** Presses Tab until the focus is on something of this name. */
async function tabTo(tab, name) {
  for (let presses = 0; presses < 40; presses += 1) {
    const focused = await tab.evaluate(() => {
      const { activeElement: element } = document;
      return element.ariaLabel ?? (element.labels?.[0] ?? element).textContent.trim().replaceAll(/\s+/g, " ");
    });
    if (focused === name) {
      return;
    }
    await tab.keyboard.press("Tab");
  }
  assert.fail(`Tab does not lead to ${name}`);
}

browserTest("one logs in, creates a user and deletes it without a mouse", {}, async ({ open }) => {
  const tab = await open();
  await entrance(tab).waitFor();
  await tab.keyboard.type("admin");
  await tab.keyboard.press("Tab");
  await tab.keyboard.type(PASSWORD);
  await tab.keyboard.press("Enter");
  await userRow(tab, "admin").waitFor();

  await tabTo(tab, "New user");
  await tab.keyboard.press("Enter");
  await openDialog(tab, "New user").waitFor();
  await tab.keyboard.type("ann");
  await tabTo(tab, "Password");
  await tab.keyboard.type("eight or more");
  await tabTo(tab, "see users users:read");
  await tab.keyboard.press("Space");
  await tabTo(tab, "Create");
  await tab.keyboard.press("Enter");
  await userRow(tab, "ann").getByText("see users").waitFor();

  await tabTo(tab, "Delete ann");
  await tab.keyboard.press("Enter");
  await openDialog(tab, "Delete ann?").waitFor();
  await tab.keyboard.press("Escape");
  await openDialog(tab, "Delete ann?").waitFor({ state: "hidden" });
  await tab.keyboard.press("Enter");
  await tabTo(tab, "Delete");
  await tab.keyboard.press("Enter");
  await userRow(tab, "ann").waitFor({ state: "detached" });
});

browserTest("the first Tab leads past the header, and the view stays the same", {}, async ({ open }) => {
  const tab = await open({ path: "/#/audit" });
  await entrance(tab).waitFor();
  await tab.keyboard.type("admin");
  await tab.keyboard.press("Tab");
  await tab.keyboard.type(PASSWORD);
  await tab.keyboard.press("Enter");
  await heading(tab, "Audit log").waitFor();

  await tab.keyboard.press("Tab");
  const skip = tab.getByRole("link", { name: "Skip to the content" });
  assert.ok(await hasFocus(skip));
  await tab.keyboard.press("Enter");
  assert.ok(await hasFocus(tab.getByRole("main")));
  assert.equal(new URL(tab.url()).hash, "#/audit");
});
