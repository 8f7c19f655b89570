// Which view is shown: the address says so (`#/users`, `#/audit`), so that it survives reloads and logins.

import { auditView } from "./audit.js";
import { byId } from "./dom.js";
import { hide as hideNotice } from "./notice.js";
import { usersView } from "./users.js";

const VIEWS = [usersView, auditView];

export function startViews() {
  VIEWS.forEach((view) => view.start());
}

/** Shows the view that the address names; the first one if it names none. */
export function showView({ takeFocus = false } = {}) {
  const view = current();
  for (const { name } of VIEWS) {
    byId(`view-${name}`).hidden = name !== view.name;
    const link = document.querySelector(`nav [href="#/${name}"]`);
    link.ariaCurrent = name === view.name ? "page" : null;
  }
  document.title = `${view.title} · Admin`;
  if (takeFocus) {
    hideNotice();
    byId(`${view.name}-title`).focus();
  }
  return view.show();
}

export function refreshView() {
  return current().refresh();
}

/** Forgets what was seen: it was another user's. */
export function forgetViews() {
  VIEWS.forEach((view) => view.forget());
}

function current() {
  return VIEWS.find(({ name }) => location.hash === `#/${name}`) ?? VIEWS[0];
}
