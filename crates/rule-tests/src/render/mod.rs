//! How tests went, in the formats that people and programs read. Each file is written by itself, since files are judged
//! side by side, and [`conclude`] puts them together.

mod github;
mod json;
mod junit;
mod tap;
mod text;

use falconet_diagnostics::render::count;
use serde::{Deserialize, Serialize};

pub use falconet_diagnostics::render::terminal::Look;

use crate::outcome::Outcome;

/// How it is written how tests went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// For people.
    #[default]
    Text,
    /// For programs: `docs/schema/test.schema.json`.
    Json,
    /// `JUnit` XML.
    Junit,
    /// Annotations of GitHub's workflows.
    Github,
    /// The Test Anything Protocol, version 14.
    Tap,
}

/// How one file went.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
pub struct Part {
    /// The file.
    pub name: String,
    /// Cases in which everything holds.
    pub passed: usize,
    /// Cases in which something does not hold.
    pub failed: usize,
    /// Whether its cases could not be judged.
    pub broken: bool,
    /// What there is to say, in a format.
    pub rendered: String,
}

impl Part {
    /// Whether nothing is wrong.
    pub const fn is_ok(&self) -> bool {
        self.failed == 0 && !self.broken
    }
}

/// What there is to say about one file.
pub(crate) fn part(outcome: &Outcome<'_>, format: Format, look: Look) -> String {
    match format {
        Format::Text => text::part(outcome, look),
        Format::Json => json::part(outcome),
        Format::Junit => junit::part(outcome),
        Format::Github => github::part(outcome),
        Format::Tap => tap::part(outcome),
    }
}

/// What is said beside how cases went, where a format has room for it.
#[derive(Clone, Debug, Default)]
pub struct Beside {
    /// Whether it is a reason to fail.
    pub fails: bool,
    /// For people.
    pub text: String,
    /// Annotations of GitHub's workflows.
    pub github: String,
    /// For programs: keys, and their values as JSON.
    pub json: Vec<(&'static str, String)>,
}

/// Everything that there is to say, made of what there is to say about each file in that format.
pub fn conclude(parts: &[Part], format: Format, beside: &Beside) -> String {
    match format {
        Format::Text => text::whole(parts, &beside.text),
        Format::Json => json::whole(parts, beside),
        Format::Junit => junit::whole(parts),
        Format::Github => github::whole(parts, &beside.github),
        Format::Tap => tap::whole(parts),
    }
}

/// Whether everything that there is passed, and there is something.
pub fn is_ok(parts: &[Part]) -> bool {
    let cases: usize = parts.iter().map(|part| part.passed).sum();
    cases > 0 && parts.iter().all(Part::is_ok)
}

/// How it went, on one line.
fn summary(parts: &[Part]) -> String {
    let sum = |number: fn(&Part) -> usize| parts.iter().map(number).sum::<usize>();
    let mut counts = vec![format!("{} passed", sum(|part| part.passed))];
    let failed = sum(|part| part.failed);
    counts.extend((failed > 0).then(|| format!("{failed} failed")));
    let broken = sum(|part| usize::from(part.broken));
    counts.extend((broken > 0).then(|| format!("{} not run", count(broken, "file"))));
    let files = count(parts.len(), "file");
    if parts.iter().all(|part| part.passed == 0 && part.is_ok()) {
        return format!("no case was run in {files}");
    }
    format!("{} in {files}", counts.join(", "))
}
