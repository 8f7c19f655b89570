// Where one logs in, at first and again after a session has ended.

import { logIn } from "./api.js";
import { byId, showText } from "./dom.js";
import { clearProblems, onSubmit } from "./form.js";

const CLOCK = new Intl.DateTimeFormat(undefined, { timeStyle: "short" });

/** Why one is asked to log in, by the reason for which the session ended. */
const REASONS = {
  expired: (clock) => `Your session ended at ${clock}, as it was not used. Log in to go on where you were.`,
  refused: () => "Your session has ended. Log in to go on where you were.",
  "logged-out": () => "You are logged out, in all tabs of this browser.",
};

export function startEntrance() {
  const form = byId("login");
  onSubmit(form, async (entered) => {
    const outcome = await logIn(entered.get("username"), entered.get("password"));
    if (outcome.kind === "ok") {
      form.reset();
      return outcome;
    }
    form.elements.password.value = "";
    return { ...outcome, sentence: sentenceOf(outcome) };
  });
}

/**
 * Asks to log in.
 * @param {{ reason?: import("./session.js").Reason, endsAt?: number, username?: string }} [why]
 */
export function showEntrance({ reason, endsAt, username = "" } = {}) {
  const form = byId("login");
  clearProblems(form);
  form.reset();
  showText(byId("entrance-reason"), reason && REASONS[reason](CLOCK.format(endsAt)));
  const isBack = reason !== undefined && reason !== "logged-out";
  byId("entrance-title").textContent = isBack ? "Log in again" : "Log in";
  form.elements.username.value = isBack ? username : "";
  byId("entrance").hidden = false;
  byId(isBack && username ? "login-password" : "login-username").focus();
}

export function hideEntrance() {
  byId("entrance").hidden = true;
}

/** Adds a reason that is a line of its own, such as that of a logout that reached nobody. */
export function addToReason(sentence) {
  const reason = byId("entrance-reason");
  showText(reason, `${reason.textContent} ${sentence}`);
}

function sentenceOf({ kind, sentence, seconds }) {
  return kind === "busy" && seconds ? `${sentence} It can be tried again in ${inWords(seconds)}.` : sentence;
}

function inWords(seconds) {
  return seconds < 90 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`;
}
