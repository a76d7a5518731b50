//! A search for the smallest sets of tests that have to turn for a condition to hold.
//!
//! While a condition does not hold, there are tests that this rests on, and one of them has to turn: so each is tried,
//! and what comes of it is looked at again, the fewest turned tests first. A field that was given another value keeps it,
//! but for the tests that any value may turn. No minimal set is missed, as long as there are steps left.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::fields::{FieldTests, Move, To};
use super::formula::{Formula, VariableId};

/// What a search found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Found {
    /// The smallest first; of several as small the more plausible.
    pub(crate) ways: Vec<Way>,
    /// Whether the search came to its end, so that there is no smaller way.
    pub(crate) is_exact: bool,
}

/// A way to make a condition hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Way {
    /// The tests that turn, in order.
    pub(crate) turned: Vec<VariableId>,
    /// What becomes of which field.
    pub(crate) turns: Vec<Turn>,
}

/// What becomes of a field.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Turn {
    /// The field, by its place.
    pub(crate) field: usize,
    /// Which of its moves; nothing if it keeps being none of the values that tests name.
    pub(crate) to: Option<usize>,
    /// Tests that turn beside.
    pub(crate) beside: Vec<VariableId>,
}

/// How much a search may do.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bounds {
    pub(crate) steps: usize,
    /// Ways that are found before it ends.
    pub(crate) ways: usize,
    /// Ways that turn more tests are of no interest.
    pub(crate) turned: usize,
}

/// Ways that may wait to be looked at; beyond them a search is not exact.
const MOST_OPEN: usize = 8192;
/// Parts of a formula that are evaluated in one search: a large formula is searched in fewer steps.
const MOST_WORK: usize = 4 << 20;

/// Searches.
pub(crate) fn search(formula: &Formula, fields: &[FieldTests], bounds: Bounds) -> Found {
    let mut search = Search {
        formula,
        fields,
        values: formula.values(),
        field_of: field_of(formula, fields),
        open: BinaryHeap::from([Reverse((0, 0, Way::default()))]),
        seen: Vec::new(),
        found: Found {
            is_exact: !fields.iter().any(|field| field.is_cut),
            ..Found::default()
        },
        bounds,
    };
    search.run();
    search.found
}

struct Search<'s> {
    formula: &'s Formula,
    fields: &'s [FieldTests],
    values: Vec<bool>,
    /// The field of each variable.
    field_of: Vec<usize>,
    /// How many tests turn, how little plausible that is, and the way.
    open: BinaryHeap<Reverse<(usize, u32, Way)>>,
    /// What was looked at, in order.
    seen: Vec<Vec<Turn>>,
    found: Found,
    bounds: Bounds,
}

