/** The guided tour: from an hour in the log to a rule that is tested, step by step. */
import lambdaRules from "../../../../rules/aws_lambda_persistence.yaml?raw";

/**
 * @typedef {object} Step
 * @property {string} title
 * @property {string} text what stands between ticks is code
 * @property {string} rules
 * @property {string} [tests]
 * @property {string} [old]
 * @property {import("../share/codec.js").Shared["view"]} view
 * @property {string} look the id of what it is about
 * @property {"rules" | "events" | "results"} pane that of it which a narrow screen shows
 */

/** @param {string} condition */
const rule = (condition) => `- rule: Lambda Code Replaced
  desc: The code of a Lambda function was replaced.
  condition: >
${condition.replace(/^/gm, "    ")}
  output: Code of %ct.request.functionname replaced by %ct.user from %ct.srcip in %ct.region
  priority: CRITICAL
  source: aws_cloudtrail
`;

const EXACT = rule("ct.src = lambda.amazonaws.com\nand ct.name = UpdateFunctionCode");
const PREFIX = rule("ct.src = lambda.amazonaws.com\nand ct.name startswith UpdateFunctionCode");
const MENDED = `- list: deployers\n  items: [github-actions-deploy]\n\n${rule("ct.src = lambda.amazonaws.com\nand ct.name startswith UpdateFunctionCode\nand not ct.error exists\nand not ct.user in (deployers)")}`;

const TESTS = `cases:
  - name: the attack
    event: {file: events.json, record: 31}
    fires:
      rule: Lambda Code Replaced
      output_fields: {ct.user: svc-chat-metrics}

  - name: an attempt that is denied
    event: {file: events.json, record: 29}
    silent: Lambda Code Replaced

  - name: the pipeline
    event: {file: events.json, record: 14}
    silent: true
`;

/** @type {Step[]} */
export const steps = [
  {
    title: "An hour in the log",
    text: "A bank's chatbot asks a Lambda function for its answers. These are the 52 events of one hour there. From 09:12 on `svc-chat-metrics`, which only ever wrote metrics, looks around: who am I, which functions, which bots. The bars below say when, the buttons beside them who and what.",
    rules: EXACT,
    view: { tab: "events", event: 22, edited: "rules" },
    look: "results",
    pane: "results",
  },
  {
    title: "A rule that stays silent",
    text: "Event 31 replaces the function's code, and this rule should say so. It loads, and nothing comes of it. Why? The details of the event say what would have to change: CloudTrail writes the version of the API behind the name.",
    rules: EXACT,
    view: { tab: "events", event: 31, edited: "rules" },
    look: "details",
    pane: "results",
  },
  {
    title: "A rule that says too much",
    text: "With `startswith` there are four alerts. Event 14 is the pipeline, which deploys every day; event 29 was denied, so nothing was replaced. Point at a test of the condition: what it reads lights up in the event.",
    rules: PREFIX,
    view: { tab: "alerts", event: 29, edited: "rules" },
    look: "results",
    pane: "results",
  },
  {
    title: "Say what it must do",
    text: "Before the rule is mended, tests say what it must do: fire on the attack, and on nothing else. Two of three fail, and say why. `Make a test`, beside each alert and event, writes one.",
    rules: PREFIX,
    tests: TESTS,
    view: { tab: "tests", event: 0, edited: "tests" },
    look: "tests-editor",
    pane: "rules",
  },
  {
    title: "Mend it",
    text: "Two lines more: not what was denied, and not who deploys. All tests pass. They are run whenever something changes, as by `falconet test` on your machine and in CI.",
    rules: MENDED,
    tests: TESTS,
    view: { tab: "tests", event: 0, edited: "rules" },
    look: "rules-editor",
    pane: "rules",
  },
  {
    title: "What did that change?",
    text: "The old rules are kept beside the new ones: two alerts are lost, the two that nobody wanted. Choose one to see why it is not raised any more. `Alt+P` keeps rules as they are now.",
    rules: MENDED,
    tests: TESTS,
    old: PREFIX,
    view: { tab: "changes", event: 0, edited: "rules" },
    look: "results",
    pane: "results",
  },
  {
    title: "The whole story",
    text: "One rule sees one move. The rule pack for Lambda sees the way in: code replaced, alias moved, a layer from a stranger, the handler changed, the archive overwritten, Lex allowed to call, and the bot pointed at another function. From now on its users are answered by somebody else.",
    rules: lambdaRules,
    view: { tab: "alerts", event: 45, edited: "rules" },
    look: "results",
    pane: "results",
  },
  {
    title: "Show it to somebody",
    text: "Share puts everything into a link: rules, tests, events, and what is selected. Nothing of it has been sent anywhere. Change something here, or begin with your own: paste rules, and drop a file of events anywhere on the page.",
    rules: MENDED,
    tests: TESTS,
    view: { tab: "alerts", event: 31, edited: "rules" },
    look: "share-button",
    pane: "rules",
  },
];
