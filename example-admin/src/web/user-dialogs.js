// The dialogs that create, change and delete a user.

import { ask } from "./api.js";
import { FormDialog } from "./dialog.js";
import { fromTemplate, write } from "./dom.js";
import { say } from "./notice.js";
import { PERMISSIONS, inWords } from "./permission.js";
import { person } from "./person.js";

/**
 * @param {object} told
 * @param {(user: any) => void} told.changed  with a user who is new, or has changed
 * @param {(user: any) => void} told.gone  with a user who is deleted, or turns out to be
 */
export function userDialogs({ changed, gone }) {
  /** Asks, and passes on what became of the user. */
  async function change(method, user, json) {
    const outcome = await ask(method, `/users/${user.id}`, { json });
    if (outcome.kind === "ok" && outcome.body) {
      changed(outcome.body);
    } else if (outcome.kind === "ok" || outcome.kind === "missing") {
      gone(user);
    }
    return outcome;
  }

  return {
    create: new FormDialog("create", {
      fill: (form) => offerPermissions(form, []),
      send: (entered) => create(entered, changed),
    }),
    permissions: new FormDialog("permissions", {
      fill: (form, user) => offerPermissions(form, user.permissions),
      async send(entered, user) {
        const outcome = await change("PATCH", user, { permissions: entered.getAll("permissions") });
        if (outcome.kind === "ok") {
          say(`The permissions of ${user.username} are changed.`);
        }
        return outcome;
      },
    }),
    password: new FormDialog("password", {
      fill: (form, user) => write(form, "consequence", consequenceOfPassword(user)),
      async send(entered, user) {
        const outcome = await change("PATCH", user, { password: entered.get("password") });
        if (outcome.kind === "ok") {
          say(`${user.username} has a new password.`);
        }
        return outcome;
      },
    }),
    delete: new FormDialog("delete", {
      fill: (form, user) => write(form, "consequence", consequenceOfDeletion(user)),
      async send(entered, user) {
        const outcome = await change("DELETE", user);
        if (outcome.kind === "ok") {
          say(`${user.username} is deleted.`);
        }
        return outcome;
      },
    }),
  };
}

async function create(entered, changed) {
  const json = {
    username: entered.get("username"),
    password: entered.get("password"),
    permissions: entered.getAll("permissions"),
  };
  const outcome = await ask("POST", "/users", { json });
  if (outcome.kind === "ok") {
    changed(outcome.body);
    say(`${outcome.body.username} is created.`);
  }
  // The one thing that a new user can be in conflict with is a name.
  return outcome.kind === "conflict" ? { ...outcome, field: "username" } : outcome;
}

function offerPermissions(form, held) {
  const choices = PERMISSIONS.map((permission) => {
    const choice = fromTemplate("permission-choice");
    const box = choice.querySelector("input");
    box.value = permission;
    box.defaultChecked = held.includes(permission);
    write(choice, "words", inWords(permission));
    write(choice, "code", permission);
    return choice;
  });
  form.querySelector("[data-permissions]").replaceChildren(...choices);
}

function isOneself(user) {
  return user.id === person.user?.id;
}

function consequenceOfPassword(user) {
  return isOneself(user)
    ? "You stay logged in here; your sessions elsewhere end."
    : "All sessions of this user end.";
}

function consequenceOfDeletion(user) {
  return isOneself(user)
    ? "This is you: you will be logged out, and cannot log in again. It cannot be undone."
    : "All sessions of this user end at once. It cannot be undone.";
}
