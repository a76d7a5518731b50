/** Fetches the module, once, and then takes from the page the right to reach any server at all. */
import address from "falconet/falconet.wasm?url";

/**
 * @typedef {object} Started
 * @property {WebAssembly.Module} module
 * @property {string} hash SHA-256 of the module, hexadecimal
 */

/** @returns {Promise<Started>} */
export async function fetchModule() {
  const response = await fetch(new URL(address, document.baseURI));
  if (!response.ok) throw new Error(`cannot fetch the module: ${response.status} ${response.statusText}`);
  const arrived = response.clone().arrayBuffer();
  // As it arrives, if the server says what it is.
  const compiled = WebAssembly.compileStreaming(response).catch(async () => WebAssembly.compile(await arrived));
  const [module, bytes] = await Promise.all([compiled, arrived]);
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return { module, hash: [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("") };
}

/** From here on no connection is allowed, in workers that begin later neither: policies only ever add up. */
export function forbidConnections() {
  const policy = document.createElement("meta");
  policy.httpEquiv = "Content-Security-Policy";
  policy.content = "connect-src 'none'";
  document.head.append(policy);
}
