// What a user may do: the names that the server knows, and what they mean in words.

const WORDS = new Map([
  ["users:read", "see users"],
  ["users:write", "change users"],
  ["audit:read", "read the audit log"],
]);

export const PERMISSIONS = [...WORDS.keys()];

/**
 * What a permission means; its name, if it is one that this page does not know.
 * @param {string} permission
 */
export function inWords(permission) {
  return WORDS.get(permission) ?? permission;
}