impl Search<'_> {
    fn run(&mut self) {
        let most = self.bounds.steps.min(MOST_WORK / self.formula.len().max(1));
        let mut steps = 0;
        while let Some(Reverse((_, _, way))) = self.open.pop() {
            if self.found.ways.len() >= self.bounds.ways {
                return;
            }
            if steps >= most {
                self.found.is_exact = false;
                return;
            }
            steps += 1;
            self.step(way);
        }
    }

    fn step(&mut self, way: Way) {
        let is_more = |found: &Way| found.turned.iter().all(|one| way.turned.contains(one));
        if self.found.ways.iter().any(is_more) {
            return;
        }
        let values = self.values_after(&way);
        if self.formula.verdict(&values) {
            self.found.ways.push(way);
            return;
        }
        for variable in self.formula.ground(&values) {
            self.turn(&way, variable);
        }
    }

    fn values_after(&self, way: &Way) -> Vec<bool> {
        let mut values = self.values.clone();
        for variable in &way.turned {
            if let Some(value) = values.get_mut(*variable) {
                *value = !*value;
            }
        }
        values
    }

    /// Every way to turn one test more.
    fn turn(&mut self, way: &Way, variable: VariableId) {
        let at = self.field_of.get(variable).copied();
        let Some((at, field)) = at.and_then(|at| Some((at, self.fields.get(at)?))) else {
            return;
        };
        let is_loose = field.loose.contains(&variable);
        match way.turns.iter().find(|turn| turn.field == at) {
            Some(turn) if is_loose && field.is_loose_after(turn) => {
                if !turn.beside.contains(&variable) {
                    self.beside(way, turn, variable);
                }
            }
            Some(_) => {}
            None => self.first_turn(way, at, field, variable, is_loose),
        }
    }

    fn first_turn(
        &mut self,
        way: &Way,
        at: usize,
        field: &FieldTests,
        variable: VariableId,
        is_loose: bool,
    ) {
        let to = |to, beside| Turn {
            field: at,
            to,
            beside,
        };
        if is_loose && field.is_loose_now {
            self.push(way, to(None, vec![variable]));
        }
        for (number, one) in field.moves.iter().enumerate() {
            if one.turned.contains(&variable) {
                self.push(way, to(Some(number), Vec::new()));
            } else if is_loose && one.to == To::Other {
                self.push(way, to(Some(number), vec![variable]));
            }
        }
    }

    fn beside(&mut self, way: &Way, turn: &Turn, variable: VariableId) {
        let mut turn = turn.clone();
        turn.beside.push(variable);
        turn.beside.sort_unstable();
        self.push(way, turn);
    }

    fn push(&mut self, way: &Way, turn: Turn) {
        let others = way.turns.iter().filter(|other| other.field != turn.field);
        let mut turns: Vec<_> = others.cloned().collect();
        let at = turns.partition_point(|other| other.field < turn.field);
        turns.insert(at, turn);
        let turned = self.turned(&turns);
        if self.open.len() >= MOST_OPEN {
            self.found.is_exact = false;
        } else if turned.len() <= self.bounds.turned && self.is_new(&turns) {
            let cost = turns.iter().map(|turn| self.cost(turn)).sum();
            let way = Way { turned, turns };
            self.open.push(Reverse((way.turned.len(), cost, way)));
        }
    }

    fn is_new(&mut self, turns: &[Turn]) -> bool {
        let at = self.seen.partition_point(|seen| seen.as_slice() < turns);
        let is_new = self.seen.get(at).is_none_or(|seen| seen != turns);
        if is_new {
            self.seen.insert(at, turns.to_vec());
        }
        is_new
    }

    fn turned(&self, turns: &[Turn]) -> Vec<VariableId> {
        let mut turned = Vec::new();
        for turn in turns {
            let moved = self.move_of(turn).map(|one| one.turned.as_slice());
            turned.extend_from_slice(moved.unwrap_or_default());
            turned.extend_from_slice(&turn.beside);
        }
        turned.sort_unstable();
        turned.dedup();
        turned
    }

    fn move_of(&self, turn: &Turn) -> Option<&Move> {
        self.fields.get(turn.field)?.moves.get(turn.to?)
    }

    /// The less, the more plausible: a value that the rule names, then any other, then none.
    fn cost(&self, turn: &Turn) -> u32 {
        let own = match self.move_of(turn).map(|one| &one.to) {
            Some(To::Values(_)) => 1,
            Some(To::Other) => 2,
            Some(To::Absent) => 3,
            None => 0,
        };
        let beside = u32::try_from(turn.beside.len()).unwrap_or(u32::MAX);
        beside.saturating_mul(2).saturating_add(own)
    }
}

fn field_of(formula: &Formula, fields: &[FieldTests]) -> Vec<usize> {
    let mut field_of = vec![usize::MAX; formula.variables.len()];
    for (at, field) in fields.iter().enumerate() {
        for variable in &field.variables {
            if let Some(slot) = field_of.get_mut(*variable) {
                *slot = at;
            }
        }
    }
    field_of
}

impl FieldTests {
    /// Whether loose tests may still turn.
    fn is_loose_after(&self, turn: &Turn) -> bool {
        let moved = turn.to.and_then(|to| self.moves.get(to));
        moved.is_none_or(|one| one.to == To::Other)
    }
}
