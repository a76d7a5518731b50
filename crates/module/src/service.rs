//! What every face of the module does: load rulesets, judge batches, answer questions.

use falconet_engine::{BatchResult, Engine, Pieces, Problem};
use falconet_event::catalogue::Catalogue;
use falconet_operations::load::{self, Checked};
use falconet_operations::messages::{Fatal, FatalKind, LoadAnswer, LoadRequest};
use falconet_operations::{answer, not_understood, profile, read, refused, to_value};
use falconet_rule_diff::{Side, compare};
use falconet_ruleset::LoadOptions;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::filter;

/// Version of the C ABI (`docs/ABI.md`).
pub(crate) const ABI_VERSION: u32 = 1;

/// Flag of a batch that begins an input.
const START: u32 = 1;
/// Flag of a batch that ends an input.
const END: u32 = 2;
/// Flag of a batch that is one record, as `falconet_split` has listed it.
const RECORD: u32 = 4;
/// Flags of a batch that is a whole input.
#[cfg(any(feature = "js", test))]
pub(crate) const WHOLE_INPUT: u32 = START | END;
/// Says, behind an answer, that nothing is unfinished.
const AT_REST: u64 = 1;
/// Rulesets that may be loaded at once.
const MAX_RULESETS: usize = 64;

/// One instance's state. Answers are borrowed from it and last until the next call.
pub struct Service {
    catalogue: Catalogue,
    engines: Vec<Option<Held>>,
    batch: BatchResult,
    pieces: Pieces,
    answer: Vec<u8>,
    now_ns: u64,
}

/// A ruleset that is loaded.
struct Held {
    engine: Engine,
    /// The rules that it takes the place of: then what is answered is not alerts, but how they differ.
    old: Option<Box<Old>>,
}

/// Other rules for the same events.
struct Old {
    engine: Engine,
    batch: BatchResult,
    changes: Vec<u8>,
}

impl Default for Service {
    fn default() -> Self {
        Self::new()
    }
}

impl Service {
    /// A service without rulesets, over the built-in catalogue.
    pub fn new() -> Self {
        Self {
            catalogue: Catalogue::builtin(),
            engines: Vec::new(),
            batch: BatchResult::default(),
            pieces: Pieces::default(),
            answer: Vec::new(),
            now_ns: 0,
        }
    }

    /// `falconet_load`.
    pub fn load(&mut self, request: &[u8]) -> &[u8] {
        let answer = match load::request(request) {
            Ok(request) => self.load_ruleset(&request),
            Err(error) => unreadable(&error),
        };
        self.respond(&answer)
    }

    /// Loads a ruleset and keeps it under a handle.
    pub fn load_ruleset(&mut self, request: &LoadRequest) -> LoadAnswer {
        let Checked { mut answer, engine } = load::ruleset(request, &self.catalogue);
        let Some(engine) = engine else { return answer };
        let old = match load::old(request, &self.catalogue).transpose() {
            Ok(old) => old.map(Old::of),
            Err(refused) => return *refused,
        };
        if let Some(old) = &old {
            if old.engine.source() != engine.source() {
                return refused_old(answer);
            }
            answer.needs_order |= old.engine.needs_order();
        }
        answer.handle = self.keep(Held { engine, old });
        if answer.handle.is_none() {
            answer.ok = false;
            answer.fatal = Some(Fatal {
                kind: FatalKind::Settings,
                message: format!("more than {MAX_RULESETS} rulesets are loaded"),
            });
        }
        answer
    }

    /// `falconet_eval`: the header, the alert lines, the problem lines; empty for an unknown handle.
    pub fn eval(&mut self, handle: u32, bytes: &[u8], flags: u32) -> &[u8] {
        self.answer.clear();
        if self.judge(handle, bytes, flags) {
            write_batch(&self.batch, &mut self.answer);
        }
        &self.answer
    }

    /// `falconet_split`: how many records end in the batch, where they lie, what cannot be records; empty for an unknown
    /// handle.
    pub fn split(&mut self, handle: u32, bytes: &[u8], flags: u32) -> &[u8] {
        self.answer.clear();
        let slot = index(handle).and_then(|at| self.engines.get_mut(at));
        if let Some(Some(held)) = slot {
            let (start, end) = (flags & START != 0, flags & END != 0);
            held.engine.split(bytes, start, end, &mut self.pieces);
            write_pieces(&self.pieces, &mut self.answer);
        }
        &self.answer
    }

