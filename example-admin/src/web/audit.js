// The view of the audit log: newest first, by days, older pages on request, new entries by themselves.

import { ask } from "./api.js";
import { dayOf, inWords, rowOf } from "./audit-entry.js";
import { byId, fromTemplate, showText, write } from "./dom.js";
import { events } from "./events.js";
import { announce, warn } from "./notice.js";
import { person } from "./person.js";

const READ = "audit:read";
const NEWEST = "/audit";

/** The row of each entry, by its number. */
const rows = new Map();
/** The rows of a day, by its title. */
const days = new Map();
/** The path of the page after the last one, if there is one. */
let older = null;

export const auditView = {
  name: "audit",
  title: "Audit log",

  start() {
    byId("audit-older").addEventListener("click", showOlder);
    person.addEventListener("change", showWhatOneMay);
    events.addEventListener("entry", ({ detail }) => tell(detail));
    // What was written while nobody listened is read.
    events.addEventListener("open", () => rows.size > 0 && load(true));
    events.addEventListener("closed", showWhatOneMay);
  },

  show: () => load(false),

  /** Brings the table up to date without anybody asking for it. */
  refresh: () => load(true),

  forget,
};

function forget() {
  for (const day of days.values()) {
    day.remove();
  }
  rows.clear();
  days.clear();
  older = null;
}

async function load(inBackground) {
  showWhatOneMay();
  if (!person.may(READ)) {
    return;
  }
  const outcome = await ask("GET", NEWEST, { inBackground });
  if (outcome.kind === "ok") {
    putNewest(outcome);
    showWhatOneMay();
  } else if (outcome.sentence && outcome.kind !== "lost" && !inBackground) {
    warn(outcome.sentence);
  }
}

/** Adds the newest page to what is there; if there is a gap between them, begins anew. */
function putNewest({ body: entries, next }) {
  const overlaps = entries.some(({ id }) => rows.has(id));
  if (!overlaps) {
    forget();
    older = next;
  }
  entries.forEach(put);
}

async function showOlder() {
  const outcome = await ask("GET", older);
  if (outcome.kind !== "ok") {
    return outcome.sentence && warn(outcome.sentence);
  }
  older = outcome.next;
  outcome.body.forEach(put);
  showWhatOneMay();
  announce(`${outcome.body.length} older entries are shown.`);
  if (!older) {
    byId("audit-beginning").focus();
  }
}

/** Shows an entry that has just been written. */
function tell(entry) {
  if (!person.may(READ) || rows.size === 0) {
    return;
  }
  put(entry).classList.add("new");
  if (!byId("view-audit").hidden) {
    announce(inWords(entry));
  }
}

/** Puts an entry where its number belongs. */
function put(entry) {
  const known = rows.get(entry.id);
  if (known) {
    return known;
  }
  const row = rowOf(entry);
  row.dataset.id = entry.id;
  const body = bodyOf(entry);
  const later = [...body.querySelectorAll("[data-id]")].find((other) => Number(other.dataset.id) < entry.id);
  body.insertBefore(row, later ?? null);
  rows.set(entry.id, row);
  return row;
}

/** The rows of the entry's day, which is put where it belongs if it is new. */
function bodyOf(entry) {
  const title = dayOf(entry);
  if (!days.has(title)) {
    const body = fromTemplate("audit-day");
    write(body, "day", title);
    const first = (day) => Number(day.querySelector("[data-id]").dataset.id);
    const later = [...days.values()].find((day) => first(day) < entry.id);
    byId("audit-table").insertBefore(body, later ?? null);
    days.set(title, body);
  }
  return days.get(title);
}

function showWhatOneMay() {
  const mayRead = person.may(READ);
  const note = `You may not read the audit log: that needs the permission ${READ}.`;
  showText(byId("audit-note"), mayRead ? null : note);
  byId("audit-table").hidden = !mayRead || rows.size === 0;
  byId("audit-older").hidden = !mayRead || !older;
  byId("audit-beginning").hidden = !mayRead || Boolean(older) || rows.size === 0;
  byId("audit-live").hidden = !mayRead;
  byId("audit-live").dataset.state = events.isOpen ? "live" : "waiting";
  byId("audit-live-text").textContent = events.isOpen ? "Live" : "Connecting…";
}
