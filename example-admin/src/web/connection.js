// Whether the server is there. Whoever doubts it says so; then it is asked until it answers.
//
// Events: "lost", "back".

import { Backoff } from "./backoff.js";

/** How long an answer may take, in milliseconds. */
const PATIENCE = 15_000;

/**
 * `fetch` for this site: nothing stored, no cookies, no redirects, and not for ever.
 * @param {string} path
 * @param {RequestInit} [request]
 */
export function fetchPatiently(path, request) {
  const always = { cache: "no-store", credentials: "omit", redirect: "error" };
  return fetch(path, { ...always, ...request, signal: AbortSignal.timeout(PATIENCE) });
}

class Connection extends EventTarget {
  #isLost = false;
  /** @type {Promise<void> | null} */
  #asking = null;

  get isLost() {
    return this.#isLost;
  }

  /** Looks whether the server is there; done when it is. */
  suspect() {
    this.#asking ??= this.#askUntilWell().finally(() => {
      this.#asking = null;
    });
    return this.#asking;
  }

  async #askUntilWell() {
    const backoff = new Backoff();
    while (!(await isWell())) {
      this.#become(true);
      await backoff.pause();
    }
    this.#become(false);
  }

  #become(isLost) {
    if (this.#isLost !== isLost) {
      this.#isLost = isLost;
      this.dispatchEvent(new Event(isLost ? "lost" : "back"));
    }
  }
}

async function isWell() {
  try {
    return (await fetchPatiently("/healthz")).ok;
  } catch {
    return false;
  }
}

export const connection = new Connection();
