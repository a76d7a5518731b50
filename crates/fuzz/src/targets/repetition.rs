//! Nothing takes time or memory out of proportion to its size, whatever is repeated in it.

use std::time::{Duration, Instant};

use falconet_engine::{BatchResult, Engine, Environment, Limits, Settings};
use falconet_event::catalogue::Catalogue;
use falconet_ruleset::{LoadOptions, Loader};

use crate::choices::Choices;
use crate::generate::mutate::soup;
use crate::input::Input;
use crate::target::{Outcome, Target, Verdict};
use crate::world::World;

pub(super) const TARGET: Target = Target {
    name: "repetition",
    about: "rules and events in which something comes many times take no more than their share of time",
    ci_cases: 40,
    generate,
    check,
};

/// Bytes of the largest text.
const MOST_BYTES: usize = 2 << 20;

/// What a megabyte may take, without optimisation on a slow machine.
const PATIENCE: Duration = Duration::from_secs(15);

const CONDITION: &[&str] = &[
    "a",
    " ",
    "(",
    ")",
    "not ",
    "ct.name = x",
    " and ",
    " or ",
    "ct.name in (",
    "a, ",
    ",",
    "\"",
    "'",
    "\\",
    "list_a",
    "m_a",
    "tolower(",
    "concat(ct.name, ",
    "val(",
    "json.value[",
    "]",
    "/a",
    "exists",
    "=",
    "\n",
    "a.",
    "b",
    "regex ",
    "[",
    "*",
    "?",
    "{9}",
    "glob ",
    "pmatch (",
    "/",
    "1",
    "x1",
    "startswith anyof (",
];

const RULES: &[&str] = &[
    "- ",
    "  ",
    "\n",
    "- list: a\n",
    "  items: [a, b]\n",
    "- macro: m\n  condition: a\n",
    "[",
    "]",
    "{",
    "}",
    ", ",
    ": ",
    "a",
    "a: b\n",
    "\"",
    "'",
    "# x\n",
    "&a ",
    "*a",
    "---\n",
    "? ",
    "|\n",
    "- rule: r\n",
    "  desc: d\n",
    "  condition: ct.name = a\n",
    "  output: o\n",
    "  priority: info\n",
    "  source: aws_cloudtrail\n",
    "  override: {condition: append}\n",
    "  append: true\n",
    "  exceptions:\n",
    "  - name: e\n",
    "    fields: [ct.name]\n",
    "    values: [[a]]\n",
    "  tags: [a]\n",
    "%ct.name ",
    "\t",
    "é",
    "!!x ",
    "\r",
];

const EVENTS: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"a\"",
    "\"Records\":",
    "\"",
    "\\",
    "\\u0061",
    "\n",
    " ",
    "1",
    "9",
    "e",
    "-",
    "null",
    "{\"Records\":[",
    "]}",
    "{}",
    "\"eventName\":",
    "\"eventTime\":\"2024-03-14T12:34:56Z\",",
    "\"eventType\":\"\"",
    "\"userIdentity\":{",
    "\u{0}",
    "é",
    "x",
    "\r",
    "\"k\":[",
    "\"detail\":",
];

fn generate(choices: &mut Choices<'_>) -> Input {
    let (kind, pieces) = match choices.number(0..=2) {
        0 => ("condition", CONDITION),
        1 => ("rules", RULES),
        _ => ("events", EVENTS),
    };
    let before = some(pieces, choices, 4);
    let piece = some(pieces, choices, 4) + choices.word(pieces);
    let after = some(pieces, choices, 4);
    let bytes = MOST_BYTES >> choices.number(0..=10);
    Input::default()
        .with("kind", kind)
        .with("before", before)
        .with("piece", piece)
        .with("after", after)
        .with("bytes", bytes.to_string())
}

fn some(pieces: &[&str], choices: &mut Choices<'_>, most: usize) -> String {
    if choices.chance(10) {
        return soup(pieces, choices);
    }
    choices
        .several(most, |choices| choices.word(pieces))
        .concat()
}

fn check(input: &Input) -> Verdict {
    let bytes: usize = input.text("bytes").parse().unwrap_or(0);
    let piece = input.text("piece");
    let count = bytes.min(MOST_BYTES) / piece.len().max(1);
    let text = input.text("before") + &piece.repeat(count) + &input.text("after");
    let started = Instant::now();
    match input.text("kind").as_str() {
        "condition" => load(&rule_with(&text)),
        "rules" => load(&text),
        _ => judge(text.as_bytes())?,
    }
    let taken = started.elapsed();
    let hundred_kilobytes = u32::try_from(text.len() / 100_000).unwrap_or(u32::MAX);
    if taken > PATIENCE / 10 * hundred_kilobytes.max(1) {
        return Err(format!(
            "{} bytes took {:.1} s",
            text.len(),
            taken.as_secs_f64()
        ));
    }
    Ok(Outcome::Judged)
}

fn rule_with(condition: &str) -> String {
    let quoted = serde_json::Value::from(condition).to_string();
    format!(
        "- {{list: list_a, items: [a, b]}}\n- {{macro: m_a, condition: ct.name = a}}\n\
         - {{rule: r, desc: d, output: o, priority: INFO, source: aws_cloudtrail, condition: {quoted}}}"
    )
}

fn load(rules: &str) {
    let world = World::named("aws_cloudtrail");
    let mut loader = Loader::new(&world.catalogue, LoadOptions::default());
    loader.load("rules.yaml", rules);
    drop(loader.load_results());
    if let Some(ruleset) = loader.ruleset() {
        drop(engine(ruleset, &world.catalogue));
    }
}

fn engine(ruleset: &falconet_ruleset::Ruleset, catalogue: &Catalogue) -> Result<Engine, String> {
    let (settings, environment) = (Settings::default(), Environment::default());
    Engine::new(
        ruleset,
        catalogue,
        &settings,
        &environment,
        Limits::default(),
    )
    .map_err(|error| error.to_string())
}

/// Rules that look at much of an event.
const LOOK: &str = r#"
- rule: r
  desc: d
  condition: ct.name exists or json.value[/a/b] = x or ct.user = y or len(ct.request) > 3 or evt.num > 0
  output: "%json.obj %ct.resources %ct.info %json.value[/k/1]"
  priority: INFO
  source: aws_cloudtrail
"#;

fn judge(events: &[u8]) -> Result<(), String> {
    let world = World::named("aws_cloudtrail");
    let mut loader = Loader::new(&world.catalogue, LoadOptions::default());
    loader.load("rules.yaml", LOOK);
    let ruleset = loader.ruleset().ok_or("the rules do not load")?;
    let mut engine = engine(ruleset, &world.catalogue)?;
    let mut batch = BatchResult::default();
    let parts = events.chunks(1 << 14).enumerate();
    for (at, part) in parts {
        let is_last = (at + 1) << 14 >= events.len();
        engine.eval(part, at == 0, is_last, &mut batch);
    }
    Ok(())
}
