// What happens on the site while one looks: entries of the audit log, over a WebSocket.
//
// Events: "entry" (an audit entry, in `detail`), "open", "closed". The socket is there for as long as the
// session is.

import { ask } from "./api.js";
import { Backoff } from "./backoff.js";
import { connection } from "./connection.js";
import { session } from "./session.js";

/** RFC 6455 §7.4.1: the server's word for a session, or a token, that has ended. */
const POLICY_VIOLATION = 1008;

class Events extends EventTarget {
  /** @type {WebSocket | null} */
  #socket = null;
  /** Counts the sockets, so that what concerns an earlier one is recognised. */
  #attempt = 0;
  #backoff = new Backoff();

  get isOpen() {
    return this.#socket?.readyState === WebSocket.OPEN;
  }

  /** Listens whenever there is a session, and not while the page is put away. */
  start() {
    session.addEventListener("begin", () => this.#open());
    session.addEventListener("end", () => this.#close());
    addEventListener("pagehide", () => this.#close());
    addEventListener("pageshow", ({ persisted }) => persisted && session.token && this.#open());
  }

  #open() {
    this.#close();
    const attempt = this.#attempt;
    const socket = new WebSocket(address(), ["bearer", session.token]);
    socket.addEventListener("open", () => {
      this.#backoff.reset();
      this.dispatchEvent(new Event("open"));
    });
    socket.addEventListener("message", ({ data }) => {
      this.dispatchEvent(new CustomEvent("entry", { detail: JSON.parse(data) }));
    });
    socket.addEventListener("close", ({ code }) => {
      if (attempt === this.#attempt) {
        this.#socket = null;
        this.dispatchEvent(new Event("closed"));
        this.#recover(attempt, code === POLICY_VIOLATION);
      }
    });
    this.#socket = socket;
  }

  #close() {
    this.#attempt += 1;
    this.#socket?.close();
    this.#socket = null;
  }

  /**
   * Opens another socket, if the session is still there. A socket lives no longer than the token that it
   * was opened with; and a browser does not tell a refused handshake from a lost server. So the session
   * is asked for, in the background: to listen does not keep it alive.
   */
  async #recover(attempt, isOver) {
    if (!isOver) {
      await Promise.all([connection.suspect(), this.#backoff.pause()]);
    }
    if (attempt !== this.#attempt) {
      return;
    }
    const outcome = await ask("GET", "/auth/checkAuth", { inBackground: true });
    if (attempt !== this.#attempt) {
      return;
    }
    if (outcome.kind === "ok") {
      this.#open();
    } else {
      this.#recover(attempt, false);
    }
  }
}

function address() {
  const url = new URL("/events", location.href);
  url.protocol = url.protocol.replace("http", "ws");
  return url.href;
}

export const events = new Events();
