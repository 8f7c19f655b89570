// `/docs`: a person reads what there is to be called, logs in, and tries it out.

import assert from "node:assert/strict";

import { browserTest, screenshot } from "./harness/browser.js";
import { PASSWORD } from "./harness/server.js";

/** Whatever the page loads from elsewhere, and what its policy refuses. */
function complaintsOf(tab, origin) {
  const complaints = [];
  tab.on("request", (request) => {
    const url = new URL(request.url());
    if (url.origin !== origin && url.protocol !== "data:") {
      complaints.push(request.url());
    }
  });
  tab.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  return complaints;
}

const operation = (tab, id) => tab.locator(`#operations-${id}`);

browserTest("operations are grouped by tag, and the guarded ones have padlocks", {}, async ({ open }) => {
  const tab = await open({ path: "/docs" });
  await operation(tab, "auth-login").waitFor();
  const tags = await tab.locator(".opblock-tag").evaluateAll((all) => all.map((tag) => tag.dataset.tag));
  assert.deepEqual(tags.toSorted(), ["audit", "auth", "health", "users"]);
  for (const [id, padlocks] of [
    ["auth-login", 0],
    ["health-healthz", 0],
    ["auth-check_for_authorization", 1],
    ["users-delete_user", 1],
    ["audit-events", 1],
  ]) {
    assert.equal(await operation(tab, id).locator(".authorization__btn").count(), padlocks, id);
  }
});

browserTest("Authorize logs in, and what is tried out then is answered", {}, async ({ server, open }) => {
  const tab = await open({ path: "/healthz" });
  const complaints = complaintsOf(tab, server.origin);
  await tab.goto(`${server.origin}/docs`);
  await tab.getByRole("button", { name: "Authorize" }).click();
  await tab.locator("#oauth_username").fill("admin");
  await tab.locator("#oauth_password").fill(PASSWORD);
  await tab.locator(".auth-btn-wrapper").getByRole("button", { name: "Apply given OAuth2 credentials" }).click();
  await tab.getByRole("button", { name: "Remove authorization" }).waitFor();
  await tab.locator(".auth-btn-wrapper").getByRole("button", { name: "Close" }).click();

  const check = operation(tab, "auth-check_for_authorization");
  await check.locator(".opblock-summary-control").click();
  await check.getByRole("button", { name: "Try it out" }).click();
  await check.getByRole("button", { name: "Execute" }).click();
  const answer = check.locator(".live-responses-table .response").first();
  await answer.waitFor();
  assert.match(await answer.locator(".response-col_status").innerText(), /^200/);
  assert.match(await answer.innerText(), /refreshtoken/);
  await screenshot(tab, "docs");
  assert.deepEqual(complaints, []);
});

browserTest("without a session what is tried out is refused", {}, async ({ open }) => {
  const tab = await open({ path: "/docs" });
  const users = operation(tab, "users-list_users");
  await users.locator(".opblock-summary-control").click();
  await users.getByRole("button", { name: "Try it out" }).click();
  await users.getByRole("button", { name: "Execute" }).click();
  const status = users.locator(".live-responses-table .response-col_status").last();
  await status.waitFor();
  assert.match(await status.innerText(), /^401/);
});
