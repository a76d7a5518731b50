//! Lints and every format of a check, over rules that load and rules that do not.

#![expect(
    clippy::indexing_slicing,
    reason = "a key that a JSON value lacks is null"
)]

use serde_json::{Value, json};

use crate::choices::Choices;
use crate::findings::{Check, FORMATS, document};
use crate::generate::comments::with_comments;
use crate::generate::mutate::mutate;
use crate::generate::rules::items;
use crate::generate::theme::begin;
use crate::input::Input;
use crate::target::{Outcome, Target, Verdict};
use crate::world::World;

pub(super) const TARGET: Target = Target {
    name: "lints",
    about: "a check counts the same in every format, has places in the files, and lints are what their levels make of them",
    ci_cases: 250,
    least_judged: 70,
    generate,
    check,
};

const PART: &str = "rules.yaml";
const FORMATS_OF_JSON: [&str; 3] = ["json", "falco", "sarif"];

fn generate(choices: &mut Choices<'_>) -> Input {
    let world = begin(choices, &World::real());
    let rules = items(choices, world).file(choices);
    let mut text = with_comments(&rules, choices, comment).into_bytes();
    if choices.chance(15) {
        mutate(&mut text, choices);
    }
    Input::default().with(PART, String::from_utf8_lossy(&text).into_owned())
}

/// A comment that allows lints.
fn comment(choices: &mut Choices<'_>) -> String {
    let names = choices.several(3, |choices| {
        let lint = choices.item(falconet_lint::ALL);
        match lint {
            Some(lint) if choices.chance(50) => lint.code.to_owned(),
            Some(lint) if choices.chance(90) => lint.name.to_owned(),
            _ => choices.word(&["all", "FN9999", "é", ""]).to_owned(),
        }
    });
    let reason = choices.word(&[": it is so", "", ": ", " - é", "):"]);
    format!(
        "# falconet: allow({}){reason}",
        names.join(choices.word(&[",", ", "]))
    )
}

fn check(input: &Input) -> Verdict {
    let text = input.text(PART);
    let files = [(PART, text.as_str())];
    let with = |lints| Check {
        files: &files,
        lints,
    };
    counts_are_the_same(&with(json!([])))?;
    let denied = with(json!([{"deny": "all"}])).findings()?;
    let allowed = with(json!([{"allow": "all"}])).findings()?;
    let (Some(denied), Some(allowed)) = (denied, allowed) else {
        return Ok(Outcome::Refused);
    };
    levels_are_kept(&denied, &allowed)?;
    let has_lints = denied.len() > allowed.len();
    Ok(if has_lints {
        Outcome::Judged
    } else {
        Outcome::Refused
    })
}

/// What is printed for Falco ends at the first error of a file, so it counts others.
fn counts_are_the_same(check: &Check<'_>) -> Result<(), String> {
    let mut counts = None;
    for format in FORMATS {
        let answer = check.answer(format)?;
        if !answer["fatal"].is_null() {
            return Ok(());
        }
        if FORMATS_OF_JSON.contains(&format) {
            document(&answer, format)?;
        }
        let ours = (answer["errors"].clone(), answer["warnings"].clone());
        if format != "falco" && *counts.get_or_insert_with(|| ours.clone()) != ours {
            return Err(format!("{format} counts {ours:?}, text counts {counts:?}"));
        }
    }
    Ok(())
}

fn levels_are_kept(denied: &[Value], allowed: &[Value]) -> Result<(), String> {
    if let Some(found) = allowed.iter().find(|finding| is_of_lint(finding)) {
        return Err(format!("a lint that is allowed says {found}"));
    }
    let mut lints = denied.iter().filter(|finding| is_of_lint(finding));
    if let Some(found) = lints.find(|finding| finding["severity"] == "warning") {
        return Err(format!("a lint that is denied warns: {found}"));
    }
    let others = denied.iter().filter(|finding| !is_of_lint(finding));
    if others.eq(allowed) {
        Ok(())
    } else {
        Err("what is no lint depends on their levels".to_owned())
    }
}

/// Falco's own warnings have levels too, but `all` does not mean them. An error of Falco may have the code of a lint,
/// where Falco refuses what the lint warns of elsewhere.
fn is_of_lint(finding: &Value) -> bool {
    let code = finding["code"].as_str().unwrap_or_default();
    finding["falco_code"].is_null()
        && falconet_lint::find(code).is_some_and(|lint| lint.code.starts_with("FN"))
}
