/** What is kept from visit to visit: choices of how the page looks, and nothing else. */

/** @param {string} name @returns {string | null} */
export function recall(name) {
  try {
    return localStorage.getItem(`falconet-${name}`);
  } catch {
    return null;
  }
}

/** @param {string} name @param {string} value */
export function keep(name, value) {
  try {
    localStorage.setItem(`falconet-${name}`, value);
  } catch {
    // Without storage the choice holds until the page is closed.
  }
}
