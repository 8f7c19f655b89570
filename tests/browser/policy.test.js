// The page loads nothing from elsewhere, and stays within its own policy.

import assert from "node:assert/strict";

import { browserTest } from "./harness/browser.js";
import { entrance, logIn, openDialog, userRow } from "./harness/page.js";

browserTest("nothing comes from another host, nothing is refused by the policy, and the console is silent", {}, async ({ open }) => {
  const tab = await open({ path: "/healthz" });
  const origin = new URL(tab.url()).origin;
  const hosts = new Set();
  const complaints = [];
  tab.on("request", (request) => hosts.add(new URL(request.url()).origin));
  tab.on("websocket", (socket) => hosts.add(new URL(socket.url().replace(/^ws/, "http")).origin));
  tab.on("console", (message) => ["error", "warning"].includes(message.type()) && complaints.push(message.text()));
  await tab.exposeFunction("complain", (text) => complaints.push(text));
  await tab.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      globalThis.complain(`${event.violatedDirective}: ${event.blockedURI}`);
    });
  });

  await tab.goto(origin);
  await logIn(tab);
  await tab.getByRole("button", { name: "New user" }).click();
  const dialog = openDialog(tab, "New user");
  await dialog.getByLabel("User name").fill("<img src=x onerror=alert(1)>");
  await dialog.getByLabel("Password").fill("eight or more");
  await dialog.getByRole("button", { name: "Create" }).click();
  await userRow(tab, "<img src=x onerror=alert(1)>").waitFor();
  await tab.getByRole("link", { name: "Audit log" }).click();
  await tab.getByText("admin created <img src=x onerror=alert(1)>").last().waitFor();
  await tab.getByText("Live", { exact: true }).waitFor();
  await tab.reload();
  await tab.getByText("Live", { exact: true }).waitFor();
  await tab.getByRole("button", { name: "Log out" }).click();
  await entrance(tab).waitFor();

  assert.deepEqual([...hosts], [origin]);
  assert.deepEqual(complaints, []);
});

browserTest("the token is nowhere but in the memory of the tab's session", {}, async ({ open }) => {
  const tab = await open();
  await logIn(tab);
  const kept = await tab.evaluate(async () => ({
    local: localStorage.length,
    cookies: document.cookie,
    databases: (await indexedDB.databases()).length,
    address: location.href,
  }));
  assert.deepEqual(kept, { local: 0, cookies: "", databases: 0, address: new URL("/", tab.url()).href });
});

browserTest("a string becomes neither markup nor a script", {}, async ({ open }) => {
  const tab = await open();
  await entrance(tab).waitFor();
  const refusals = await tab.evaluate(() => {
    const attempts = [
      () => (document.body.innerHTML = "<p>"),
      () => document.createElement("script").setAttribute("src", "x"),
      () => (document.createElement("script").text = "1"),
    ];
    return attempts.map((attempt) => {
      try {
        attempt();
        return "done";
      } catch (error) {
        return error.name;
      }
    });
  });
  assert.deepEqual(refusals, ["TypeError", "TypeError", "TypeError"]);
});
