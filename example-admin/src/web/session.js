// The session: one token, the one that expires last, in memory, in `sessionStorage`, and shared with the
// other tabs of this browser.
//
// Events: "begin" (there is a session now), "slide" (it ends later than it did), "end" (it is over; the
// event's `reason` says why), "farewell" (a tab with another session has logged out: so should this one).

import { readClaims } from "./claims.js";
import { tabs } from "./tabs.js";

const STORED_AS = "session";

/**
 * @typedef {object} Held
 * @property {string} token
 * @property {number} endsAt  by the clock of this computer, in milliseconds
 * @property {number} window  the longest that a token of this session was good for, in milliseconds
 * @property {boolean} isFinal  whether working does not make it end later any more
 */

/** @typedef {"logged-out" | "expired" | "refused"} Reason */

class Session extends EventTarget {
  /** @type {Held | null} */
  #held = null;
  /** Sessions that are over for good: what still arrives of them is ignored. */
  #over = new Set();
  #timer = 0;

  get token() {
    return this.#held?.token ?? null;
  }

  get id() {
    return this.#held && readClaims(this.#held.token).sid;
  }

  get endsAt() {
    return this.#held?.endsAt ?? null;
  }

  get window() {
    return this.#held?.window ?? null;
  }

  get isFinal() {
    return this.#held?.isFinal ?? false;
  }

  /** Takes up what this tab had before it was reloaded, or what another tab has. */
  resume() {
    tabs.addEventListener("token", ({ detail }) => this.#adopt(detail));
    tabs.addEventListener("ask", () => this.#held && tabs.tell("token", this.#held));
    tabs.addEventListener("over", ({ detail }) => this.#endedElsewhere(detail));
    document.addEventListener("visibilitychange", () => this.#watch());
    this.#adopt(JSON.parse(sessionStorage.getItem(STORED_AS) ?? "null"));
    if (!this.#held) {
      tabs.tell("ask");
    }
  }

  /**
   * Takes a token that the server has just sent in answer to a request of the session `of`, or to a
   * login when there is none.
   * @param {string | null} token
   * @param {string | null} of
   */
  offer(token, of = null) {
    const claims = readClaims(token);
    // What was asked for by a session that is over, or not this tab's any more, is ignored.
    if (!claims || of !== this.id) {
      return;
    }
    // How long it is good for is measured by the server alone, so that a clock that is wrong here
    // does not matter.
    const lifetime = (claims.exp - claims.iat) * 1000;
    const window = Math.max(lifetime, of ? this.#held.window : 0);
    const offered = { token, endsAt: Date.now() + lifetime, window, isFinal: lifetime < window };
    if (this.#take(offered)) {
      tabs.tell("token", offered);
    }
  }

  /**
   * Ends the session in this tab; in all tabs, if it is over for good.
   * @param {Reason} reason
   */
  end(reason) {
    const { id } = this;
    if (!this.#held) {
      return;
    }
    if (reason !== "expired") {
      this.#over.add(id);
      tabs.tell("over", { id, reason });
    }
    this.#drop(reason);
  }

  /**
   * The server refuses the token: the session is over for good, unless its time is up. The server counts
   * whole seconds, and its answers take a while, so the end may come to it earlier than to this page.
   */
  refuse() {
    if (this.endsAt - Date.now() < EARLIER_THERE) {
      this.#expire();
    } else {
      this.end("refused");
    }
  }

  /** Ends the session because its time is up. A tab that slept may have missed what the others know. */
  #expire() {
    this.end("expired");
    tabs.tell("ask");
  }

  /** Takes what another tab has, or this one had. */
  #adopt(held) {
    const claims = readClaims(held?.token);
    const isOfAnother = this.#held && claims?.sid !== this.id;
    if (claims && !isOfAnother && !this.#over.has(claims.sid) && held.endsAt > Date.now()) {
      this.#take(held);
    }
  }

  #take(offered) {
    if (this.#held && !expiresLater(offered.token, this.#held.token)) {
      return false;
    }
    const isNew = !this.#held;
    this.#held = offered;
    sessionStorage.setItem(STORED_AS, JSON.stringify(offered));
    this.#watch();
    this.dispatchEvent(new Event(isNew ? "begin" : "slide"));
    return true;
  }

  #endedElsewhere({ id, reason }) {
    this.#over.add(id);
    if (this.id === id) {
      this.#drop(reason);
    } else if (this.#held && reason === "logged-out") {
      this.dispatchEvent(new Event("farewell"));
    }
  }

  #drop(reason) {
    const { endsAt } = this;
    clearTimeout(this.#timer);
    this.#held = null;
    sessionStorage.removeItem(STORED_AS);
    this.dispatchEvent(Object.assign(new Event("end"), { reason, endsAt }));
  }

  /** Ends the session when its time is up. */
  #watch() {
    clearTimeout(this.#timer);
    if (!this.#held) {
      return;
    }
    const left = this.#held.endsAt - Date.now();
    if (left > 0) {
      this.#timer = setTimeout(() => this.#watch(), Math.min(left, LONGEST_TIMER));
      return;
    }
    this.#expire();
  }
}

/** How much earlier than here a session may end at the server, in milliseconds. */
const EARLIER_THERE = 2_000;

/** What `setTimeout` can count to, in milliseconds. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** Whether one token is to be kept rather than another: the larger `exp`, then the later `iat`. */
function expiresLater(offered, held) {
  const [one, other] = [readClaims(offered), readClaims(held)];
  return one.exp === other.exp ? one.iat > other.iat : one.exp > other.exp;
}

export const session = new Session();
