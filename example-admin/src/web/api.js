// Asks the server, and tells apart what may come of it.

import { connection, fetchPatiently } from "./connection.js";
import { session } from "./session.js";

/** Tells of each request that was refused for want of a permission, by an event "forbidden". */
export const refusals = new EventTarget();

/**
 * What comes of a request.
 *
 * - "ok": `body` is the answer, `next` the path of the next page if there is one
 * - "logged-out": the session is over, and has been ended here
 * - "forbidden", "missing", "conflict", "invalid" (with `field`), "busy" (with `seconds`), "wrong" (a
 *   login's), "failed": `sentence` says what is the matter
 * - "lost": the server did not answer
 *
 * @typedef {object} Outcome
 * @property {string} kind
 * @property {any} [body]
 * @property {string | null} [next]
 * @property {string} [sentence]
 * @property {string} [field]
 * @property {number} [seconds]
 */

/**
 * Sends a request of the session. What is asked in the background, and by nobody's hand, does not keep
 * the session alive.
 * @param {string} method
 * @param {string} path
 * @param {{ json?: unknown, inBackground?: boolean }} [how]
 * @returns {Promise<Outcome>}
 */
export async function ask(method, path, { json, inBackground = false } = {}) {
  const { token, id } = session;
  if (!token) {
    return { kind: "logged-out" };
  }
  const response = await send(path, requestOf(method, token, json));
  if (!response) {
    return LOST;
  }
  if (!inBackground) {
    session.offer(response.headers.get("refreshtoken"), id);
  }
  if (response.status === 403) {
    refusals.dispatchEvent(new Event("forbidden"));
  }
  if (response.status !== 401) {
    return outcome(response);
  }
  if (session.id === id && session.token !== token) {
    // Another answer, or another tab, has brought a newer one in the meantime; nothing was done yet.
    return ask(method, path, { json, inBackground });
  }
  if (session.id === id) {
    session.refuse();
  }
  return { kind: "logged-out" };
}

function requestOf(method, token, json) {
  const headers = { authorization: `Bearer ${token}` };
  if (json === undefined) {
    return { method, headers };
  }
  return { method, headers: { ...headers, "content-type": "application/json" }, body: JSON.stringify(json) };
}

/**
 * Logs in, which begins the session.
 * @param {string} username
 * @param {string} password
 * @returns {Promise<Outcome>}
 */
export async function logIn(username, password) {
  const form = new URLSearchParams({ grant_type: "password", username, password });
  const response = await send("/login", { method: "POST", body: form });
  if (!response) {
    return LOST;
  }
  const result = await outcome(response);
  if (result.kind === "ok") {
    session.offer(result.body.access_token);
  }
  return result;
}

/**
 * Logs out: in this browser at once and in any case, at the server if it can be reached.
 * @returns {Promise<Outcome>}
 */
export async function logOut() {
  const { token } = session;
  // The other tabs are told before the server closes their sockets, and they take it for an end that
  // nobody wanted.
  session.end("logged-out");
  const response = await send("/auth/logout", { ...requestOf("POST", token), keepalive: true });
  return response ? outcome(response) : LOST;
}

const LOST = { kind: "lost", sentence: "The server does not answer. Try again when it is back." };

async function send(path, request) {
  try {
    const response = await fetchPatiently(path, request);
    if (response.status === 503) {
      connection.suspect();
    }
    return response;
  } catch {
    connection.suspect();
    return null;
  }
}

const KINDS = new Map([
  [401, "wrong"],
  [403, "forbidden"],
  [404, "missing"],
  [409, "conflict"],
  [422, "invalid"],
  [429, "busy"],
  [503, "busy"],
]);

/** @returns {Promise<Outcome>} */
async function outcome(response) {
  const body = await readJson(response);
  if (response.ok) {
    return { kind: "ok", body, next: nextPage(response.headers.get("link")) };
  }
  return {
    kind: KINDS.get(response.status) ?? "failed",
    sentence: asSentence(body?.detail ?? body?.title ?? `the server answered ${response.status}`),
    field: body?.field,
    seconds: Number(response.headers.get("retry-after")) || undefined,
  };
}

async function readJson(response) {
  const type = response.headers.get("content-type") ?? "";
  try {
    return /^application\/([\w.]+\+)?json\b/.test(type) ? await response.json() : null;
  } catch {
    return null;
  }
}

/** The target of `Link: <…>; rel="next"` (RFC 8288). */
function nextPage(link) {
  return /<([^>]*)>\s*;\s*rel="next"/.exec(link ?? "")?.[1] ?? null;
}

function asSentence(text) {
  const sentence = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(sentence) ? sentence : `${sentence}.`;
}
