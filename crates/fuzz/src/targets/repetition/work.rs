//! What is done with a text.

use falconet_engine::{BatchResult, Engine, Environment, Limits, Settings};
use falconet_event::catalogue::Catalogue;
use falconet_ruleset::{LoadOptions, Loader};
use serde_json::json;

use crate::findings::Check;
use crate::world::World;

/// What may be done with rules.
pub(super) const ON_RULES: &[&str] = &["load", "check", "format"];

/// Does what the name says: with a text of rules, or else with events.
pub(super) fn work(name: &str, text: &str) -> Result<(), String> {
    match name {
        "load" => load(text),
        "check" => return check(text),
        "format" => drop(falconet_fmt::format(text)),
        _ => return judge(text.as_bytes()),
    }
    Ok(())
}

/// A check as a person gets it, with every lint.
fn check(rules: &str) -> Result<(), String> {
    let files = [("rules.yaml", rules)];
    let lints = json!([{"warn": "all"}]);
    let check = Check {
        files: &files,
        lints,
    };
    check.answer("text").map(drop)
}

/// A rule of that condition, among a list and a macro.
pub(super) fn rule_with(condition: &str) -> String {
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
