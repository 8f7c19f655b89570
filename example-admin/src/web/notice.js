// What is said to the person at the page: in a bar, and to screen readers.

import { byId } from "./dom.js";

/** How long good news stay, in milliseconds; bad ones stay until they are dismissed. */
const GOOD_NEWS_STAY = 8_000;

let timer = 0;

/** Says that something was done. */
export function say(sentence) {
  show(sentence, "good");
  timer = setTimeout(hide, GOOD_NEWS_STAY);
}

/** Says that something went wrong. */
export function warn(sentence) {
  show(sentence, "bad");
}

/** Tells screen readers what others see. */
export function announce(sentence) {
  byId("announcement").textContent = sentence;
}

export function hide() {
  clearTimeout(timer);
  byId("notice").hidden = true;
}

function show(sentence, kind) {
  clearTimeout(timer);
  byId("notice-text").textContent = sentence;
  byId("notice").dataset.kind = kind;
  byId("notice").hidden = false;
  announce(sentence);
}

export function startNotices() {
  byId("notice-dismiss").addEventListener("click", hide);
}
