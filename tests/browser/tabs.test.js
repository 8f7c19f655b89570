// Two tabs of one browser share one session.

import assert from "node:assert/strict";

import { browserTest, pause, until } from "./harness/browser.js";
import { entrance, heading, heldToken, logIn, sessionEnd, userRow } from "./harness/page.js";

browserTest("a second tab is logged in by the first", {}, async ({ open }) => {
  const first = await open();
  await logIn(first);
  const second = await open({ beside: first });
  await heading(second, "Users").waitFor();
});

browserTest("the newer token of one tab is the other's as well", {}, async ({ open }) => {
  const first = await open();
  await logIn(first);
  const second = await open({ beside: first });
  await userRow(second, "admin").waitFor();
  const before = await sessionEnd(first);

  await pause(1_500);
  await second.getByRole("link", { name: "Audit log" }).click();
  await until(async () => (await sessionEnd(second)) > before + 1_000);
  const newer = await heldToken(second);
  await until(async () => (await heldToken(first)) === newer);
  assert.equal(await sessionEnd(first), await sessionEnd(second));
});

browserTest("logging out in one tab logs out the other", {}, async ({ open }) => {
  const first = await open();
  await logIn(first);
  const second = await open({ beside: first });
  await heading(second, "Users").waitFor();

  await first.getByRole("button", { name: "Log out" }).click();
  for (const tab of [first, second]) {
    await entrance(tab).waitFor();
    await tab.getByText("You are logged out, in all tabs of this browser.").first().waitFor();
    assert.equal(await heldToken(tab), null);
  }
});

browserTest("logging in in one tab lets the other go on", { args: ["--token-ttl", "6s"] }, async ({ open }) => {
  const first = await open();
  await logIn(first);
  const second = await open({ beside: first });
  await second.getByRole("link", { name: "Audit log" }).click();
  await Promise.all([heading(first, "Log in again").waitFor(), heading(second, "Log in again").waitFor()]);

  await logIn(first);
  await heading(second, "Audit log").waitFor();
});

browserTest("logging out ends another session of the same browser as well", {}, async ({ server, open }) => {
  const first = await open();
  await logIn(first);
  await userRow(first, "admin").waitFor();
  const token = await heldToken(first);

  const second = await open({ beside: first, path: "/healthz" });
  await second.addInitScript(asksNobody);
  await second.goto(server.origin);
  await logIn(second);
  const told = first.waitForResponse("**/auth/logout");
  await second.getByRole("button", { name: "Log out" }).click();
  await told;
  await entrance(first).waitFor();
  await assert.rejects(server.ask(token, "GET", "/me"), /401/);
});

/** Makes a tab log in by itself, as if the other ones had not answered. */
function asksNobody() {
  const { postMessage } = BroadcastChannel.prototype;
  BroadcastChannel.prototype.postMessage = function (message) {
    if (message.kind !== "ask") {
      postMessage.call(this, message);
    }
  };
}
