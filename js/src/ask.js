/** Questions that need no ruleset. */
import * as engine from "./engine.js";
import { loadError } from "./load.js";

/**
 * Asks the module. Throws if it refuses.
 * @param {object} request
 * @returns {Promise<any>}
 */
export async function ask(request) {
  await engine.start();
  return askNow(request);
}

/**
 * The same, where the module is ready.
 * @param {object} request
 * @returns {any}
 */
export function askNow(request) {
  const answer = engine.use((abi) => abi.call(request));
  if (answer.fatal || answer.error !== undefined) throw loadError(answer);
  return answer;
}
