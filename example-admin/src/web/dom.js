// The few things that every view does with the document.

/**
 * The element with this id.
 * @param {string} id
 * @returns {any}
 */
export function byId(id) {
  return document.getElementById(id);
}

/**
 * A new element from the template with this id.
 * @param {string} id
 * @returns {HTMLElement}
 */
export function fromTemplate(id) {
  return byId(id).content.firstElementChild.cloneNode(true);
}

/**
 * Writes `text` into the part of `element` that is called `data-…`.
 * @param {Element} element
 * @param {string} part
 * @param {string} text
 */
export function write(element, part, text) {
  element.querySelector(`[data-${part}]`).textContent = text;
}

/**
 * Shows `text`, or hides the element when there is none.
 * @param {HTMLElement} element
 * @param {string | null | undefined} text
 */
export function showText(element, text) {
  element.textContent = text ?? "";
  element.hidden = !text;
}
