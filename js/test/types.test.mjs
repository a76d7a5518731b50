/** The package's types against what the module really answers, and that each of them says what it is. */
import assert from "node:assert/strict";
import { copyFileSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";
import { asConsumer } from "./support/consumer.mjs";
import { npm, root } from "./support/paths.mjs";

const ts = createRequire(join(root, "js/tools/package.json"))("typescript");
const { catalogue, checkFiles, complete, formatFiles, hover, readFields, rename, Ruleset, sampleValues, symbols } = await import(join(npm, "node.js"));

const LIBRARIES = ["es2023", "esnext.disposable", "dom", "dom.asynciterable"].map((name) => `lib.${name}.d.ts`);

function rulesFiles(folder) {
  return readdirSync(join(root, folder)).filter((name) => name.endsWith(".yaml") && !name.endsWith("_test.yaml")).map((name) => ({ name, text: readFileSync(join(root, folder, name), "utf8") }));
}

const CHANGED = `
- rule: EC2 Instance Run By Root
  append: true
  condition: and ct.region in (regions)
  exceptions: [{name: e, fields: [ct.user], comps: [=], values: [[alice]]}]
- list: regions
  items: [a, b]
`;

const EVENTS = ["alice", "bob"].map((userName) => ({ eventTime: "2026-01-02T03:04:05Z", eventType: "x", eventName: "RunInstances", awsRegion: "a", userIdentity: { type: "Root", userName } }));

/** Every kind of answer there is, by the type that says what it is. */
async function answers() {
  const stock = rulesFiles("rules");
  const rules = await Ruleset.load([{ name: "list.yaml", text: CHANGED.slice(CHANGED.indexOf("- list")) }, ...stock, { name: "mine.yaml", text: `- rule: ${stock[0].text.match(/rule: (.*)/)[1]}\n${CHANGED.slice(CHANGED.indexOf("  append"))}` }]);
  const noisy = await Ruleset.load([{ name: "noisy.yaml", text: ["a", "b"].map((name) => `- {rule: ${name}, desc: d, condition: ct.name exists, output: o, priority: INFO, source: aws_cloudtrail}\n`).join("") }]);
  const given = {
    "CheckResult": [await checkFiles(rulesFiles("tests/diagnostics")), await checkFiles(stock)],
    "FormattedFile": await formatFiles(rulesFiles("tests/diagnostics"), { diff: true }),
    "RuleEntry": rules.list("rules"),
    "MacroEntry": rules.list("macros"),
    "ListEntry": rules.list("lists"),
    "ResolvedRule": rules.list("rules").slice(0, 5).map(({ name }) => rules.show(name)),
    "Field": (await catalogue("fields")).filter((_, index) => index % 5 === 0),
    "Operator": await catalogue("operators"),
    "Transformer": await catalogue("transformers"),
    "EventSource": await catalogue("sources"),
    "Explanation": rules.explain(EVENTS),
    "EventFields": await readFields(EVENTS),
    "Completions": [await complete([{ name: "a.yaml", text: "- macro: m\n  condition: " }], "a.yaml", 24)],
    "Hover": [await hover([{ name: "a.yaml", text: CHANGED }], "a.yaml", CHANGED.indexOf("regions"))],
    "Renaming": [await rename([{ name: "a.yaml", text: "- list: a\n  items: [b]\n" }], "a.yaml", 9, "c")],
    "RuleSymbol": await symbols({ name: "a.yaml", text: CHANGED }),
    "SampleValues": [await sampleValues(EVENTS.map((event) => JSON.stringify(event)).join("\n"))],
    "NearMisses": rules.nearMisses(EVENTS, { count: 1 }),
    "Witness": rules.witness(),
    "Suggestion": noisy.suggest([...EVENTS, ...EVENTS]),
  };
  rules.dispose();
  noisy.dispose();
  return given;
}

/** The modules of types: what a user's program may write, and literals of all answers. One program, since reading the platform's types takes long. */
const { program, answered } = await asConsumer(async (folder) => {
  const given = await answers();
  const names = Object.keys(given);
  const literals = names.map((name) => `export const a${name}: ${name}[] = ${JSON.stringify(given[name])};`);
  writeFileSync(join(folder, "answers.mts"), `import type { ${names.join(", ")} } from "falconet";\n${literals.join("\n")}\n`);
  copyFileSync(join(root, "js/test/types/consumer.mts"), join(folder, "consumer.mts"));
  const options = { noEmit: true, strict: true, target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.NodeNext, lib: LIBRARIES, types: [] };
  return { program: ts.createProgram(["consumer.mts", "answers.mts"].map((name) => join(folder, name)), options), answered: given };
});

const checker = program.getTypeChecker();
const exported = checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(join(npm, "index.d.ts")))).map((symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol));