    /// The alert lines alone; nothing for an unknown handle.
    #[cfg(any(feature = "js", test))]
    pub(crate) fn eval_lines(&mut self, handle: u32, bytes: &[u8], flags: u32) -> Option<&[u8]> {
        self.judge(handle, bytes, flags)
            .then_some(self.batch.lines.as_slice())
    }

    /// Forgets a ruleset; whether there was one.
    pub fn unload(&mut self, handle: u32) -> bool {
        self.slot(handle).is_some_and(|slot| slot.take().is_some())
    }

    /// `falconet_call`.
    pub fn call(&mut self, request: &[u8]) -> &[u8] {
        let answer = match serde_json::from_slice(request) {
            Ok(request) => self.operate(request),
            Err(error) => refused(&error.to_string()),
        };
        self.respond(&answer)
    }

    fn operate(&mut self, request: Value) -> Value {
        match request.get("op").and_then(Value::as_str) {
            Some("version") => version(),
            Some("unload") => json!({"ok": self.unload(handle_of(&request))}),
            Some("pack") => self.pack(request),
            Some("clock") => self.set_clock(&request),
            Some("statistics") => self.statistics(&request),
            Some("profile") => self.profile(handle_of(&request)),
            #[cfg(feature = "vectors")]
            Some("vectors") => vectors(&request),
            Some(other) => {
                let other = other.to_owned();
                let answer = answer(&other, request, &self.catalogue);
                answer.unwrap_or_else(|| refused(&format!("there is no operation `{other}`")))
            }
            None => refused("the request has no text `op`"),
        }
    }

    fn pack(&self, request: Value) -> Value {
        match read(request) {
            Ok(request) => to_value(&filter::pack(&request, &self.catalogue)),
            Err(error) => to_value(&unreadable(&error)),
        }
    }

    fn set_clock(&mut self, request: &Value) -> Value {
        let Some(now_ns) = request.get("now_ns").and_then(Value::as_u64) else {
            return refused("`now_ns` is not a number of nanoseconds");
        };
        self.now_ns = now_ns;
        for held in self.engines.iter_mut().flatten() {
            held.set_clock(now_ns);
        }
        json!({"ok": true})
    }

    fn statistics(&mut self, request: &Value) -> Value {
        let Some(Some(Held { engine, .. })) = self.slot(handle_of(request)) else {
            return refused("there is no ruleset of that handle");
        };
        match request.get("matches").map(Vec::<u64>::deserialize) {
            Some(Ok(matches)) => engine.set_matches(&matches),
            Some(Err(error)) => return refused(&not_understood(&error)),
            None => {}
        }
        json!({"text": engine.statistics()})
    }

    fn profile(&mut self, handle: u32) -> Value {
        let engine = self.slot(handle).and_then(|slot| slot.as_ref());
        let answer = engine.and_then(|held| profile::of(&held.engine));
        answer.unwrap_or_else(|| refused("there is no ruleset of that handle that is profiled"))
    }

    fn judge(&mut self, handle: u32, bytes: &[u8], flags: u32) -> bool {
        let slot = index(handle).and_then(|at| self.engines.get_mut(at));
        let Some(Some(held)) = slot else {
            return false;
        };
        eval(&mut held.engine, bytes, flags, &mut self.batch);
        if let Some(old) = &mut held.old {
            eval(&mut old.engine, bytes, flags, &mut old.batch);
            old.compare(&held.engine, &mut self.batch);
        }
        true
    }

    fn keep(&mut self, mut held: Held) -> Option<u32> {
        held.set_clock(self.now_ns);
        let at = match self.engines.iter().position(Option::is_none) {
            Some(free) => free,
            None if self.engines.len() < MAX_RULESETS => {
                self.engines.push(None);
                self.engines.len() - 1
            }
            None => return None,
        };
        *self.engines.get_mut(at)? = Some(held);
        u32::try_from(at + 1).ok()
    }

    fn slot(&mut self, handle: u32) -> Option<&mut Option<Held>> {
        self.engines.get_mut(index(handle)?)
    }

    fn respond(&mut self, answer: &impl Serialize) -> &[u8] {
        self.answer = serde_json::to_vec(answer).unwrap_or_default();
        &self.answer
    }
}

/// Handles count from 1, so that 0 is never one.
fn index(handle: u32) -> Option<usize> {
    usize::try_from(handle).ok()?.checked_sub(1)
}

/// Alerts of different sources cannot be compared.
fn refused_old(answer: LoadAnswer) -> LoadAnswer {
    let message = "the old and the new rules judge events of different sources: say which one is meant (`source`, --source)";
    Checked::refused(answer, FatalKind::Settings, message.to_owned()).answer
}

