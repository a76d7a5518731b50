// What a user's program may write, checked by `tsc --strict`; it is never run.
import {
  type Alert,
  catalogue,
  checkFiles,
  type CheckResult,
  complete,
  type Completions,
  type Counts,
  definition,
  type Diagnostic,
  diffRules,
  EngineTrap,
  type ErrorCode,
  type Explanation,
  FalconetError,
  type Field,
  type FormattedFile,
  formatFiles,
  hover,
  type Hover,
  init,
  type NearMisses,
  type Operator,
  type Place,
  type Priority,
  type Problem,
  references,
  renamable,
  type Renamable,
  rename,
  type Renaming,
  renderCheck,
  type ResolvedRule,
  type RuleEntry,
  Ruleset,
  RulesetError,
  ruleTestFiles,
  type RuleSymbol,
  type RuleTestReport,
  type SampleValues,
  sampleValues,
  symbols,
  testRules,
} from "falconet";

/** Fails to compile unless two types are the same; `any` is the same as nothing else. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
function same<A, B>(_: Same<A, B>): void {}

const problems: Problem[] = [];
using rules = await Ruleset.load([{ name: "rules.yaml", text: "" }], {
  settings: { rule_matching: "all", json_include_tags_property: true },
  hostname: "web-1",
  onProblem: (problem) => problems.push(problem),
  onTrap: (trap) => console.log(trap.record, trap.offset, trap.bytes?.length),
});

for (const alert of rules.scan([{ eventName: "ConsoleLogin" }, "{}", new Uint8Array()])) {
  const priority: Priority = alert.priority;
  const line: string = `${priority} ${alert.rule} ${alert.tags.join()} ${alert.toString()}`;
  console.log(line, alert.output_fields["ct.user"]);
}

for await (const alert of rules.stream(new ReadableStream<Uint8Array>(), { maxBytes: 1e9 })) same<typeof alert, Alert>(true);
for await (const alert of rules.scan(new Blob([]))) same<typeof alert, Alert>(true);
for await (const lines of rules.streamLines((await fetch("trail.json")).body ?? [])) lines.subarray(1);

const scanned = rules.scan("");
same<typeof scanned, Generator<Alert, void, void>>(true);
const streamed = rules.scan(new ReadableStream<string>());
same<typeof streamed, AsyncGenerator<Alert, void, void>>(true);
const lines: Uint8Array = rules.scanLines(new ArrayBuffer(0));
const events: number = rules.counts.events + lines.length + rules.rules.enabled;

const matches = rules.evaluate({ eventName: "ConsoleLogin" });
same<typeof matches, Alert[]>(true);
const listed = rules.list("rules", ["root"]);
same<typeof listed, RuleEntry[]>(true);
const shown = rules.show("root");
same<typeof shown, ResolvedRule>(true);
same<(typeof shown.condition.tree & {})["kind"], "and" | "or" | "not" | "check" | "macro" | "exception" | "whole">(true);
const fields = rules.fields();
same<typeof fields, Field[]>(true);
const operators = await catalogue("operators", { words: ["in"] });
same<typeof operators, Operator[]>(true);
same<typeof rules.counts, Counts>(true);

const checked = await checkFiles([{ name: "rules.yaml", text: "" }], { strict: true, lints: [{ deny: "never-true" }, { allow: "all" }] });
same<typeof checked, CheckResult>(true);
const sarif = await renderCheck([], "sarif");
same<typeof sarif, string>(true);
const unit = checked.diagnostics[0]?.utf16?.offset;
same<typeof unit, number | undefined>(true);

const [formatted]: FormattedFile[] = await formatFiles([{ name: "rules.yaml", text: "" }], { diff: true });
console.log(formatted?.text ?? formatted?.error?.line, formatted?.diff);

const explained: Explanation[] = rules.explain({ eventName: "ConsoleLogin" }, { rule: "Login" });
const page: string = rules.explain("{}", { rule: ["Login"], format: "text", width: 80 });
const misses: NearMisses[] = rules.nearMisses([{}], { count: 3 });
console.log(explained[0]?.tree.children?.[0]?.value, page, misses[0]?.nearest[0]?.text, rules.nearMisses("", { format: "text" }).length);

try {
  await Ruleset.load([], { settings: ["priority=debug"] });
} catch (error) {
  if (error instanceof RulesetError) error.diagnostics.map((diagnostic: Diagnostic) => diagnostic.line ?? events);
  if (error instanceof EngineTrap) console.log(error.code, error.cause, error.record);
  if (error instanceof FalconetError) same<typeof error.code, ErrorCode>(true);
  if (error instanceof FalconetError && error.code === "DAMAGED") console.log(error.message);
}

await init(new Uint8Array());
await init(fetch("falconet.wasm"));
await init(new URL("falconet.wasm", "file:///"));

// @ts-expect-error a rules file has a name and a text
await Ruleset.load(["rules.yaml"]);
// @ts-expect-error rulesets are made by `load`
new Ruleset();
// @ts-expect-error numbers are no input
rules.scan(5);
// @ts-expect-error there is no such list
rules.list("fields");
// @ts-expect-error there is no such catalogue
await catalogue("rules");
// @ts-expect-error there is no such format
await renderCheck([], "xml");
// @ts-expect-error there is no such code
if (problems[0] instanceof FalconetError && problems[0].code === "NOTHING") console.log();

const { rules: named, inputs }: { rules: string[]; inputs: string[] } = await ruleTestFiles({ name: "a_test.yaml", text: "" });
const tested: RuleTestReport = await testRules([{ name: "a_test.yaml", text: "", rules: [] }], { format: "tap", filter: [...named, ...inputs] });
console.log(tested.ok, tested.text, tested.files[0]?.failed);
const { differs, text: difference }: { differs: boolean; text: string } = await diffRules([], [], { input: "{}", format: "markdown", settings: { rule_matching: "all" } });
console.log(differs, difference);
const samples: SampleValues = await sampleValues("{}", { source: "aws_cloudtrail" });
const { items, range, incomplete }: Completions = await complete([], "a.yaml", 0, { samples });
const meaning: Hover | null = await hover([], "a.yaml", 0);
const found: Place[] = [...(await definition([], "a.yaml", 0)), ...(await references([], "a.yaml", 0))];
const { newName, places }: Renaming = await rename([], "a.yaml", 0, "b");
const { name: oldName }: Renamable = await renamable([], "a.yaml", 0);
const defined: RuleSymbol[] = await symbols({ name: "a.yaml", text: "" });
console.log(items[0]?.insert, range.utf16.offset, incomplete, meaning?.markdown, found.length, newName, places[0]?.line, oldName, defined[0]?.item.end_line);
