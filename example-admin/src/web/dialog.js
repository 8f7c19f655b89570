// Dialogs with a form about a user. They survive the end of a session: what was entered is there again
// after the next login of the same user.

import { clearProblems, onSubmit } from "./form.js";
import { byId, write } from "./dom.js";

/** @type {Set<FormDialog>} */
const dialogs = new Set();

/** Puts open dialogs away, with what was entered. */
export function suspendDialogs() {
  for (const dialog of dialogs) {
    dialog.suspend();
  }
}

/** Opens those again that were put away. Says whether there was one. */
export function resumeDialogs() {
  return [...dialogs].filter((dialog) => dialog.resume()).length > 0;
}

/** Forgets those that were put away. */
export function forgetDialogs() {
  for (const dialog of dialogs) {
    dialog.forget();
  }
}

export class FormDialog {
  #dialog;
  #form;
  /** What the dialog is about. */
  #subject = null;
  /** What had the focus before it was opened, and in it when it was put away. */
  #opener = null;
  #suspended = null;

  /**
   * @param {string} id  of the `<dialog>`
   * @param {object} parts
   * @param {(form: HTMLFormElement, subject: any) => void} [parts.fill]
   * @param {(entered: FormData, subject: any) => Promise<import("./api.js").Outcome>} parts.send
   *   closes the dialog when it is "ok"
   */
  constructor(id, { fill = () => {}, send }) {
    this.#dialog = byId(id);
    this.#form = this.#dialog.querySelector("form");
    this.fill = fill;
    this.#form.querySelector("[data-cancel]").addEventListener("click", () => this.#dialog.close());
    this.#dialog.addEventListener("close", () => this.#closed());
    this.#startReveals();
    onSubmit(this.#form, async (entered) => {
      const outcome = await send(entered, this.#subject);
      if (outcome.kind === "ok") {
        this.#dialog.close();
      }
      return outcome;
    });
    dialogs.add(this);
  }

  open(subject = null) {
    this.#subject = subject;
    this.#opener = document.activeElement;
    this.#empty();
    if (subject) {
      write(this.#dialog, "name", subject.username);
    }
    this.fill(this.#form, subject);
    this.#dialog.showModal();
  }

  suspend() {
    if (this.#dialog.open) {
      this.#suspended = document.activeElement;
      this.#dialog.close();
    }
  }

  resume() {
    if (!this.#suspended) {
      return false;
    }
    const focused = this.#suspended;
    this.#suspended = null;
    this.#opener.focus();
    this.#dialog.showModal();
    focused.focus();
    return true;
  }

  forget() {
    this.#suspended = null;
    this.#empty();
  }

  /** Gives the focus back, to the view's title if what had it is gone; passwords do not stay. */
  #closed() {
    if (this.#suspended) {
      return;
    }
    this.#empty();
    const { activeElement } = document;
    if (activeElement === document.body || this.#dialog.contains(activeElement)) {
      document.querySelector("section:not([hidden]) h1")?.focus();
    }
  }

  #empty() {
    this.#form.reset();
    clearProblems(this.#form);
    for (const reveal of this.#form.querySelectorAll("[data-reveals]")) {
      byId(reveal.dataset.reveals).type = "password";
    }
  }

  #startReveals() {
    for (const reveal of this.#form.querySelectorAll("[data-reveals]")) {
      reveal.addEventListener("change", () => {
        byId(reveal.dataset.reveals).type = reveal.checked ? "text" : "password";
      });
    }
  }
}