/** What a strict compiler says of one of the modules. */
function complaints(name) {
  const file = program.getSourceFiles().find(({ fileName }) => fileName.endsWith(name));
  return ts.getPreEmitDiagnostics(program, file).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n").slice(0, 1000));
}

test("its types hold under strict checks", () => assert.deepEqual(complaints("consumer.mts"), []));

test("what the module answers has the keys and values that the types say, and no others", () => {
  for (const [name, given] of Object.entries(answered)) assert.ok(given.length > 0, name);
  assert.deepEqual(complaints("answers.mts"), []);
});

/** Names of what has no word about it. */
function undocumented(checker, symbol) {
  const type = symbol.flags & ts.SymbolFlags.Value ? checker.getTypeOfSymbol(symbol) : checker.getDeclaredTypeOfSymbol(symbol);
  const instance = symbol.flags & ts.SymbolFlags.Class ? checker.getDeclaredTypeOfSymbol(symbol) : type;
  const members = isOurs(instance.symbol) ? instance.getProperties().filter(isOurs) : [];
  const found = members.filter((member) => !isPrivate(member) && member.getDocumentationComment(checker).length === 0);
  const itself = symbol.flags & ts.SymbolFlags.Value && isOurs(symbol) && symbol.getDocumentationComment(checker).length === 0 ? [symbol.name] : [];
  return [...itself, ...found.map((member) => `${symbol.name}.${member.name}`)];
}

function isOurs(symbol) {
  return symbol?.declarations?.some((declaration) => declaration.getSourceFile().fileName.startsWith(npm) && !isGenerated(declaration)) ?? false;
}

/** By wasm-bindgen. */
function isGenerated(declaration) {
  return declaration.getSourceFile().fileName.endsWith("/glue.d.ts");
}

function isPrivate(symbol) {
  return symbol.name.startsWith("#") || symbol.name.startsWith("__#") || symbol.declarations.some((declaration) => ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Private);
}

/** What a member is, and what it answers if it is called. */
function typesOf(checker, symbol) {
  const type = checker.getTypeOfSymbol(symbol);
  return [type, ...type.getCallSignatures().map((signature) => signature.getReturnType())];
}

test("nothing that the package answers is of any type", () => {
  const found = exported.filter((symbol) => symbol.name !== "Engine").flatMap((symbol) => {
    const members = checker.getDeclaredTypeOfSymbol(symbol).getProperties().filter((member) => isOurs(member) && !isPrivate(member));
    const own = symbol.flags & ts.SymbolFlags.Function ? [symbol] : [];
    return [...members, ...own].filter((member) => typesOf(checker, member).some(({ flags }) => flags & ts.TypeFlags.Any)).map((member) => `${symbol.name}.${member.name}`);
  });
  assert.deepEqual(found, []);
});

test("everything that the package exports says what it is", () => {
  assert.ok(exported.length > 40);
  const found = exported.flatMap((symbol) => undocumented(checker, symbol));
  assert.deepEqual(found, []);
});
