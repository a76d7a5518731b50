/** What `falconet list` and `falconet rules show` write for programs, against the schemas that say what it is. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { host } from "./support/paths.mjs";
import { validator } from "./support/schema.mjs";

const RULES = `\
- {list: admins, items: [alice]}
- {list: people, items: [admins, bob]}
- {macro: login, condition: ct.name = a or ct.name = b}
- rule: Login
  desc: d
  condition: login and not ct.user in (people)
  output: o %ct.user
  priority: INFO
  source: aws_cloudtrail
  exceptions:
  - {name: e, fields: [ct.region, ct.user], values: [[x, y]]}
- {rule: Login, output: '%ct.id', enabled: true, override: {output: append, enabled: replace}}
`;

/** What is printed about the rules. */
function printed(...args) {
  const { stdout, stderr } = spawnSync(host, [...args, "--format", "json", "-r", "-"], { input: RULES, encoding: "utf8" });
  assert.equal(stderr, "");
  return JSON.parse(stdout);
}

test("every list is as its schema says", () => {
  const validate = validator("docs/schema/list.schema.json");
  for (const what of ["fields", "operators", "transformers", "sources", "rules", "macros", "lists"]) {
    const items = printed("list", what);
    assert.ok(items.length > 0, what);
    assert.ok(validate(items), `${what}: ${JSON.stringify(validate.errors, null, 2)}`);
  }
});

test("a rule is as its schema says, and may have nothing more", () => {
  const validate = validator("docs/schema/rule.schema.json");
  const appended = 'append_output[]={"extra_output": "x", "extra_fields": [{"y": "%ct.id"}]}';
  const rule = printed("rules", "show", "Login", "-o", appended);
  assert.ok(validate(rule), JSON.stringify(validate.errors, null, 2));
  assert.equal(rule.output.parts.length, 3);
  assert.ok(!validate({ ...rule, more: 1 }));
  assert.deepEqual(validate.errors.map(({ message }) => message), ["must NOT have additional properties"]);
});
