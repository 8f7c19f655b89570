// What pages of other origins can do and read, with the client that many use: axios.

import assert from "node:assert/strict";
import { after, before } from "node:test";

import { browserTest } from "./harness/browser.js";
import { startElsewhere, startProxy } from "./harness/elsewhere.js";
import { PASSWORD } from "./harness/server.js";

let allowed;
let stranger;

before(async () => {
  [allowed, stranger] = await Promise.all([startElsewhere(), startElsewhere()]);
});

after(() => {
  allowed.stop();
  stranger.stop();
});

/** Opens the page of an origin, and does on it what a page does with this API. */
async function work(open, page, api) {
  const tab = await open({ at: page.origin });
  return tab.evaluate(logInAndWork, { api, password: PASSWORD });
}

/** Runs in the page. */
async function logInAndWork({ api, password }) {
  const { axios } = globalThis;
  const bearer = (token) => ({ headers: { authorization: `Bearer ${token}` } });
  try {
    const login = await axios.post(`${api}/login`, new URLSearchParams({ username: "admin", password }));
    const users = await axios.get(`${api}/users`, bearer(login.data.access_token));
    // In lower case: axios writes the names of headers as HTTP/2 does.
    const next = users.headers.refreshtoken;
    if (next === undefined) {
      return { users: users.data.length, next: false };
    }
    const check = await axios.get(`${api}/auth/checkAuth`, bearer(next));
    const missing = await axios.get(`${api}/users/999`, bearer(next)).catch((error) => error.response);
    return {
      users: users.data.length,
      next: next !== login.data.access_token,
      check: check.status,
      missing: missing.status,
      afterMissing: typeof missing.headers.refreshtoken,
    };
  } catch (error) {
    return { code: error.code };
  }
}

const everything = { users: 1, next: true, check: 200, missing: 404, afterMissing: "string" };

/** The server lets pages of one origin in; there is a site that it lets in, and one that it does not. */
function crossOriginTest(name, body) {
  browserTest(name, () => ({ args: ["--allow-origin", allowed.origin] }), body);
}

crossOriginTest("a page of an allowed origin logs in, reads the next token and uses it", async ({ server, open }) => {
  assert.deepEqual(await work(open, allowed, server.origin), everything);
});

crossOriginTest("a page of an origin that is not allowed cannot even log in", async ({ server, open }) => {
  assert.deepEqual(await work(open, stranger, server.origin), { code: "ERR_NETWORK" });
});

crossOriginTest("without its exposure the next token is there, and the page cannot see it", async ({ server, open }) => {
  const exposure = "access-control-expose-headers";
  const proxy = await startProxy(server.origin, exposure);
  try {
    assert.deepEqual(await work(open, allowed, proxy.origin), { users: 1, next: false });
    const other = await startProxy(server.origin, "x-frame-options");
    assert.deepEqual(await work(open, allowed, other.origin).finally(other.stop), everything);
  } finally {
    proxy.stop();
  }
});
