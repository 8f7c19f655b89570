// What people do on the admin page, and what they see.

import { PASSWORD } from "./server.js";

/** The form that asks to log in, at first or again. */
export function entrance(tab) {
  return tab.getByRole("form", { name: "Log in" });
}

/** Fills in the entrance and sends it. */
export async function enter(tab, username, password) {
  const form = entrance(tab);
  await form.getByLabel("User name").fill(username);
  await form.getByLabel("Password").fill(password);
  await form.getByRole("button").click();
}

/** Logs in, and waits for the view. */
export async function logIn(tab, username = "admin", password = PASSWORD) {
  await enter(tab, username, password);
  await tab.getByRole("button", { name: "Log out" }).waitFor();
}

export function heading(tab, name) {
  return tab.getByRole("heading", { level: 1, name });
}

/** The row of a user. */
export function userRow(tab, username) {
  return tab.getByRole("row").filter({ has: tab.getByRole("rowheader", { name: username }) });
}

/** The row of an entry of the audit log. */
export function auditRow(tab, sentence) {
  return tab.getByRole("row").filter({ hasText: sentence });
}

/** When the page says that the session ends, to the millisecond. */
export async function sessionEnd(tab) {
  const time = tab.getByRole("group", { name: "Session" }).locator("time");
  return Date.parse(await time.getAttribute("datetime"));
}

/** The token that the page holds. */
export function heldToken(tab) {
  return tab.evaluate(() => JSON.parse(sessionStorage.getItem("session"))?.token ?? null);
}

export function openDialog(tab, name) {
  return tab.getByRole("dialog", { name }).or(tab.getByRole("alertdialog", { name }));
}

/** Whether what is typed goes there. */
export function hasFocus(element) {
  return element.evaluate((control) => control === document.activeElement);
}
