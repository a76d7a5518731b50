//! Which rules match which events.

use std::cell::RefCell;
use std::rc::Rc;

use falconet_engine::{BatchResult, Engine, EngineError, Observed, Observer};
use falconet_ruleset::Rule;

use crate::workshop::Workshop;

/// Of each event of an input the rules that match, by their places, in the order in which they are judged.
pub(super) type Matches = Vec<Vec<usize>>;

/// Says which rules match.
#[derive(Debug)]
pub(super) struct Verdicts {
    pub(super) engine: Engine,
    noted: Rc<RefCell<Noted>>,
    batch: BatchResult,
}

#[derive(Debug, Default)]
struct Noted {
    matches: Matches,
    /// The places of the rules that take part, in the order in which they are judged.
    order: Vec<usize>,
}

impl Verdicts {
    pub(super) fn new(workshop: &Workshop, rules: Vec<Rule>) -> Result<Self, EngineError> {
        let noted = Rc::new(RefCell::new(Noted::default()));
        let watcher = Box::new(Watcher(Rc::clone(&noted)));
        Ok(Self {
            engine: workshop.engine(rules, watcher)?,
            noted,
            batch: BatchResult::default(),
        })
    }

    /// The rules that match each event.
    pub(super) fn of(&mut self, events: &[u8]) -> Matches {
        self.noted.borrow_mut().matches.clear();
        self.engine.forget_events();
        self.engine.eval(events, true, true, &mut self.batch);
        std::mem::take(&mut self.noted.borrow_mut().matches)
    }

    /// The places of the rules that take part, in the order in which they are judged; known once an event was judged.
    pub(super) fn order(&self) -> Vec<usize> {
        self.noted.borrow().order.clone()
    }
}

#[derive(Debug)]
struct Watcher(Rc<RefCell<Noted>>);

impl Observer for Watcher {
    fn event(&mut self, event: &mut Observed<'_>, _: &mut Vec<u8>) {
        let numbers = event.matches().into_iter();
        let matched = numbers
            .filter_map(|number| event.position(number))
            .collect();
        let mut noted = self.0.borrow_mut();
        noted.matches.push(matched);
        if noted.order.is_empty() {
            let numbers = 0..event.rules();
            noted.order = numbers
                .filter_map(|number| event.position(number))
                .collect();
        }
    }

    fn finish(&mut self) -> Option<String> {
        None
    }
}
