//! The module answers in the sandbox what it answers natively.

#![expect(
    clippy::indexing_slicing,
    reason = "a key that a JSON value lacks is null"
)]

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use falconet::limits::ModuleLimits;
use falconet::runtime::{
    BATCH_BEGINS_INPUT, BATCH_ENDS_INPUT, Cache, Evaluation, Instance, ModuleFile, Program,
};
use falconet_module::Service;
use serde_json::{Value, json};

use super::same;
use crate::choices::Choices;
use crate::generate::event::event;
use crate::generate::mutate::mutate;
use crate::generate::rules::items;
use crate::generate::settings::settings;
use crate::generate::shape;
use crate::generate::theme::begin;
use crate::input::Input;
use crate::target::{Outcome, Target, Verdict};
use crate::world::World;

pub(super) const TARGET: Target = Target {
    name: "module",
    about: "dist/falconet.wasm in the sandbox answers every call in the bytes of the native service",
    ci_cases: 250,
    least_judged: 65,
    generate,
    check,
};

thread_local! {
    static INSTANCE: RefCell<Option<Instance>> = const { RefCell::new(None) };
}

fn generate(choices: &mut Choices<'_>) -> Input {
    let world = begin(choices, &World::real());
    let settings = settings(choices, world);
    let mut rules = items(choices, world).file(choices).into_bytes();
    if choices.chance(20) {
        mutate(&mut rules, choices);
    }
    let events = choices.several(12, |choices| event(choices, world));
    let mut bytes = shape::any(&events, choices);
    if choices.chance(40) {
        mutate(&mut bytes, choices);
    }
    let mut request = choices.word(CALLS).as_bytes().to_vec();
    if choices.chance(30) {
        mutate(&mut request, choices);
    }
    Input::default()
        .with("input.json", bytes)
        .with("settings", settings)
        .with("rules.yaml", String::from_utf8_lossy(&rules).into_owned())
        .with("request.json", request)
        .with("cut", choices.number(0..=4000).to_string())
}

const CALLS: &[&str] = &[
    r#"{"op":"version"}"#,
    r#"{"op":"list","what":"fields"}"#,
    r#"{"op":"list","what":"operators"}"#,
    r#"{"op":"clock","now_ns":1700000000000000000}"#,
    r#"{"op":"statistics","handle":1}"#,
    r#"{"op":"unload","handle":2}"#,
    r#"{"op":"check","files":[{"name":"a","text":"- rule: [\n"}],"settings":["x"]}"#,
    r#"{"files":[],"color":true}"#,
];

fn check(input: &Input) -> Verdict {
    let program = program()?;
    INSTANCE.with_borrow_mut(|kept| {
        let instance = match kept {
            Some(instance) => instance,
            None => kept.insert(program.start().map_err(|error| error.to_string())?),
        };
        let verdict = compare(input, instance);
        if verdict.is_err() {
            *kept = None;
        }
        verdict
    })
}

fn compare(input: &Input, instance: &mut Instance) -> Verdict {
    let mut both = Both {
        service: Service::new(),
        instance,
    };
    both.call(br#"{"op":"clock","now_ns":5}"#)?;
    both.call(&request(input, Some("check")))?;
    both.call(&request(input, Some("format")))?;
    for pages in pages(input) {
        both.call(pages.to_string().as_bytes())?;
    }
    both.call(input.bytes("request.json"))?;
    let loaded = both.load(&request(input, None))?;
    let loaded: Value = serde_json::from_slice(&loaded).unwrap_or_default();
    let handle = loaded["handle"].as_u64();
    let Some(handle) = handle.and_then(|handle| u32::try_from(handle).ok()) else {
        return Ok(Outcome::Refused);
    };
    both.judge(input, handle)?;
    for op in ["statistics", "unload"] {
        both.call(json!({"op": op, "handle": handle}).to_string().as_bytes())?;
    }
    Ok(Outcome::Judged)
}

/// The service natively and in the sandbox.
struct Both<'i> {
    service: Service,
    instance: &'i mut Instance,
}

