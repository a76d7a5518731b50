/**
 * The words of the language, from the module: fields, operators, transformers, sources; and the macros and lists of the rules.
 * @import { Client } from "../engine/client.js"
 */

/**
 * @typedef {object} Field
 * @property {string} name
 * @property {string} usage with an example of its argument
 * @property {string} type
 * @property {boolean} is_list
 * @property {string | null} argument
 * @property {string} description
 * @property {string[]} notes
 * @property {string[]} sources
 * @property {{ event: string, source: string, value: string } | null} example
 */

/** @typedef {{ name: string, description: string, example: string, notes: string[], takes: string[] }} Operator */
/** @typedef {Operator & { yields: string }} Transformer */
/** @typedef {{ name: string, description: string, plugin: { name: string, version: string } | null }} EventSource */
/** @typedef {{ name: string, condition: string }} Macro */
/** @typedef {{ name: string, items: string[] }} List */

/** Keys of an item, with what belongs there. @type {Record<string, string>} */
export const KEYS = {
  rule: "the name of a rule: alerts carry it",
  macro: "the name of a condition that other conditions use",
  list: "the name of values that conditions use",
  condition: "what an event must be like",
  output: "what an alert says; `%field` stands for the field's value",
  desc: "what the rule is for",
  priority: "how grave it is",
  source: "the event source that the rule is about",
  tags: "words to find the rule by",
  items: "the values of a list",
  enabled: "false: the rule judges nothing",
  exceptions: "events that the rule does not mean",
  override: "which keys are appended or replaced in an item that is there already",
  required_engine_version: "the oldest engine that the rules are for",
  required_plugin_versions: "the oldest plugins that the rules are for",
};

export const PRIORITIES = ["EMERGENCY", "ALERT", "CRITICAL", "ERROR", "WARNING", "NOTICE", "INFORMATIONAL", "DEBUG"];

export class Vocabulary {
  /** @type {Map<string, Field>} */
  fields = new Map();
  /** @type {Map<string, Operator>} */
  operators = new Map();
  /** @type {Map<string, Transformer>} */
  transformers = new Map();
  /** @type {Map<string, EventSource>} */
  sources = new Map();
  /** @type {Map<string, Macro>} */
  macros = new Map();
  /** @type {Map<string, List>} */
  lists = new Map();

  /** @param {Client} client */
  async load(client) {
    const [fields, operators, transformers, sources] = await Promise.all(
      ["fields", "operators", "transformers", "sources"].map((what) => client.ask({ kind: "ask", request: { op: "list", what } })),
    );
    this.fields = byName(fields.items);
    this.operators = byName(operators.items);
    this.transformers = byName(transformers.items);
    this.sources = byName(sources.items);
  }

  /** Takes macros and lists from rules; rules that do not load leave the former ones. @param {Client} client @param {string} text */
  async read(client, text) {
    const files = [{ name: "rules.yaml", text }];
    const [macros, lists] = await Promise.all(["macros", "lists"].map((what) => client.ask({ kind: "ask", request: { op: "list", what, files } })));
    if (macros.items) this.macros = byName(macros.items);
    if (lists.items) this.lists = byName(lists.items);
  }

  /** Operators that take a field. @param {Field | undefined} field @returns {Operator[]} */
  operatorsFor(field) {
    const all = [...this.operators.values()];
    if (field === undefined) return all;
    return all.filter(({ takes }) => (field.is_list ? takes.includes("lists") : takes.includes(field.type)));
  }
}

/** @template {{ name: string }} T @param {T[]} items */
function byName(items) {
  return new Map(items.map((item) => [item.name, item]));
}
