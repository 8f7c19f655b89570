// The audit log.

import assert from "node:assert/strict";

import { browserTest, pause } from "./harness/browser.js";
import { auditRow, hasFocus, heading, logIn } from "./harness/page.js";

async function openAudit(tab) {
  await tab.getByRole("link", { name: "Audit log" }).click();
  await tab.getByText("Live", { exact: true }).waitFor();
}

browserTest("an entry appears as it is written, without a reload", {}, async ({ server, open }) => {
  const tab = await open();
  await logIn(tab);
  await openAudit(tab);
  assert.ok(await hasFocus(heading(tab, "Audit log")));
  await auditRow(tab, "admin logged in").waitFor();

  await server.createUser(await server.logIn(), "ann", []);
  await auditRow(tab, "admin created ann").waitFor();
  await tab.getByRole("status").getByText("admin created ann").waitFor();
  const first = tab.getByRole("row").filter({ has: tab.getByRole("cell") }).first();
  assert.match(await first.innerText(), /admin created ann/);
});

browserTest("a session that a superseded token has ended is told of", { args: ["--reuse-grace", "2s"] }, async ({ server, open }) => {
  const old = await server.logIn();
  await pause(1_100);
  const next = (await server.ask(old, "GET", "/me")).headers.get("refreshtoken");
  await server.ask(next, "GET", "/me");
  await pause(3_000);
  await server.ask(next, "GET", "/me");
  await assert.rejects(server.ask(old, "GET", "/me"), /401/);

  const tab = await open();
  await logIn(tab);
  await openAudit(tab);
  await auditRow(tab, "admin used a token that had been superseded, which ended the session").waitFor();
});

browserTest("older entries come on request, to the beginning of the log", {}, async ({ server, open }) => {
  let token = await server.logIn();
  const { id } = await server.createUser(token, "ann", []);
  for (let turn = 0; turn < 60; turn += 1) {
    await server.ask(token, "PATCH", `/users/${id}`, { permissions: turn % 2 ? [] : ["users:read"] });
  }
  const tab = await open();
  await logIn(tab);
  await openAudit(tab);
  const changes = auditRow(tab, "admin changed the permissions of ann");
  await changes.first().waitFor();
  assert.equal(await changes.count(), 49);

  await tab.getByRole("button", { name: "Older entries" }).click();
  await auditRow(tab, "admin created ann").waitFor();
  assert.equal(await changes.count(), 60);
  await tab.getByText("The log begins here.").waitFor();
  assert.equal(await tab.getByRole("button", { name: "Older entries" }).count(), 0);
});

browserTest("who may not read the log is told so", {}, async ({ server, open }) => {
  await server.createUser(await server.logIn(), "ann", ["users:read"]);
  const tab = await open({ path: "/#/audit" });
  await logIn(tab, "ann");
  await tab.getByText("You may not read the audit log: that needs the permission audit:read.").waitFor();
  assert.ok(!(await tab.getByText("Live", { exact: true }).isVisible()));
});

browserTest("an entry that was written while nobody listened is there when one listens again", {}, async ({ server, open }) => {
  const tab = await open();
  let breakOff;
  await tab.routeWebSocket(/events/, (socket) => {
    const upstream = socket.connectToServer();
    breakOff = () => Promise.all([socket.close({ code: 1013 }), upstream.close()]);
  });
  await logIn(tab);
  await openAudit(tab);

  await breakOff();
  await tab.getByText("Connecting…").waitFor();
  await server.createUser(await server.logIn(), "ann", []);
  await tab.getByText("Live", { exact: true }).waitFor();
  await auditRow(tab, "admin created ann").waitFor();
});
