//! For programs: `docs/schema/test.schema.json`.

use serde::Serialize;

use super::{Coverage, RuleCoverage, Seen};

#[derive(Serialize)]
struct Told<'c> {
    #[serde(flatten)]
    seen: Seen,
    percent: usize,
    rules: &'c [RuleCoverage],
    cut_short: &'c [String],
}

/// What was seen, as a JSON object.
pub fn json(coverage: &Coverage) -> String {
    let seen = coverage.seen();
    let told = Told {
        seen,
        percent: seen.percent(),
        rules: &coverage.rules,
        cut_short: &coverage.cut_short,
    };
    serde_json::to_string(&told).unwrap_or_default()
}
