// Forms: sent once at a time, and told what is wrong where it is wrong.

import { showText } from "./dom.js";

/**
 * Calls `send` with what was entered when `form` is submitted, but not twice at a time; a result that is
 * not "ok" is shown in the form.
 * @param {HTMLFormElement} form
 * @param {(entered: FormData) => Promise<import("./api.js").Outcome>} send
 */
export function onSubmit(form, send) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (form.ariaBusy === "true") {
      return;
    }
    form.ariaBusy = "true";
    clearProblems(form);
    try {
      showProblem(form, await send(new FormData(form)));
    } finally {
      form.ariaBusy = "false";
    }
  });
}

/** Takes back all that was said to be wrong. */
export function clearProblems(form) {
  for (const problem of form.querySelectorAll("[data-problem]")) {
    showText(problem, null);
  }
  for (const control of form.querySelectorAll("[aria-invalid]")) {
    control.removeAttribute("aria-invalid");
  }
}

/** Shows an outcome's sentence, at its field or over the form; the focus goes where something is missing. */
function showProblem(form, { kind, sentence, field }) {
  if (kind === "ok" || kind === "logged-out") {
    return;
  }
  const place = form.querySelector(`[data-field="${CSS.escape(field ?? "")}"]`);
  showText((place ?? form).querySelector("[data-problem]"), sentence);
  if (place) {
    place.querySelector("input").ariaInvalid = "true";
  }
  const isEmpty = (input) => input.value === "";
  (place?.querySelector("input") ?? [...form.querySelectorAll("input")].find(isEmpty))?.focus();
}
