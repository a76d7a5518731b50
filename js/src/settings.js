/** @import { Settings } from "./types.js" */

/**
 * Falco's configuration keys as the module takes them.
 * @param {Settings} settings
 * @returns {string[]}
 */
export function settingLines(settings) {
  if (Array.isArray(settings)) return settings;
  return Object.entries(settings).map(([key, value]) => `${key}=${value}`);
}
