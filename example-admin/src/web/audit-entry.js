// An entry of the audit log in words.

import { fromTemplate } from "./dom.js";

const DAY = new Intl.DateTimeFormat(undefined, { weekday: "long", day: "numeric", month: "long", year: "numeric" });
const TIME = new Intl.DateTimeFormat(undefined, { timeStyle: "medium" });

/**
 * @typedef {object} Entry
 * @property {number} id
 * @property {string} at  RFC 3339
 * @property {string} actor
 * @property {string} action
 * @property {string} subject
 * @property {string} address
 */

/** What was done, around the names of who did it and to whom. */
const WORDS = new Map([
  ["login", ["", " logged in"]],
  ["logout", ["", " logged out"]],
  ["user.create", ["", " created ", ""]],
  ["user.password", ["", " gave a new password to ", ""]],
  ["user.permissions", ["", " changed the permissions of ", ""]],
  ["user.delete", ["", " deleted ", ""]],
]);

/**
 * The day of an entry, as a title.
 * @param {Entry} entry
 */
export function dayOf(entry) {
  return DAY.format(new Date(entry.at));
}

/**
 * An entry as one sentence.
 * @param {Entry} entry
 */
export function inWords(entry) {
  return parts(entry).map(({ text }) => text).join("");
}

/**
 * An entry as a row of the table.
 * @param {Entry} entry
 */
export function rowOf(entry) {
  const row = fromTemplate("audit-entry");
  const when = row.querySelector("[data-when]");
  when.dateTime = entry.at;
  when.textContent = TIME.format(new Date(entry.at));
  row.querySelector("[data-what]").append(...parts(entry).map(asNode));
  row.querySelector("[data-from]").textContent = entry.address;
  return row;
}

function parts({ actor, action, subject }) {
  const [before, between, after] = WORDS.get(action) ?? ["", ` did ${action} to `, ""];
  const toWhom = subject === actor ? { text: "themselves" } : { text: subject, isName: true };
  const whom = after === undefined ? [] : [toWhom, { text: after }];
  return [{ text: before }, { text: actor, isName: true }, { text: between }, ...whom];
}

function asNode({ text, isName }) {
  if (!isName) {
    return text;
  }
  const name = document.createElement("span");
  name.className = "name";
  name.textContent = text;
  return name;
}
