/** Whole items, with places to fill in. */
import { snippetCompletion } from "@codemirror/autocomplete";

const RULE = `rule: \${Name of the rule}
  desc: \${What it is for.}
  condition: \${ct.name = ConsoleLogin}
  output: \${What happened} (user=%ct.user address=%ct.srcip region=%ct.region)
  priority: \${WARNING}
  source: aws_cloudtrail
`;

const MACRO = `macro: \${name}
  condition: (\${ct.src = iam.amazonaws.com and not ct.error exists})
`;

const LIST = `list: \${name}
  items: [\${alice, bob}]
`;

export const snippets = [
  snippetCompletion(RULE, { label: "rule", detail: "a whole one", boost: 3 }),
  snippetCompletion(MACRO, { label: "macro", detail: "a whole one", boost: 2 }),
  snippetCompletion(LIST, { label: "list", detail: "a whole one", boost: 1 }),
];

/** The same where no item has been begun. */
export const itemSnippets = [
  snippetCompletion(`- ${RULE}`, { label: "- rule", detail: "a whole one", boost: 3 }),
  snippetCompletion(`- ${MACRO}`, { label: "- macro", detail: "a whole one", boost: 2 }),
  snippetCompletion(`- ${LIST}`, { label: "- list", detail: "a whole one", boost: 1 }),
];
