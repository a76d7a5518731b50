/** A rule and events that it fires on. */
import { join } from "node:path";
import { npm } from "./paths.mjs";

const { Ruleset } = await import(join(npm, "node.js"));

export const RULES = `
- rule: Login
  desc: d
  condition: ct.name="ConsoleLogin"
  output: user=%ct.user
  priority: WARNING
  source: aws_cloudtrail
  tags: [t]
`;

export function event(user) {
  return { eventTime: "2026-01-02T03:04:05Z", eventType: "AwsConsoleSignIn", eventName: "ConsoleLogin", eventSource: "signin.amazonaws.com", userIdentity: { type: "IAMUser", userName: user } };
}

export function load(text = RULES, options = {}) {
  return Ruleset.load([{ name: "rules.yaml", text }], { hostname: "here", ...options });
}

/** The users of alerts, sync or async. */
export async function users(scan) {
  const seen = [];
  for await (const alert of scan) seen.push(alert.output_fields["ct.user"]);
  return seen;
}

/** So many events, with users `u0`, `u1`, …, as lines. */
export function lines(count) {
  return Array.from({ length: count }, (_, index) => `${JSON.stringify(event(`u${index}`))}\n`).join("");
}

/** What {@link users} sees of {@link lines}. */
export function names(count) {
  return Array.from({ length: count }, (_, index) => `u${index}`);
}

/** Bytes in pieces of a size. */
export function* cut(bytes, size) {
  for (let start = 0; start < bytes.length; start += size) yield bytes.slice(start, start + size);
}
