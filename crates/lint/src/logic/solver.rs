//! Whether an event can make formulas true.

use std::collections::{BTreeSet, HashMap};

use super::atom::{AtomId, Claim, SubjectId};
use super::build::Logic;
use super::formula::{Goal, Kind};
use super::theory;

/// Steps that one question may take; what takes more is taken to be possible.
const MOST_STEPS: usize = 20_000;
/// How many choices are made one within another.
const MOST_CHOICES: usize = 64;

/// What tests against an empty list are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EmptyLists {
    /// Never true.
    AreEmpty,
    /// Perhaps true: somebody may fill the list.
    MayBeFilled,
}

/// Looks for an event. Made for one question.
#[derive(Debug)]
pub(crate) struct Solver<'l, 'a> {
    logic: &'l Logic<'a>,
    empty_lists: EmptyLists,
    steps: usize,
    claims: HashMap<AtomId, bool>,
    by_subject: HashMap<SubjectId, Vec<AtomId>>,
    /// The claims in the order in which they were made.
    trail: Vec<AtomId>,
}

/// Goals of which one has to be reached.
type Choice = Vec<Goal>;

/// An event cannot be as it was said to be.
struct Impossible;

impl<'l, 'a> Solver<'l, 'a> {
    /// A solver that has found nothing out.
    pub(crate) fn new(logic: &'l Logic<'a>, empty_lists: EmptyLists) -> Self {
        Self {
            logic,
            empty_lists,
            steps: MOST_STEPS,
            claims: HashMap::new(),
            by_subject: HashMap::new(),
            trail: Vec::new(),
        }
    }

    /// Whether it is proved that no event reaches all of these goals, and how many steps that took.
    pub(crate) fn refutes(mut self, goals: Vec<Goal>) -> (bool, usize) {
        let refuted = self.search(goals, Vec::new(), 0).is_err();
        (refuted && self.steps > 0, MOST_STEPS - self.steps)
    }

    /// As deep as choices are made one within another.
    fn search(
        &mut self,
        mut goals: Vec<Goal>,
        mut choices: Vec<Choice>,
        depth: usize,
    ) -> Result<(), Impossible> {
        loop {
            self.claim_all(goals, &mut choices)?;
            match self.forced(&mut choices)? {
                Some(goal) => goals = vec![goal],
                None => break,
            }
        }
        let shortest = (0..choices.len()).min_by_key(|at| choices.get(*at).map(Vec::len));
        let Some(shortest) = shortest.filter(|_| depth < MOST_CHOICES && self.steps > 0) else {
            return Ok(());
        };
        let choice = choices.swap_remove(shortest);
        for goal in choice {
            let mark = self.trail.len();
            if self.search(vec![goal], choices.clone(), depth + 1).is_ok() {
                return Ok(());
            }
            self.forget_since(mark);
        }
        Err(Impossible)
    }

    /// Makes every claim that the goals need; what leaves a choice is added to the choices.
    fn claim_all(
        &mut self,
        mut goals: Vec<Goal>,
        choices: &mut Vec<Choice>,
    ) -> Result<(), Impossible> {
        let formula = self.logic.formula();
        let mut touched = BTreeSet::new();
        while let Some(goal) = goals.pop() {
            self.spend(1);
            let goal = formula.without_not(goal);
            if let Kind::Atom(atom) = formula.node(goal.node).kind {
                touched.extend(self.claim(atom, goal.holds)?);
            } else if let Some(all) = formula.conjuncts(goal) {
                goals.extend(all);
            } else if let Some(some) = formula.disjuncts(goal) {
                choices.push(some);
            }
        }
        let mut touched = touched.into_iter();
        touched.try_for_each(|subject| self.check(subject))
    }

    /// The subject that the claim is about, if it is a new one.
    fn claim(&mut self, id: AtomId, holds: bool) -> Result<Option<SubjectId>, Impossible> {
        if let Some(claimed) = self.claims.get(&id) {
            return if *claimed == holds {
                Ok(None)
            } else {
                Err(Impossible)
            };
        }
        let Some(atom) = self.logic.atom(id) else {
            return Ok(None);
        };
        self.claims.insert(id, holds);
        self.trail.push(id);
        self.by_subject.entry(atom.subject).or_default().push(id);
        Ok(Some(atom.subject))
    }

    fn check(&mut self, subject: SubjectId) -> Result<(), Impossible> {
        let Some(about) = self.logic.subject(subject) else {
            return Ok(());
        };
        let ids = self.by_subject.get(&subject);
        let claims = ids
            .into_iter()
            .flatten()
            .filter_map(|id| self.claim_of(*id));
        let claims: Vec<_> = claims.collect();
        let cost = theory::cost(&claims);
        let is_possible =
            cost > self.steps || theory::is_possible(&about.domain, about.is_list, &claims);
        self.spend(cost);
        if is_possible { Ok(()) } else { Err(Impossible) }
    }

    fn claim_of(&self, id: AtomId) -> Option<Claim<'l, 'a>> {
        let predicate = &self.logic.atom(id)?.predicate;
        let is_open = self.empty_lists == EmptyLists::MayBeFilled && predicate.is_about_nothing();
        let holds = *self.claims.get(&id)?;
        (!is_open).then_some(Claim { predicate, holds })
    }

    /// Leaves out of the choices what was decided; a goal that there is no choice about.
    fn forced(&mut self, choices: &mut Vec<Choice>) -> Result<Option<Goal>, Impossible> {
        let mut forced = None;
        let mut at = 0;
        while let Some(choice) = choices.get_mut(at) {
            let goals = std::mem::take(choice);
            self.spend(goals.len());
            if goals.iter().any(|goal| self.decided(*goal) == Some(true)) {
                choices.swap_remove(at);
                continue;
            }
            let open = goals
                .into_iter()
                .filter(|goal| self.decided(*goal).is_none());
            let open: Vec<_> = open.collect();
            match open.as_slice() {
                [] => return Err(Impossible),
                [only] if forced.is_none() => {
                    forced = Some(*only);
                    choices.swap_remove(at);
                    continue;
                }
                _ => {}
            }
            if let Some(choice) = choices.get_mut(at) {
                *choice = open;
            }
            at += 1;
        }
        Ok(forced)
    }

    /// Whether a goal is reached, or cannot be, by what was claimed; nothing if that is open.
    fn decided(&self, goal: Goal) -> Option<bool> {
        let formula = self.logic.formula();
        let goal = formula.without_not(goal);
        let Kind::Atom(atom) = formula.node(goal.node).kind else {
            return None;
        };
        self.claims.get(&atom).map(|claimed| *claimed == goal.holds)
    }

    fn forget_since(&mut self, mark: usize) {
        for id in self.trail.drain(mark..).rev() {
            self.claims.remove(&id);
            let subject = self.logic.atom(id).map(|atom| atom.subject);
            let of_subject = subject.and_then(|subject| self.by_subject.get_mut(&subject));
            of_subject.and_then(Vec::pop);
        }
    }

    fn spend(&mut self, steps: usize) {
        self.steps = self.steps.saturating_sub(steps);
    }
}
