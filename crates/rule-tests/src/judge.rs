//! Cases are judged: each by itself, by the engine that judges everything else.

use std::collections::BTreeMap;

use falconet_engine::{BatchResult, Engine, Pieces};

use crate::alerts::{self, Alert};
use crate::expectations;
use crate::failure::Failure;
use crate::json::Json;
use crate::patch;
use crate::suite::{Case, FileInput, Input, Patch};
use crate::trial::Trial;

/// What the files hold that the cases name, by the path as they name it; absent is what cannot be read.
pub type Inputs = BTreeMap<String, String>;

/// Says why a rule fires on an event or does not; nothing if it cannot.
pub type Explain<'e> = dyn FnMut(&str, &[u8]) -> Option<String> + 'e;

/// Who is asked and told while cases are judged.
pub struct Audience<'a, 'e> {
    /// Says why rules fire.
    pub explain: &'a mut Explain<'e>,
    /// Is shown every case that was judged.
    pub attend: &'a mut dyn FnMut(&Trial<'_>),
}

/// How a case went.
#[derive(Clone, Debug)]
pub(crate) struct Judged {
    pub(crate) failures: Vec<Failure>,
}

/// Judges cases.
pub(crate) fn judge(
    cases: &[Case],
    engine: &mut Engine,
    inputs: &Inputs,
    audience: &mut Audience<'_, '_>,
) -> Vec<Judged> {
    let mut sitting = Sitting {
        engine,
        inputs,
        audience,
        batch: BatchResult::default(),
        pieces: Pieces::default(),
        split: None,
    };
    cases.iter().map(|case| sitting.case(case)).collect()
}

struct Sitting<'s, 'a, 'e> {
    engine: &'s mut Engine,
    inputs: &'s Inputs,
    audience: &'s mut Audience<'a, 'e>,
    batch: BatchResult,
    pieces: Pieces,
    /// The file whose records those are.
    split: Option<String>,
}

impl Sitting<'_, '_, '_> {
    fn case(&mut self, case: &Case) -> Judged {
        let failures = self.bytes(case).and_then(|bytes| {
            let alerts = self.alerts(case, &bytes)?;
            let mut failures = expectations::check(&case.expected, &alerts);
            (self.audience.attend)(&Trial {
                case,
                events: &bytes,
                alerts: &alerts,
            });
            self.explain(&mut failures, &bytes);
            Ok(failures)
        });
        Judged {
            failures: failures.unwrap_or_else(|failure| vec![*failure]),
        }
    }

    /// Of one event it can be said why; of many it would be too much.
    fn explain(&mut self, failures: &mut [Failure], bytes: &[u8]) {
        if self.batch.events > 1 {
            return;
        }
        for failure in failures {
            let rule = failure.rule.as_deref();
            failure.why = rule.and_then(|rule| (self.audience.explain)(rule, bytes));
        }
    }

    fn alerts(&mut self, case: &Case, bytes: &[u8]) -> Result<Vec<Alert>, Box<Failure>> {
        let span = match &*case.input {
            Input::Event(_) => case.span,
            Input::File(file) => file.span,
        };
        self.engine.forget_events();
        self.engine.eval(bytes, true, true, &mut self.batch);
        match self.objection() {
            Some(message) => Err(Failure::event(span, message)),
            None => Ok(alerts::read(&self.batch.lines)),
        }
    }

    /// A case that judges nothing must not pass because nothing fires.
    fn objection(&self) -> Option<String> {
        if let Some(problem) = self.batch.problems.first() {
            let number = problem.record;
            return Some(format!(
                "record {number} cannot be judged: {}",
                problem.reason
            ));
        }
        let is_nothing = self.batch.events == 0;
        is_nothing.then(|| "there is no event of the source in it: it has no time, or it is of a kind that Falco leaves out".to_owned())
    }

    fn bytes(&mut self, case: &Case) -> Result<Vec<u8>, Box<Failure>> {
        match (&*case.input, &case.patch) {
            (Input::Event(event), None) => Ok(event.bytes()),
            (Input::Event(event), Some(patch)) => changed(event, patch),
            (Input::File(file), None) if file.record.is_none() => {
                Ok(file_of(self.inputs, file)?.to_vec())
            }
            (Input::File(file), patch) => {
                let record = self.record(file)?;
                let Some(patch) = patch else {
                    return Ok(record);
                };
                let event = serde_json::from_slice(&record).map_err(|error| {
                    Failure::event(file.span, format!("the record is not JSON: {error}"))
                })?;
                changed(&event, patch)
            }
        }
    }

    /// The record that is meant, or the only one.
    fn record(&mut self, file: &FileInput) -> Result<Vec<u8>, Box<Failure>> {
        let inputs = self.inputs;
        let bytes = file_of(inputs, file)?;
        if self.split.as_deref() != Some(&*file.path) {
            self.engine.split(bytes, true, true, &mut self.pieces);
            self.split = Some(file.path.clone());
        }
        let records = &self.pieces.records;
        let found = match (file.record, records.as_slice()) {
            (None, [only]) => Some(only),
            (None, _) => {
                let message = format!(
                    "`{}` holds {} records: say which one is meant by `record`",
                    file.path,
                    records.len()
                );
                return Err(Failure::event(file.span, message));
            }
            (Some(number), _) => records.iter().find(|record| record.number == number),
        };
        let text = found.and_then(|record| {
            let start = usize::try_from(record.offset).ok()?;
            let length = usize::try_from(record.length).ok()?;
            bytes.get(start..start + length)
        });
        text.map(<[u8]>::to_vec)
            .ok_or_else(|| Failure::event(file.span, format!("`{}` has no such record", file.path)))
    }
}

fn file_of<'i>(inputs: &'i Inputs, file: &FileInput) -> Result<&'i [u8], Box<Failure>> {
    let text = inputs.get(&file.path);
    let text =
        text.ok_or_else(|| Failure::event(file.span, format!("`{}` cannot be read", file.path)))?;
    Ok(text.as_bytes())
}

/// The event as the patch has it. A patch that changes nothing was written for another event.
fn changed(event: &Json, patch: &Patch) -> Result<Vec<u8>, Box<Failure>> {
    let mut changed = event.clone();
    patch::apply(&mut changed, &patch.changes);
    if changed == *event {
        return Err(Failure::patch(patch.span));
    }
    Ok(changed.bytes())
}
