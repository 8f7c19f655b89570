// Says in the header when the session will end, and warns before it does.

import { ask } from "./api.js";
import { byId } from "./dom.js";
import { announce, warn } from "./notice.js";
import { session } from "./session.js";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** When to warn: five minutes before the end, or for the last third of a session that is short. */
const WARN_BEFORE = 5 * MINUTE;
const WARN_PART = 1 / 3;

const CLOCK = new Intl.DateTimeFormat(undefined, { timeStyle: "short" });

let hasWarned = false;

export function startIndicator() {
  session.addEventListener("begin", show);
  session.addEventListener("slide", show);
  setInterval(show, SECOND);
  byId("session-stay").addEventListener("click", stay);
}

async function stay() {
  const outcome = await ask("GET", "/auth/checkAuth");
  if (outcome.sentence) {
    warn(outcome.sentence);
  }
}

function show() {
  if (!session.token) {
    return;
  }
  const left = session.endsAt - Date.now();
  const isSoon = left <= Math.min(WARN_BEFORE, session.window * WARN_PART);
  const stayed = byId("session-stay");
  // A button that goes away must not take the focus with it.
  if (!isSoon && document.activeElement === stayed) {
    byId("content").focus();
  }
  stayed.hidden = !isSoon || session.isFinal;
  byId("session").dataset.state = isSoon ? "soon" : "calm";
  say(isSoon ? `in ${inWords(left)}` : `at ${CLOCK.format(session.endsAt)}`);
  if (isSoon && !hasWarned) {
    announce(byId("session-text").textContent);
  }
  hasWarned = isSoon;
}

function say(when) {
  const time = byId("session-end");
  time.dateTime = new Date(session.endsAt).toISOString();
  time.textContent = when;
  byId("session-condition").textContent = session.isFinal ? "; it cannot be made longer." : " unless you keep working.";
}

function inWords(left) {
  const minutes = Math.round(left / MINUTE);
  if (left < MINUTE) {
    return "less than a minute";
  }
  return minutes === 1 ? "a minute" : `${minutes} minutes`;
}
