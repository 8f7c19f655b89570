// How the page looks: screenshots to be looked at, and accessibility by axe.

import assert from "node:assert/strict";

import { violations } from "./harness/accessibility.js";
import { browserTest, screenshot } from "./harness/browser.js";
import { enter, entrance, logIn, openDialog } from "./harness/page.js";

const LOOKS = [
  { name: "light", colorScheme: "light", viewport: { width: 1280, height: 800 } },
  { name: "dark", colorScheme: "dark", viewport: { width: 1280, height: 800 } },
  { name: "light 320 px", colorScheme: "light", viewport: { width: 320, height: 640 } },
  { name: "dark 320 px", colorScheme: "dark", viewport: { width: 320, height: 640 } },
];

for (const { name, ...look } of LOOKS) {
  browserTest(`the page is accessible and fits on the screen: ${name}`, {}, async ({ server, open }) => {
    await furnish(server);
    const tab = await open({ ...look, reducedMotion: "reduce", inspected: true });

    const inspect = async (view) => {
      await screenshot(tab, `${view} ${name}`);
      assert.deepEqual(await violations(tab), [], view);
      const overflow = await tab.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(overflow <= 0, `${view} is ${overflow} px too wide`);
    };

    await entrance(tab).waitFor();
    await inspect("login");
    await enter(tab, "admin", "wrong");
    await tab.getByRole("alert").waitFor();
    await inspect("login refused");

    await logIn(tab);
    await tab.getByRole("button", { name: "Delete maria.keller" }).waitFor();
    await inspect("users");
    await tab.getByRole("button", { name: "New user" }).click();
    await tab.getByRole("button", { name: "Create" }).click();
    await tab.getByText("1 to 64 characters").waitFor();
    await inspect("new user");
    await tab.keyboard.press("Escape");
    await tab.getByRole("button", { name: "Permissions of maria.keller" }).click();
    await inspect("permissions");
    await tab.keyboard.press("Escape");
    await tab.getByRole("button", { name: "Delete maria.keller" }).click();
    await openDialog(tab, "Delete maria.keller?").waitFor();
    await inspect("delete");
    await tab.keyboard.press("Escape");

    await tab.getByRole("link", { name: "Audit log" }).click();
    await tab.getByText("The log begins here.").waitFor();
    await tab.getByText("Live", { exact: true }).waitFor();
    await inspect("audit");
  });
}

/** People and a past. */
async function furnish(server) {
  const token = await server.logIn();
  await server.createUser(token, "maria.keller", ["users:read", "users:write", "audit:read"]);
  await server.createUser(token, "tom.okafor", ["users:read"]);
  await server.createUser(token, "an.unusually.long.user.name.that.nobody.would.choose.but.may.be", []);
  await server.logIn("maria.keller");
  await server.logIn("tom.okafor");
}
