// Accessibility, as axe sees it.

import { createRequire } from "node:module";

/** The script that a tab needs for `violations`. */
export const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

/** What is wrong on the screen, each with the elements that it concerns. */
export async function violations(tab) {
  const { violations } = await tab.evaluate(() => globalThis.axe.run());
  return violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html).join(" ")}`);
}
