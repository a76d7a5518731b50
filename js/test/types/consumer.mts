// What a user's program may write, checked by `tsc --strict`; it is never run.
import { type Diagnostic, EngineTrap, type FormattedFile, formatFiles, type Priority, type Problem, Ruleset, RulesetError, type RuleTestReport, ruleTestFiles, testRules } from "falconet";

const problems: Problem[] = [];
using rules = await Ruleset.load([{ name: "rules.yaml", text: "" }], {
  settings: { rule_matching: "all", json_include_tags_property: true },
  hostname: "web-1",
  onProblem: (problem) => problems.push(problem),
});

for (const alert of rules.scan([{ eventName: "ConsoleLogin" }, "{}", new Uint8Array()])) {
  const priority: Priority = alert.priority;
  const line: string = `${priority} ${alert.rule} ${alert.tags.join()} ${alert.toString()}`;
  console.log(line, alert.output_fields["ct.user"]);
}

const lines: Uint8Array = rules.scanLines(new ArrayBuffer(0));
const events: number = rules.counts.events + lines.length + rules.rules.enabled;

const [formatted]: FormattedFile[] = await formatFiles([{ name: "rules.yaml", text: "" }], { diff: true });
console.log(formatted?.text ?? formatted?.error?.line, formatted?.diff);

const { rules: named, inputs }: { rules: string[]; inputs: string[] } = await ruleTestFiles({ name: "a_test.yaml", text: "" });
const tested: RuleTestReport = await testRules([{ name: "a_test.yaml", text: "", rules: [] }], { format: "tap", filter: [...named, ...inputs] });
console.log(tested.ok, tested.text, tested.files[0]?.failed);

try {
  await Ruleset.load([], { settings: ["priority=debug"] });
} catch (error) {
  if (error instanceof RulesetError) error.diagnostics.map((diagnostic: Diagnostic) => diagnostic.line ?? events);
  if (error instanceof EngineTrap) console.log(error.code, error.cause);
}

// @ts-expect-error a rules file has a name and a text
await Ruleset.load(["rules.yaml"]);
// @ts-expect-error rulesets are made by `load`
new Ruleset();
// @ts-expect-error numbers are no input
rules.scan(5);
