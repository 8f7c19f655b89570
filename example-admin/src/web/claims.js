// What a token says of itself. The page reads it and trusts nobody with it: only the server verifies.

/**
 * @typedef {object} Claims
 * @property {string} sid  which session the token is of
 * @property {number} iat  when it was issued, in seconds
 * @property {number} exp  when it expires, in seconds
 */

/**
 * Reads the claims of a token; null for what is none.
 * @param {unknown} token
 * @returns {Claims | null}
 */
export function readClaims(token) {
  try {
    const { sid, iat, exp } = JSON.parse(decodeBase64Url(token.split(".")[1]));
    const isWhole = typeof sid === "string" && Number.isInteger(iat) && Number.isInteger(exp);
    return isWhole ? { sid, iat, exp } : null;
  } catch {
    return null;
  }
}

function decodeBase64Url(text) {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return new TextDecoder().decode(Uint8Array.from(binary, (character) => character.charCodeAt(0)));
}
