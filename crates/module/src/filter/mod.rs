//! Fluent Bit's filter: one record in, at most one record out.
//!
//! Fluent Bit passes no configuration, so rules and mode are put in before: [`pack`] loads them, and a copy of the
//! module is then written out with its memory as it is (`docs/ABI.md`).

mod alert;
mod annotate;
mod members;
mod request;

use std::cell::RefCell;

use falconet_engine::{BatchResult, Engine};
use falconet_event::catalogue::Catalogue;

use falconet_operations::load::{self, Checked};
use falconet_operations::messages::{FatalKind, LoadAnswer};
pub(crate) use request::{Mode, PackRequest};

/// The answer of a module without rules. It is no JSON object, so that Fluent Bit logs it with each record.
const UNPACKED: &[u8] =
    b"falconet: this module has no rules in it, and drops what it is given: make one with `falconet pack`\0";

thread_local! {
    static FILTER: RefCell<Option<Filter>> = const { RefCell::new(None) };
}

/// The rules that records are judged by, and what becomes of the records.
struct Filter {
    engine: Engine,
    mode: Mode,
    batch: BatchResult,
    answer: Vec<u8>,
}

/// Loads the rules of the filter, in place of those it had.
pub(crate) fn pack(request: &PackRequest, catalogue: &Catalogue) -> LoadAnswer {
    if let Err(message) = takes_objects(request) {
        return Checked::refused(LoadAnswer::default(), FatalKind::Settings, message).answer;
    }
    let Checked { answer, engine } = load::ruleset(&request.load, catalogue);
    if let Some(engine) = engine {
        FILTER.set(Some(Filter::new(engine, request.mode)));
    }
    answer
}

/// Fluent Bit drops what is no JSON object.
fn takes_objects(request: &PackRequest) -> Result<(), String> {
    if request.load.explain.is_some() {
        return Err("`explain` cannot be packed: a filter raises alerts".to_owned());
    }
    let settings = load::settings(&request.load.settings)?;
    let refused = || "`json_output=false` cannot be packed: Fluent Bit takes JSON objects only";
    settings
        .json_output
        .then_some(())
        .ok_or_else(|| refused().to_owned())
}

/// Passes what becomes of a record to `answer`, with a NUL behind it; nothing if it is dropped.
pub(crate) fn judge<R>(record: &[u8], now_ns: u64, answer: impl FnOnce(Option<&[u8]>) -> R) -> R {
    FILTER.with_borrow_mut(|filter| match filter {
        Some(filter) => answer(filter.judge(record, now_ns)),
        None => answer(Some(UNPACKED)),
    })
}

impl Filter {
    fn new(engine: Engine, mode: Mode) -> Self {
        Self {
            engine,
            mode,
            batch: BatchResult::default(),
            answer: Vec::new(),
        }
    }

    fn judge(&mut self, record: &[u8], now_ns: u64) -> Option<&[u8]> {
        self.engine.set_clock(now_ns);
        self.engine.eval(record, true, true, &mut self.batch);
        self.answer.clear();
        let (lines, answer) = (&self.batch.lines, &mut self.answer);
        match self.mode {
            Mode::Alert => alert::write(lines, answer),
            Mode::Drop if lines.is_empty() => {}
            Mode::Annotate | Mode::Drop => annotate::write(record, lines, answer),
        }
        if answer.is_empty() {
            return None;
        }
        answer.push(0);
        Some(answer)
    }
}

#[cfg(test)]
mod tests;
