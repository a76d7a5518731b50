/** Sizes and numbers as people write them. */

const UNITS = { GiB: 2 ** 30, MiB: 2 ** 20, KiB: 2 ** 10 };
const LETTERS = { "": 1, b: 1, k: UNITS.KiB, m: UNITS.MiB, g: UNITS.GiB };
const LARGEST_SIZE = 4 * 2 ** 30;
const LARGEST_COUNT = 2 ** 32 - 1;

/** A number of bytes, or what is wrong with the text. @returns {{ value: number } | { wrong: string }} */
export function size(text) {
  const [, digits, letter] = /^(\d+)\s*(|b|[kmg](?:i?b)?)\s*$/.exec(text.toLowerCase()) ?? [];
  if (digits === undefined) return { wrong: "expected a number and one of the units B, KiB, MiB, GiB" };
  const value = Number(digits) * LETTERS[letter.charAt(0)];
  return value >= 1 && value <= LARGEST_SIZE ? { value } : { wrong: "expected a number from 1 to 4GiB" };
}

/** A number of things, or what is wrong with the text. @returns {{ value: number } | { wrong: string }} */
export function count(text) {
  if (text === "") return { wrong: "cannot parse integer from empty string" };
  if (!/^\+?\d+$/.test(text)) return { wrong: "invalid digit found in string" };
  const value = Number(text);
  return value <= LARGEST_COUNT ? { value } : { wrong: "number too large to fit in target type" };
}

/** A number of events, or what is wrong with the text. */
export function events(text) {
  return within(text, 1, 1000);
}

/** A number of a hundred, or what is wrong with the text. */
export function percent(text) {
  return within(text, 0, 100);
}

function within(text, least, most) {
  const { value, wrong } = count(text);
  if (wrong !== undefined) return { wrong };
  return value >= least && value <= most ? { value } : { wrong: `${value} is not in ${least}..=${most}` };
}

/** A size as it is shown. */
export function sizeText(bytes) {
  const unit = Object.keys(UNITS).find((name) => bytes % UNITS[name] === 0);
  return unit === undefined ? `${bytes}` : `${bytes / UNITS[unit]}${unit}`;
}