impl Both<'_> {
    fn call(&mut self, request: &[u8]) -> Result<(), String> {
        let native = self.service.call(request);
        let answer = self.instance.call(request);
        let answer = answer.map_err(|failure| format!("a call: {failure}"))?;
        same("answers to a call", &answer, native)
    }

    fn load(&mut self, request: &[u8]) -> Result<Vec<u8>, String> {
        let native = self.service.load(request);
        let answer = self.instance.load(request);
        let answer = answer.map_err(|failure| format!("loading: {failure}"))?;
        same("answers to loading", &answer, native)?;
        Ok(answer)
    }

    /// Judges the input in two batches.
    fn judge(&mut self, input: &Input, handle: u32) -> Result<(), String> {
        let bytes = input.bytes("input.json");
        let cut = input.text("cut").parse().unwrap_or(0).min(bytes.len());
        let (first, second) = bytes.split_at(cut);
        self.batch(handle, first, BATCH_BEGINS_INPUT)?;
        self.batch(handle, second, BATCH_ENDS_INPUT)
    }

    fn batch(&mut self, handle: u32, part: &[u8], flags: u32) -> Result<(), String> {
        let native = self.service.eval(handle, part, flags);
        let buffer = self.instance.batch_buffer(BATCH_BYTES.max(part.len()));
        let buffer = buffer.map_err(|failure| failure.to_string())?;
        if let Some(place) = buffer.get_mut(..part.len()) {
            place.copy_from_slice(part);
        }
        let answer = self.instance.eval(handle, part.len(), flags);
        let answer = answer.map_err(|failure| format!("judging: {failure}"))?;
        same("answers to a batch", &packed(&answer), native)
    }
}

/// Room for most batches, so that the same place is used again.
const BATCH_BYTES: usize = 8192;

fn request(input: &Input, op: Option<&str>) -> Vec<u8> {
    let files = json!([{"name": "rules.yaml", "text": input.text("rules.yaml")}]);
    if op == Some("format") {
        let request = json!({"op": "format", "files": files, "diff": true});
        return request.to_string().into_bytes();
    }
    let text = input.text("settings");
    let settings: Vec<_> = text.lines().collect();
    let mut request = json!({
        "files": files,
        "settings": settings,
        "hostname": "h",
        "evt_hostname": "e",
        "utc_offset_seconds": -3600,
        "color": true,
        "limits": {"max_problems": 2},
    });
    if let Some(op) = op {
        request["op"] = op.into();
    }
    request.to_string().into_bytes()
}

/// Requests for the pages of what a ruleset has.
fn pages(input: &Input) -> Vec<Value> {
    let files = json!([{"name": "rules.yaml", "text": input.text("rules.yaml")}]);
    let mut pages = Vec::new();
    for (at, format) in ["json", "text"].iter().enumerate() {
        for what in ["rules", "macros", "lists"] {
            pages.push(json!({"op": "list", "what": what, "files": files, "format": format, "color": at == 1}));
        }
        for rule in ["Rule A", "b", "Rule: C"] {
            pages.push(json!({"op": "show", "rule": rule, "files": files, "format": format, "width": 60 + at}));
        }
    }
    pages
}

/// The answer as the module wrote it.
fn packed(answer: &Evaluation<'_>) -> Vec<u8> {
    let numbers = [
        answer.events,
        answer.malformed,
        answer.skipped,
        answer.alerts,
        answer.lines.len() as u64,
        answer.problems.len() as u64,
    ];
    let mut out: Vec<u8> = numbers
        .iter()
        .flat_map(|number| number.to_le_bytes())
        .collect();
    out.extend_from_slice(answer.lines);
    out.extend_from_slice(answer.problems);
    out.extend_from_slice(&u64::from(answer.at_rest).to_le_bytes());
    out.extend(answer.rules().flat_map(u32::to_le_bytes));
    out.extend_from_slice(&answer.records.to_le_bytes());
    out
}

/// Name the module; `cargo xtask` sets the second to what it has built.
const NAMED_BY: [&str; 2] = ["FALCONET_REAL_MODULE", "FALCONET_WASM"];

/// Whether there is a module to compare with. One that is named has to be there, so it is taken to be.
pub(super) fn is_there() -> bool {
    named().is_some() || built().exists()
}

/// The module, prepared once; else why there is none.
fn program() -> Result<&'static Program, String> {
    static PROGRAM: OnceLock<Result<Program, String>> = OnceLock::new();
    let program = PROGRAM.get_or_init(|| prepare(&named().unwrap_or_else(built)));
    program.as_ref().map_err(String::clone)
}

fn prepare(path: &Path) -> Result<Program, String> {
    let file = ModuleFile::find(Some(path)).map_err(|error| error.to_string())?;
    let cache = Cache::of_user();
    Program::prepare(&file.bytes, &ModuleLimits::default(), cache.as_ref())
        .map_err(|error| format!("{} does not load: {error}", path.display()))
}

fn named() -> Option<PathBuf> {
    let name = NAMED_BY.into_iter().find_map(std::env::var_os);
    name.map(PathBuf::from)
}

fn built() -> PathBuf {
    Path::new(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../dist/falconet.wasm"
    ))
    .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_no_module_does_not_pass() {
        let path = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"));
        let reason = prepare(path).err().unwrap();
        assert!(reason.contains("Cargo.toml does not load: "), "{reason}");
    }

    #[test]
    fn a_named_file_that_is_absent_does_not_pass() {
        let reason = prepare(Path::new("no-such-folder/no.wasm")).err().unwrap();
        assert!(reason.contains("no.wasm"), "{reason}");
    }
}
