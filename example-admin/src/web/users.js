// The view of the users: a table that stays as it is while it changes.

import { ask } from "./api.js";
import { byId, fromTemplate, showText, write } from "./dom.js";
import { events } from "./events.js";
import { warn } from "./notice.js";
import { inWords } from "./permission.js";
import { person } from "./person.js";
import { userDialogs } from "./user-dialogs.js";

const READ = "users:read";
const WRITE = "users:write";

/** The row of each user, by id. */
const rows = new Map();

/** How close together changes are that are looked at once, in milliseconds. */
const CHANGES_IN_A_ROW = 200;
let following = 0;

const dialogs = userDialogs({ changed, gone: remove });

export const usersView = {
  name: "users",
  title: "Users",

  start() {
    byId("users-create").addEventListener("click", () => dialogs.create.open());
    person.addEventListener("change", showWhatOneMay);
    events.addEventListener("entry", ({ detail }) => follow(detail));
  },

  show: () => load(false),

  /** Brings the table up to date without anybody asking for it. */
  refresh: () => load(true),

  forget() {
    rows.clear();
    byId("users-rows").replaceChildren();
  },
};

async function load(inBackground) {
  showWhatOneMay();
  if (!person.may(READ)) {
    return;
  }
  const outcome = await ask("GET", "/users", { inBackground });
  if (outcome.kind === "ok") {
    putAll(outcome.body);
    showWhatOneMay();
  } else if (outcome.sentence && outcome.kind !== "lost" && !inBackground) {
    warn(outcome.sentence);
  }
}

/** Looks again after somebody has changed a user, if one sees them; once for changes in a row. */
function follow(entry) {
  if (entry.action.startsWith("user.") && !byId("view-users").hidden) {
    clearTimeout(following);
    following = setTimeout(load, CHANGES_IN_A_ROW, true);
  }
}

function changed(user) {
  put(user);
  if (user.id === person.user.id) {
    person.load({ inBackground: true });
  }
}

function putAll(users) {
  const there = new Set(users.map((user) => user.id));
  for (const [id, row] of rows) {
    if (!there.has(id)) {
      remove(row.user);
    }
  }
  users.forEach(put);
}

function put(user) {
  const row = rows.get(user.id) ?? addRow(user);
  row.user = user;
  write(row.element, "name", user.username);
  row.element.querySelector("[data-you]").hidden = user.id !== person.user?.id;
  row.element.querySelector("[data-permissions-of]").replaceChildren(...chipsOf(user));
}

function remove(user) {
  rows.get(user.id)?.element.remove();
  rows.delete(user.id);
}

function addRow(user) {
  const element = fromTemplate("user-row");
  const row = { element, user };
  for (const button of element.querySelectorAll("[data-action]")) {
    button.ariaLabel = `${LABELS[button.dataset.action]} ${user.username}`;
    button.addEventListener("click", () => dialogs[button.dataset.action].open(row.user));
  }
  element.querySelector("[data-actions]").hidden = !person.may(WRITE);
  rows.set(user.id, row);
  byId("users-rows").append(element);
  return row;
}

/** Each begins with the word that one sees on the button (WCAG 2.5.3). */
const LABELS = { permissions: "Permissions of", password: "Password of", delete: "Delete" };

function chipsOf(user) {
  if (user.permissions.length === 0) {
    return ["none"];
  }
  return user.permissions.map((permission) => {
    const chip = fromTemplate("permission-chip");
    chip.textContent = inWords(permission);
    chip.title = permission;
    return chip;
  });
}

function showWhatOneMay() {
  const [mayRead, mayWrite] = [person.may(READ), person.may(WRITE)];
  byId("users-table").hidden = !mayRead || rows.size === 0;
  byId("users-create").hidden = !mayWrite;
  byId("users-actions").hidden = !mayWrite;
  for (const { element } of rows.values()) {
    element.querySelector("[data-actions]").hidden = !mayWrite;
  }
  showText(byId("users-note"), noteOn(mayRead, mayWrite));
}

function noteOn(mayRead, mayWrite) {
  if (!mayRead) {
    return `You may not see who the users are: that needs the permission ${READ}.`;
  }
  return mayWrite ? null : `You may see users, but not change them: that needs the permission ${WRITE}.`;
}
