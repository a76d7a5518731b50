//! Rules and events to explain.

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use falconet_engine::{BatchResult, Engine, Environment, Limits, Settings};
use falconet_event::catalogue::Catalogue;
use falconet_ruleset::{LoadOptions, Loader};
use falconet_workbench::{Explainer, Options};
use serde_json::Value as Json;

/// Rules, settings and events.
pub(crate) struct Case {
    pub(crate) name: String,
    rules: String,
    settings: Settings,
    inputs: Vec<Vec<u8>>,
}

/// Every recorded run of real Falco.
pub(crate) fn recorded_runs() -> impl Iterator<Item = Case> {
    let folders = sorted(&workspace().join("tests/golden")).into_iter();
    folders.filter_map(|folder| recorded(&folder))
}

/// Sets of random rules, with the first events of each.
pub(crate) fn random_sets(events: usize) -> impl Iterator<Item = Case> {
    let folders = sorted(&workspace().join("tests/fuzz")).into_iter();
    folders.map(move |folder| {
        let all = read(&folder.join("events.ndjson.gz"));
        let first = all.split_inclusive(|byte| *byte == b'\n').take(events);
        Case {
            name: name(&folder),
            rules: fs::read_to_string(folder.join("rules.yaml")).unwrap(),
            settings: settings(&Json::Null),
            inputs: vec![first.flatten().copied().collect()],
        }
    })
}

fn recorded(folder: &Path) -> Option<Case> {
    let case: Json = serde_json::from_slice(&fs::read(folder.join("case.json")).ok()?).unwrap();
    (case["mode"] == "run").then(|| Case {
        name: name(folder),
        rules: fs::read_to_string(folder.join("rules.yaml")).unwrap_or_default(),
        settings: settings(&case["options"]),
        inputs: inputs(folder),
    })
}

/// Every match is to be seen, so all rules that match raise alerts.
fn settings(options: &Json) -> Settings {
    let mut settings = Settings::default();
    for (key, value) in options.as_object().into_iter().flatten() {
        let option = format!("{key}={}", value.as_str().unwrap());
        settings.apply(&option).unwrap();
    }
    settings.apply("rule_matching=all").unwrap();
    settings
}

fn inputs(folder: &Path) -> Vec<Vec<u8>> {
    let single = folder.join("events.json");
    if single.exists() {
        return vec![read(&single)];
    }
    let mut found = Vec::new();
    walk(&folder.join("events"), &mut found);
    found.iter().map(|path| read(path)).collect()
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
    for path in sorted(folder) {
        if path.is_dir() {
            walk(&path, found);
        } else {
            found.push(path);
        }
    }
}

fn sorted(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

fn name(path: &Path) -> String {
    path.file_name().unwrap().to_string_lossy().into_owned()
}

fn workspace() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

fn read(path: &Path) -> Vec<u8> {
    let bytes = fs::read(path).unwrap();
    let mut plain = Vec::new();
    match flate2::read::MultiGzDecoder::new(&bytes[..]).read_to_end(&mut plain) {
        Ok(_) => plain,
        Err(_) => bytes,
    }
}

impl Case {
    /// The rules that raise alerts, in the order of the alerts, and the explanations; nothing if the rules do not load.
    pub(crate) fn both(&self) -> Option<(Vec<String>, Vec<Json>)> {
        let catalogue = Catalogue::builtin();
        let catalogue = self.settings.catalogue(&catalogue).into_owned();
        let mut loader = Loader::new(&catalogue, LoadOptions::default());
        loader.load("rules.yaml", &self.rules);
        let (ruleset, sources) = loader.into_parts();
        let ruleset = Rc::new(ruleset?);
        let environment = Environment::default();
        let (settings, limits) = (&self.settings, Limits::default());
        let scan = Engine::new(&ruleset, &catalogue, settings, &environment, limits).ok()?;
        let options = Options::default();
        let explainer =
            Explainer::new(Rc::clone(&ruleset), sources, catalogue.clone(), &options).unwrap();
        let observer = Box::new(explainer);
        let explaining = Engine::observed(
            &ruleset,
            &catalogue,
            settings,
            &environment,
            limits,
            observer,
        );
        let names = taking_part(&scan, &ruleset.rules);
        let fired = self.fed(scan).flat_map(|batch| batch.rules);
        let fired = fired.map(|rule| names[rule as usize].clone()).collect();
        let lines = self.fed(explaining.unwrap()).flat_map(|batch| batch.lines);
        let lines: Vec<u8> = lines.collect();
        let lines = lines
            .split(|byte| *byte == b'\n')
            .filter(|line| !line.is_empty());
        let objects = lines.map(|line| serde_json::from_slice(line).unwrap());
        Some((fired, objects.collect()))
    }

    fn fed(&self, engine: Engine) -> impl Iterator<Item = BatchResult> {
        let mut engine = engine;
        self.inputs.iter().map(move |input| {
            let mut batch = BatchResult::default();
            engine.eval(input, true, true, &mut batch);
            batch
        })
    }
}

fn taking_part(engine: &Engine, rules: &[falconet_ruleset::Rule]) -> Vec<String> {
    let names = rules.iter().map(|rule| &rule.name);
    names
        .filter(|name| engine.has_rule(name))
        .cloned()
        .collect()
}
