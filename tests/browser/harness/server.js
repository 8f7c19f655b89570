// `startServer`: example-admin as a program of its own, on a free port and with a database of its own.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** The program; `EXAMPLE_ADMIN` names another one. */
const PROGRAM = process.env.EXAMPLE_ADMIN ?? fileURLToPath(new URL("../../../target/debug/example-admin", import.meta.url));

export const PASSWORD = "correct horse battery";

/**
 * Starts the program; done when it listens.
 *
 * @param {object} [how]
 * @param {string[]} [how.args]  flags besides the address and the database
 * @param {Record<string, string>} [how.env]  the environment, besides the first user's password
 * @param {string} [how.listen]
 * @param {string} [how.databaseUrl]
 */
export async function startServer({ args = [], env = {}, listen = "127.0.0.1:0", databaseUrl = "sqlite::memory:" } = {}) {
  const child = spawn(PROGRAM, ["--listen", listen, "--database-url", databaseUrl, ...args], {
    env: { PATH: process.env.PATH, ADMIN_PASSWORD: PASSWORD, ADMIN_LOG: "warn", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const log = [];
  createInterface(child.stderr).on("line", (line) => log.push(line));
  const stopped = once(child, "exit");
  for await (const line of createInterface(child.stdout)) {
    const origin = / listens on (http:\S+)$/.exec(line)?.[1];
    if (origin) {
      return new RunningServer(child, stopped, origin, log);
    }
  }
  throw new Error(`example-admin did not start:\n${log.join("\n")}`);
}

class RunningServer {
  #child;
  #stopped;

  constructor(child, stopped, origin, log) {
    this.#child = child;
    this.#stopped = stopped;
    /** Where it is served, as in `http://127.0.0.1:8000`. */
    this.origin = origin;
    /** The lines of its log. */
    this.log = log;
    child.stdout.resume();
  }

  /** The address and port that it listens on. */
  get address() {
    return new URL(this.origin).host;
  }

  async stop() {
    this.#child.kill("SIGTERM");
    await this.#stopped;
  }

  /** Logs in without a browser; returns the token. */
  async logIn(username = "admin", password = PASSWORD) {
    const body = new URLSearchParams({ username, password });
    const answer = await this.#ask("/login", { method: "POST", body });
    return (await answer.json()).access_token;
  }

  /** Asks with a token, and with JSON if there is some; an answer that is no success is an error. */
  ask(token, method, path, json) {
    const headers = { authorization: `Bearer ${token}` };
    if (json !== undefined) {
      headers["content-type"] = "application/json";
    }
    return this.#ask(path, { method, headers, body: JSON.stringify(json) });
  }

  /** Creates a user with the password `PASSWORD`; returns what the server says of it. */
  async createUser(token, username, permissions) {
    const answer = await this.ask(token, "POST", "/users", { username, password: PASSWORD, permissions });
    return answer.json();
  }

  async #ask(path, request) {
    const answer = await fetch(this.origin + path, request);
    if (!answer.ok) {
      throw new Error(`${request.method} ${path}: ${answer.status} ${await answer.text()}`);
    }
    return answer;
  }
}
