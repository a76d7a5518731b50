//! Any text is a rules file or is refused, and what is said of it is the same every time.

#![expect(
    clippy::indexing_slicing,
    reason = "a key that a JSON value lacks is null"
)]

use falconet_event::catalogue::Catalogue;
use falconet_module::Service;
use falconet_ruleset::{LoadOptions, Loader};
use serde_json::json;

use super::same;
use crate::choices::Choices;
use crate::generate::mutate::{mutate, soup};
use crate::generate::rules::items;
use crate::generate::theme::begin;
use crate::input::Input;
use crate::target::{Outcome, Target, Verdict};
use crate::world::World;

pub(super) const TARGET: Target = Target {
    name: "rules-yaml",
    about: "any files load or are refused, in the same words and to the same rules each time",
    ci_cases: 500,
    least_judged: 80,
    generate,
    check,
};

const FIRST: &str = "first.yaml";
const SECOND: &str = "second.yaml";

const PIECES: &[&str] = &[
    "- rule: a\n",
    "  condition: ",
    "ct.name = x\n",
    "  desc: d\n",
    "  output: %ct.name\n",
    "- list: l\n",
    "  items: [a, b]\n",
    "- macro: m\n",
    "  priority: info\n",
    "  source: aws_cloudtrail\n",
    "[",
    "]",
    "{",
    "}",
    "- ",
    "  ",
    "\n",
    ": ",
    "|\n",
    ">-\n",
    "&x ",
    "*x",
    "\"",
    "'",
    "#",
    "---\n",
    "...\n",
    "null",
    "~",
    "\t",
    "  append: true\n",
    "  override: {condition: append}\n",
    "  exceptions:\n",
    "  - name: e\n",
    "    fields: [ct.name]\n",
    "- required_engine_version: 0.31.0\n",
    "- required_plugin_versions: [{name: json, version: 0.1.0}]\n",
    "!!binary ",
    "\u{feff}",
    "\u{85}",
    "%TAG ! x\n",
    "? ",
    ", ",
];

fn generate(choices: &mut Choices<'_>) -> Input {
    let world = begin(choices, &World::choice());
    let mut first = if choices.chance(15) {
        soup(PIECES, choices).into_bytes()
    } else {
        items(choices, world).file(choices).into_bytes()
    };
    if choices.chance(75) {
        mutate(&mut first, choices);
    }
    let format = choices.word(&["text", "json", "github", "sarif", "junit", "falco"]);
    let mut input = Input::default()
        .with(FIRST, lossy(&first))
        .with("format", format);
    if choices.chance(30) {
        let mut second = items(choices, world).file(choices).into_bytes();
        if choices.chance(50) {
            mutate(&mut second, choices);
        }
        input = input.with(SECOND, lossy(&second));
    }
    input
}

fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn check(input: &Input) -> Verdict {
    let files = [(FIRST, input.text(FIRST)), (SECOND, input.text(SECOND))];
    let format = input.text("format");
    for format in [None, Some(format.as_str())] {
        let (once, again) = (checked(&files, format), checked(&files, format));
        same("what is said of the files", &once, &again)?;
    }
    let mut outcome = Outcome::Refused;
    for world in [World::named("aws_cloudtrail"), World::named("mock")] {
        let loaded = rules(&files, &world.catalogue);
        let again = rules(&files, &world.catalogue);
        same("the rules", loaded.as_bytes(), again.as_bytes())?;
        if loaded != "None" {
            outcome = Outcome::Judged;
        }
    }
    Ok(outcome)
}

/// Everything that a person or a program is told, with colours.
fn checked(files: &[(&str, String)], format: Option<&str>) -> Vec<u8> {
    let files: Vec<_> = files
        .iter()
        .map(|(name, text)| json!({"name": name, "text": text}))
        .collect();
    let mut request = json!({"op": "check", "files": files, "color": true});
    if let Some(format) = format {
        request["format"] = format.into();
    }
    Service::new().call(request.to_string().as_bytes()).to_vec()
}

/// The rules as the engine gets them.
fn rules(files: &[(&str, String)], catalogue: &Catalogue) -> String {
    let mut loader = Loader::new(catalogue, LoadOptions::default());
    for (name, text) in files {
        loader.load(name, text);
    }
    format!("{:?}", loader.ruleset())
}
