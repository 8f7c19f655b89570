// `browserTest`: a test with a server and a browser of its own.

import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

import { AXE } from "./accessibility.js";
import { startServer } from "./server.js";

const SCREENSHOTS = fileURLToPath(new URL("../screenshots/", import.meta.url));

/** How long anything may take that a test waits for, in milliseconds. */
const PATIENCE = 10_000;

/** How long a test may take, in milliseconds. */
const TEST_PATIENCE = 90_000;

const ARGUMENTS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

let browser;

after(() => browser?.close());

/**
 * A test that clicks. Its body is given the server, and `open`, which opens a tab: in a browser of its
 * own, or `beside` another tab in its; `inspected`, if it is for `violations`. An error that nobody caught fails the test; a test that fails
 * leaves screenshots.
 *
 * @param {string} name
 * @param {object | (() => object)} how  as `startServer` takes it, or what gives that when the test begins
 * @param {(given: { server: Awaited<ReturnType<typeof startServer>>, open: typeof open }) => Promise<void>} body
 */
export function browserTest(name, how, body) {
  test(name, { timeout: TEST_PATIENCE }, async () => {
    browser ??= await chromium.launch({
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      args: ARGUMENTS,
    });
    const server = await startServer(typeof how === "function" ? how() : how);
    const tabs = [];
    const uncaught = [];
    const open = async ({ beside, inspected = false, at = server.origin, path = "/", ...options } = {}) => {
      const tab = await openTab(beside?.context() ?? (await browser.newContext(options)), uncaught);
      tabs.push(tab);
      if (inspected) {
        await tab.addInitScript({ path: AXE });
      }
      await tab.goto(at + path);
      return tab;
    };
    try {
      await body({ server, open });
      assert.deepEqual(uncaught, []);
    } catch (error) {
      await Promise.all(tabs.map((tab, number) => screenshot(tab, `failed ${name} ${number}`).catch(() => {})));
      throw error;
    } finally {
      await Promise.all(tabs.map((tab) => tab.context().close()));
      await server.stop();
    }
  });
}

async function openTab(context, uncaught) {
  const tab = await context.newPage();
  tab.setDefaultTimeout(PATIENCE);
  tab.on("pageerror", (error) => uncaught.push(error.stack));
  return tab;
}

/** Keeps what is on the screen as an artefact. */
export async function screenshot(tab, name) {
  await mkdir(SCREENSHOTS, { recursive: true });
  const file = name.replaceAll(/[^a-z0-9]+/gi, "-").slice(0, 100);
  await tab.screenshot({ path: `${SCREENSHOTS}${file}.png`, fullPage: true });
}

/** Lets so many milliseconds pass. */
export function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Waits until `look` gives something true, and returns it. */
export async function until(look) {
  const end = Date.now() + PATIENCE;
  for (;;) {
    const seen = await look();
    if (seen) {
      return seen;
    }
    assert.ok(Date.now() < end, `waited in vain for ${look}`);
    await pause(50);
  }
}