impl Held {
    fn set_clock(&mut self, now_ns: u64) {
        self.engine.set_clock(now_ns);
        if let Some(old) = &mut self.old {
            old.engine.set_clock(now_ns);
        }
    }
}

impl Old {
    fn of(engine: Engine) -> Box<Self> {
        Box::new(Self {
            engine,
            batch: BatchResult::default(),
            changes: Vec::new(),
        })
    }

    /// Puts how the alerts differ in the place of the new ones.
    fn compare(&mut self, new: &Engine, batch: &mut BatchResult) {
        let old = Side {
            engine: &self.engine,
            batch: &self.batch,
        };
        let new = Side { engine: new, batch };
        compare(old, new, &mut self.changes);
        let lines = memchr::memchr_iter(b'\n', &self.changes).count();
        std::mem::swap(&mut batch.lines, &mut self.changes);
        batch.alerts = lines as u64;
        batch.rules.clear();
        batch.rules.resize(lines, 0);
    }
}

fn eval(engine: &mut Engine, bytes: &[u8], flags: u32, batch: &mut BatchResult) {
    if flags & RECORD == 0 {
        engine.eval(bytes, flags & START != 0, flags & END != 0, batch);
    } else {
        engine.eval_record(bytes, batch);
    }
}

fn handle_of(request: &Value) -> u32 {
    let handle = request.get("handle").and_then(Value::as_u64);
    handle
        .and_then(|handle| u32::try_from(handle).ok())
        .unwrap_or_default()
}

fn version() -> Value {
    json!({
        "version": env!("CARGO_PKG_VERSION"),
        "abi": ABI_VERSION,
        "engine_version": LoadOptions::default().engine_version.to_string(),
    })
}

/// Runs the language vectors of the request's `text`.
#[cfg(feature = "vectors")]
fn vectors(request: &Value) -> Value {
    match request.get("text").and_then(Value::as_str) {
        Some(text) => to_value(&falconet_vectors::run(text)),
        None => refused("the request has no `text`"),
    }
}

fn unreadable(error: &serde_json::Error) -> LoadAnswer {
    LoadAnswer {
        fatal: Some(Fatal {
            kind: FatalKind::Settings,
            message: not_understood(error),
        }),
        ..LoadAnswer::default()
    }
}

/// Writes the answer of `falconet_eval`: six numbers, alert lines, problem lines, how the input stands, the rules of
/// the alerts, how many records of the input ended.
fn write_batch(batch: &BatchResult, out: &mut Vec<u8>) {
    let problems = problem_lines(&batch.problems);
    let numbers = [
        batch.events,
        batch.malformed,
        batch.skipped,
        batch.alerts,
        batch.lines.len() as u64,
        problems.len() as u64,
    ];
    for number in numbers {
        out.extend_from_slice(&number.to_le_bytes());
    }
    out.extend_from_slice(&batch.lines);
    out.extend_from_slice(&problems);
    let state = if batch.at_rest { AT_REST } else { 0 };
    out.extend_from_slice(&state.to_le_bytes());
    out.extend(batch.rules.iter().flat_map(|rule| rule.to_le_bytes()));
    out.extend_from_slice(&batch.records.to_le_bytes());
}

/// Writes the answer of `falconet_split`: three numbers, of each record its number, place and length, problem lines.
fn write_pieces(pieces: &Pieces, out: &mut Vec<u8>) {
    let state = if pieces.at_rest { AT_REST } else { 0 };
    let numbers = [pieces.records.len() as u64, pieces.malformed, state];
    let records = pieces.records.iter();
    let places = records.flat_map(|record| [record.number, record.offset, record.length]);
    for number in numbers.into_iter().chain(places) {
        out.extend_from_slice(&number.to_le_bytes());
    }
    out.extend_from_slice(&problem_lines(&pieces.problems));
}

fn problem_lines(problems: &[Problem]) -> Vec<u8> {
    let mut lines = Vec::new();
    for problem in problems {
        let line =
            json!({"record": problem.record, "offset": problem.offset, "reason": problem.reason});
        lines.extend_from_slice(line.to_string().as_bytes());
        lines.push(b'\n');
    }
    lines
}

#[cfg(test)]
mod diff_tests;
#[cfg(test)]
mod editor_tests;
#[cfg(test)]
mod explain_tests;
#[cfg(test)]
mod rule_tests;
#[cfg(test)]
mod show_tests;
#[cfg(test)]
mod suggest_tests;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod witness_tests;
