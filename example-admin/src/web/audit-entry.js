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

/** What was done, between who did it and to whom. */
const DEEDS = new Map([
  ["login", "logged in"],
  ["logout", "logged out"],
  ["session.reuse", "used a token that had been superseded, which ended the session"],
  ["user.create", "created"],
  ["user.password", "gave a new password to"],
  ["user.permissions", "changed the permissions of"],
  ["user.delete", "deleted"],
]);

/** What is done to nobody. */
const ALONE = new Set(["login", "logout", "session.reuse"]);

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
  return parts(entry).map((part) => part.name ?? part).join("");
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

/** The sentence in pieces; the names are in `name`. */
function parts({ actor, action, subject }) {
  const deed = DEEDS.get(action) ?? `did ${action} to`;
  if (ALONE.has(action)) {
    return [{ name: actor }, ` ${deed}`];
  }
  return [{ name: actor }, ` ${deed} `, subject === actor ? "themselves" : { name: subject }];
}

function asNode(part) {
  if (typeof part === "string") {
    return part;
  }
  const element = document.createElement("span");
  element.className = "name";
  element.textContent = part.name;
  return element;
}
