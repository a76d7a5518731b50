/** A rule, an event and its alert as Markdown, for issues and chats. */

/**
 * @typedef {object} Parts
 * @property {string} rules
 * @property {string} event its text; empty for none
 * @property {string} alert Falco's line; empty for none
 * @property {string[]} why sentences, in Markdown
 * @property {string} rule the name of the rule that raised the alert; empty for none
 * @property {string} link empty if there is none
 */

/** @param {Parts} parts */
export function markdown({ rules, event, alert, why, rule, link }) {
  const own = itemOf(rules, rule);
  const parts = [fenced("yaml", own || rules)];
  if (event !== "") parts.push("Event:", fenced("json", event));
  if (alert !== "") parts.push("Alert:", fenced("json", alert));
  if (why.length > 0) parts.push(why.map((sentence) => `- ${sentence.replaceAll("\n", " ")}`).join("\n"));
  if (link !== "") parts.push(`[Open in the falconet playground](${link})`);
  return `${parts.join("\n\n")}\n`;
}

/** A fence longer than any in the text, so that the text cannot end it. @param {string} language @param {string} text */
function fenced(language, text) {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${language}\n${text.trimEnd()}\n${fence}`;
}

/** The item of the rule, as it stands in the file. @param {string} rules @param {string} name */
export function itemOf(rules, name) {
  if (name === "") return "";
  const items = rules.split(/^(?=- )/m);
  const item = items.find((text) => nameOf(text) === name);
  const lines = (item ?? "").trimEnd().split("\n");
  // Comments behind an item are those of the next one.
  while (/^#|^\s*$/.test(lines.at(-1) ?? "x")) lines.pop();
  return lines.join("\n");
}

/** @param {string} item */
function nameOf(item) {
  const value = /^- rule:\s*(.*?)\s*$/m.exec(item)?.[1] ?? "";
  return value.replace(/^(["'])(.*)\1$/, "$2").replace(/\s+#.*$/, "");
}
