// The admin page: brings its parts together, and leads from the entrance to the views and back.

import { logOut, refusals } from "./api.js";
import { Backoff } from "./backoff.js";
import { connection } from "./connection.js";
import { forgetDialogs, resumeDialogs, suspendDialogs } from "./dialog.js";
import { byId, showText } from "./dom.js";
import { addToReason, hideEntrance, showEntrance, startEntrance } from "./entrance.js";
import { events } from "./events.js";
import { startIndicator } from "./indicator.js";
import { announce, hide as hideNotice, startNotices, warn } from "./notice.js";
import { person } from "./person.js";
import { session } from "./session.js";
import { forgetViews, refreshView, showView, startViews } from "./views.js";

/** How long the other tabs have to say that one is logged in, in milliseconds. */
const OTHER_TABS_ANSWER_WITHIN = 200;

/** Whose things are on the page, and what had the focus when he had to leave. */
const left = { userId: null, username: "", focused: null };

const patience = new Backoff();

/** Leads to the view, once it is known whose it is. */
async function enter() {
  const { id } = session;
  const outcome = await person.load();
  if (session.id !== id) {
    return;
  }
  if (outcome.kind !== "ok") {
    warn(outcome.sentence);
    await patience.pause();
    return session.id === id && enter();
  }
  patience.reset();
  const isBack = person.user.id === left.userId;
  if (!isBack) {
    forget();
  }
  hideEntrance();
  hideNotice();
  byId("site").hidden = false;
  await showView();
  if (isBack && !resumeDialogs()) {
    left.focused?.focus();
  }
}

function forget() {
  forgetDialogs();
  forgetViews();
}

/** Asks to log in, unless there is a session, or there was one and that is said already. */
function askToLogIn() {
  if (!session.token && byId("entrance").hidden) {
    showEntrance();
  }
}

/** Leads to the entrance; what is on the page stays, unseen, for whoever comes back. */
function leave({ reason, endsAt }) {
  const { id = null, username = "" } = person.user ?? {};
  Object.assign(left, { userId: id, username, focused: document.activeElement });
  suspendDialogs();
  if (reason === "logged-out") {
    left.userId = null;
    forget();
  }
  hideNotice();
  byId("site").hidden = true;
  document.title = "Admin";
  showEntrance({ reason, endsAt, username });
  announce(byId("entrance-reason").textContent);
}

/** Logs out; an end of the session that the server does not know of is not kept from anybody. */
async function leaveForGood() {
  const { endsAt } = session;
  const { kind } = await logOut();
  if (!["ok", "wrong"].includes(kind)) {
    const clock = new Intl.DateTimeFormat(undefined, { timeStyle: "short" }).format(endsAt);
    addToReason(`But the server does not know it: there, the session ends by itself at ${clock}.`);
  }
}

/** The address names the view, so it cannot name the content as well. */
function skip(event) {
  event.preventDefault();
  byId("content").focus();
}

function showPerson() {
  byId("who-name").textContent = person.user.username;
}

/** Another's deed may be one to oneself. */
function followOneself({ detail: entry }) {
  if (entry.action === "user.permissions" && entry.subject === person.user?.username) {
    person.load({ inBackground: true }).then(refreshView);
  }
}

function lost() {
  const sentence = "The server does not answer. It is asked again until it does.";
  showText(byId("outage-text"), sentence);
  byId("outage").hidden = false;
  announce(sentence);
}

function back() {
  byId("outage").hidden = true;
  announce("The server answers again.");
  if (!byId("site").hidden) {
    refreshView();
  }
}

function start() {
  startNotices();
  startEntrance();
  startViews();
  startIndicator();
  events.start();
  session.addEventListener("begin", enter);
  session.addEventListener("end", leave);
  session.addEventListener("farewell", leaveForGood);
  person.addEventListener("change", showPerson);
  events.addEventListener("entry", followOneself);
  refusals.addEventListener("forbidden", () => person.load({ inBackground: true }));
  connection.addEventListener("lost", lost);
  connection.addEventListener("back", back);
  addEventListener("hashchange", () => !byId("site").hidden && showView({ takeFocus: true }));
  byId("logout").addEventListener("click", leaveForGood);
  byId("skip").addEventListener("click", skip);
  session.resume();
  setTimeout(askToLogIn, OTHER_TABS_ANSWER_WITHIN);
}

start();
