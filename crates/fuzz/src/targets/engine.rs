//! The engine raises the alerts that the plain evaluator raises.

use falconet_engine::{BatchResult, Engine, Environment, Limits, Settings};
use falconet_event::catalogue::SourceKind;
use falconet_ruleset::{LoadOptions, Ruleset};

use super::{load, same};
use crate::choices::Choices;
use crate::generate::event::event;
use crate::generate::json::Spelling;
use crate::generate::rules::items;
use crate::generate::settings::settings;
use crate::generate::shape;
use crate::generate::theme::begin;
use crate::input::Input;
use crate::reference::{Reference, json};
use crate::target::{Outcome, Target, Verdict};
use crate::world::World;

pub(super) const TARGET: Target = Target {
    name: "engine",
    about: "the engine, with its index and without, raises the alerts of a plain evaluator, from lines and from a document",
    ci_cases: 700,
    least_judged: 70,
    generate,
    check,
};

fn generate(choices: &mut Choices<'_>) -> Input {
    let world = begin(choices, &World::choice());
    let settings = settings(choices, world);
    let rules = items(choices, world).file(choices);
    let events = choices.several(24, |choices| event(choices, world));
    let lines = shape::lines(&events, Spelling::Line, choices);
    Input::default()
        .with("source", world.name())
        .with("settings", settings)
        .with("events.ndjson", lines)
        .with("rules.yaml", rules)
}

fn check(input: &Input) -> Verdict {
    let world = World::named(&input.text("source"));
    let Some(settings) = settings_of(input, world) else {
        return Ok(Outcome::Refused);
    };
    let options = LoadOptions {
        append_output: settings.append_output.clone(),
        ..LoadOptions::default()
    };
    let Some(ruleset) = load(&[&input.text("rules.yaml")], &world.catalogue, options) else {
        return Ok(Outcome::Refused);
    };
    let run = Run {
        world,
        ruleset,
        settings,
        environment: Environment {
            hostname: "host \"one\"".to_owned(),
            evt_hostname: "machine".to_owned(),
            utc_offset_seconds: 5400,
        },
    };
    run.compare(input.bytes("events.ndjson"))
}

fn settings_of(input: &Input, world: &World) -> Option<Settings> {
    let mut settings = Settings::default();
    for option in input.text("settings").lines() {
        settings.apply(option).ok()?;
    }
    settings.source = Some(world.name().to_owned());
    Some(settings)
}

struct Run {
    world: &'static World,
    ruleset: Ruleset,
    settings: Settings,
    environment: Environment,
}

impl Run {
    fn compare(&self, events: &[u8]) -> Verdict {
        let (Some(indexed), Some(plain)) = (self.engine(), self.engine()) else {
            return Ok(Outcome::Refused);
        };
        let records: Vec<_> = events.split(|byte| *byte == b'\n').collect();
        let expected = self.expected(&records)?;
        same(
            "alerts of the engine and the plain evaluator",
            &lines(indexed, events),
            &expected,
        )?;
        same(
            "alerts without the index",
            &lines(plain.without_index(), events),
            &expected,
        )?;
        if let Some(engine) = self.engine().filter(|_| self.is_wrappable(&records)) {
            let wrapped = lines(engine, &wrapped(&records));
            same(
                "alerts of a `Records` document and of lines",
                &wrapped,
                &expected,
            )?;
        }
        Ok(Outcome::Judged)
    }

    fn engine(&self) -> Option<Engine> {
        let limits = Limits::default();
        let Self {
            world,
            ruleset,
            settings,
            environment,
        } = self;
        Engine::new(ruleset, &world.catalogue, settings, environment, limits).ok()
    }

    fn expected(&self, records: &[&[u8]]) -> Result<Vec<u8>, String> {
        let Self {
            world,
            ruleset,
            settings,
            environment,
        } = self;
        let reference = Reference::new(
            ruleset,
            &world.catalogue,
            world.source,
            settings,
            environment,
        );
        let mut reference = reference.ok_or("there is no such source")?;
        Ok(records
            .iter()
            .flat_map(|record| reference.judge(record))
            .collect())
    }

    /// Whether no record is broken: the lines after a broken one are its neighbours in a document.
    fn is_wrappable(&self, records: &[&[u8]]) -> bool {
        let mut filled = records.iter().filter(|record| !record.is_empty());
        self.world.kind() == SourceKind::CloudTrail
            && filled.all(|record| json::read(record).is_some())
    }
}

fn wrapped(records: &[&[u8]]) -> Vec<u8> {
    let filled = records.iter().filter(|record| !record.is_empty());
    let filled: Vec<_> = filled.copied().collect();
    [
        b"{\"Records\":[".to_vec(),
        filled.join(&b","[..]),
        b"]}".to_vec(),
    ]
    .concat()
}

fn lines(mut engine: Engine, events: &[u8]) -> Vec<u8> {
    let mut batch = BatchResult::default();
    engine.eval(events, true, true, &mut batch);
    batch.lines
}
