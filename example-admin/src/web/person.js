// Who is logged in, and may do what. Event: "change".

import { ask } from "./api.js";

class Person extends EventTarget {
  /** @type {{ id: number, username: string, permissions: string[] } | null} */
  #user = null;

  get user() {
    return this.#user;
  }

  /** @param {string} permission */
  may(permission) {
    return this.#user?.permissions.includes(permission) ?? false;
  }

  /** Asks the server who it is. */
  async load({ inBackground = false } = {}) {
    const outcome = await ask("GET", "/me", { inBackground });
    if (outcome.kind === "ok") {
      this.#user = outcome.body;
      this.dispatchEvent(new Event("change"));
    }
    return outcome;
  }
}

export const person = new Person();
