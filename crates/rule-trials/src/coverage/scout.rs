//! Finds the records that show something that was not seen yet, among many that do not.

use std::cell::Cell;
use std::rc::Rc;

use falconet_engine::{BatchResult, Engine, EngineError, Observed, Observer};
use falconet_ruleset::Rule;

use crate::workshop::Workshop;

/// An engine whose rules are what an event must be to show something new.
#[derive(Debug)]
pub(super) struct Scout {
    engine: Engine,
    has_found: Rc<Cell<bool>>,
    batch: BatchResult,
}

impl Scout {
    pub(super) fn new(workshop: &Workshop, rules: Vec<Rule>) -> Result<Self, EngineError> {
        let has_found = Rc::new(Cell::new(false));
        let watcher = Box::new(Watcher(Rc::clone(&has_found)));
        Ok(Self {
            engine: workshop.engine(rules, watcher)?,
            has_found,
            batch: BatchResult::default(),
        })
    }

    /// Whether an event of a record may show something new.
    pub(super) fn finds(&mut self, record: &[u8]) -> bool {
        self.has_found.set(false);
        self.engine.eval_record(record, &mut self.batch);
        self.has_found.get()
    }
}

#[derive(Debug)]
struct Watcher(Rc<Cell<bool>>);

impl Observer for Watcher {
    fn event(&mut self, event: &mut Observed<'_>, _: &mut Vec<u8>) {
        if event.next_match(0).is_some() {
            self.0.set(true);
        }
    }

    fn finish(&mut self) -> Option<String> {
        None
    }
}
