//! What is found in an input does not depend on where it is cut into batches, nor on whether another input begins where
//! the engine says that nothing is unfinished: so several engines can share one.

use falconet_engine::{BatchResult, Engine, Environment, Limits, Problem, Settings};
use falconet_event::catalogue::SourceKind;
use falconet_event::records;
use falconet_ruleset::{LoadOptions, Ruleset};

use super::{load, same};
use crate::choices::Choices;
use crate::generate::event::event;
use crate::generate::mutate::{mutate, soup};
use crate::generate::shape;
use crate::generate::theme::begin;
use crate::input::Input;
use crate::target::{Outcome, Target, Verdict};
use crate::world::World;

pub(super) const TARGET: Target = Target {
    name: "batches",
    about: "alerts, counts and problems of an input are the same however it is cut into batches",
    ci_cases: 1500,
    least_judged: 95,
    generate,
    check,
};

/// Problems of an input that are described.
const MOST_PROBLEMS: usize = 3;

const PIECES: &[&str] = &[
    "{\"Records\":[",
    "]}",
    "{",
    "}",
    "[",
    "]",
    ",",
    "\n",
    "\r\n",
    "{\"eventTime\":\"2024-03-14T12:34:56Z\",\"eventType\":\"\"}",
    "\"a\":",
    "\"",
    "\\",
    "null",
    "1",
    " ",
    "{}",
    "xyz",
    "\u{0}",
    "{\"Records\":null}",
    "\"Records\":",
    "\u{feff}",
    "{\"Records\":{}}",
    "[[",
    "]]",
    "{\"detail\":",
    "\"Message\":",
];

fn generate(choices: &mut Choices<'_>) -> Input {
    let world = begin(choices, &World::choice());
    let mut bytes = if choices.chance(30) {
        soup(PIECES, choices).into_bytes()
    } else {
        let events = choices.several(8, |choices| event(choices, world));
        shape::any(&events, choices)
    };
    if choices.chance(50) {
        mutate(&mut bytes, choices);
    }
    let limit = choices.word(&["", "", "", "40", "100", "1"]);
    let cuts = cuts(choices, bytes.len());
    Input::default()
        .with("source", world.name())
        .with("input.json", bytes)
        .with("max-record-bytes", limit)
        .with("cuts", cuts)
}

/// Where to cut, as numbers: everywhere, at equal distances, or anywhere.
fn cuts(choices: &mut Choices<'_>, length: usize) -> String {
    let cuts: Vec<usize> = match choices.number(0..=3) {
        0 => (0..length).collect(),
        1 => (0..length).step_by(choices.number(1..=50)).collect(),
        _ => {
            let mut cuts = choices.several(6, |choices| choices.below(length + 1));
            cuts.sort_unstable();
            cuts
        }
    };
    let words: Vec<_> = cuts.iter().map(ToString::to_string).collect();
    words.join(" ")
}

fn check(input: &Input) -> Verdict {
    let world = World::named(&input.text("source"));
    let ruleset = load(&[&rules(world)], &world.catalogue, LoadOptions::default());
    let ruleset = ruleset.ok_or("the rules do not load")?;
    let (mut whole, mut cut, mut anew) = (
        engine(input, world, &ruleset)?,
        engine(input, world, &ruleset)?,
        engine(input, world, &ruleset)?,
    );
    let bytes = input.bytes("input.json");
    let text = input.text("cuts");
    let mut cuts: Vec<usize> = text
        .split(' ')
        .filter_map(|word| word.parse().ok())
        .collect();
    cuts.sort_unstable();
    // The second time round something could be left of the first.
    for _ in 0..2 {
        let expected = told(&mut whole, bytes, &[], false);
        let ours = told(&mut cut, bytes, &cuts, false);
        same(
            "what is told of the input cut and uncut",
            ours.as_bytes(),
            expected.as_bytes(),
        )?;
        let ours = told(&mut anew, bytes, &cuts, true);
        same(
            "what is told of an input and of the inputs that it is cut into where nothing is unfinished",
            ours.as_bytes(),
            expected.as_bytes(),
        )?;
    }
    Ok(Outcome::Judged)
}

/// A rule that fires on every event, and says all of it.
fn rules(world: &World) -> String {
    let document = if world.kind() == SourceKind::Flat {
        "%t.string %l.string"
    } else {
        "%json.obj"
    };
    format!(
        "- {{rule: r, desc: d, condition: evt.num exists, priority: INFO, source: {}, \
         output: '%evt.num %evt.rawtime %evt.reltime {document}'}}",
        world.name()
    )
}

fn engine(input: &Input, world: &World, ruleset: &Ruleset) -> Result<Engine, String> {
    let mut limits = Limits {
        max_problems: MOST_PROBLEMS,
        ..Limits::default()
    };
    if let Ok(max_record_bytes) = input.text("max-record-bytes").parse() {
        limits.records = records::Limits {
            max_record_bytes,
            ..limits.records
        };
    }
    let mut settings = Settings::default();
    let source = format!("source={}", world.name());
    settings.apply(&source).map_err(|error| error.to_string())?;
    let environment = Environment::default();
    Engine::new(ruleset, &world.catalogue, &settings, &environment, limits)
        .map_err(|error| error.to_string())
}

/// Everything that comes of an input that is cut there; `anew` has another input begin wherever nothing is unfinished.
fn told(engine: &mut Engine, bytes: &[u8], cuts: &[usize], anew: bool) -> String {
    let mut batch = BatchResult::default();
    let mut sum = [0; 4];
    let (mut lines, mut problems) = (String::new(), Vec::new());
    let (mut start, mut begins) = (0, true);
    let (mut offset, mut records) = (0, 0);
    for (at, end) in cuts.iter().copied().chain([bytes.len()]).enumerate() {
        let end = end.clamp(start, bytes.len());
        let part = bytes.get(start..end).unwrap_or_default();
        if begins {
            (offset, records) = (start as u64, sum.iter().take(3).sum());
        }
        engine.eval(part, begins, at == cuts.len(), &mut batch);
        let counts = [batch.events, batch.malformed, batch.skipped, batch.alerts];
        sum.iter_mut()
            .zip(counts)
            .for_each(|(sum, count)| *sum += count);
        lines.push_str(&batch.lines.escape_ascii().to_string().replace("\\n", "\n"));
        problems.extend(batch.problems.drain(..).map(|problem| Problem {
            record: problem.record + records,
            offset: problem.offset + offset,
            ..problem
        }));
        (start, begins) = (end, anew && batch.at_rest);
    }
    problems.truncate(MOST_PROBLEMS);
    format!("{sum:?}\n{lines}{problems:#?}")
}
