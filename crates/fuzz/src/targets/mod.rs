//! Every target.

mod batches;
mod condition_print;
mod condition_text;
mod engine;
mod formatting;
mod hostile_yaml;
mod lints;
mod module;
mod repetition;
mod rule_order;
mod rules_yaml;
mod scanner;
mod wrappings;

use falconet_event::catalogue::Catalogue;
use falconet_ruleset::{LoadOptions, Loader, Ruleset};

use crate::target::Target;

/// All targets, in the order in which they are run.
pub const ALL: &[Target] = &[
    condition_text::TARGET,
    condition_print::TARGET,
    rules_yaml::TARGET,
    hostile_yaml::TARGET,
    lints::TARGET,
    formatting::TARGET,
    scanner::TARGET,
    engine::TARGET,
    rule_order::TARGET,
    batches::TARGET,
    wrappings::TARGET,
    module::TARGET,
    repetition::TARGET,
];

/// The target of that name.
pub fn named(name: &str) -> Option<&'static Target> {
    ALL.iter().find(|target| target.name == name)
}

/// Whether what the target needs is there: the module, if it was not named, has to be built first.
pub fn is_ready(target: &Target) -> bool {
    target.name != module::TARGET.name || module::is_there()
}

/// The rules of all files, if every file loads.
fn load(files: &[&str], catalogue: &Catalogue, options: LoadOptions) -> Option<Ruleset> {
    let mut loader = Loader::new(catalogue, options);
    for (number, text) in files.iter().enumerate() {
        if !loader.load(&format!("{number}.yaml"), text).successful() {
            return None;
        }
    }
    loader.into_ruleset()
}

/// Says where two texts differ, if they do.
fn same(what: &str, ours: &[u8], theirs: &[u8]) -> Result<(), String> {
    if ours == theirs {
        return Ok(());
    }
    let lines = |text: &[u8]| -> Vec<String> {
        let lines = text.split(|byte| *byte == b'\n');
        lines.map(|line| line.escape_ascii().to_string()).collect()
    };
    let (ours, theirs) = (lines(ours), lines(theirs));
    let length = ours.len().max(theirs.len());
    let at = (0..length)
        .find(|at| ours.get(*at) != theirs.get(*at))
        .unwrap_or_default();
    let line = |lines: &[String]| {
        lines
            .get(at)
            .cloned()
            .unwrap_or_else(|| "(nothing)".to_owned())
    };
    Err(format!(
        "{what} differ in line {}:\n  {}\n  {}",
        at + 1,
        line(&ours),
        line(&theirs)
    ))
}
