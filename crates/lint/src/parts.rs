//! Parts of conditions that make no difference.

use std::collections::HashSet;

use crate::conditions::Conditions;
use crate::findings::Findings;
use crate::logic::{Goal, Home, NodeId};

/// Parts looked at in one `and` or `or`.
const MOST_SIBLINGS: usize = 200;

/// What is wrong with a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// It cannot be reached, whatever the event.
    Dead,
    /// It is reached whenever the other parts of its `and` are, or only when some other part of its `or` is.
    Redundant,
}

/// A part that makes no difference.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    pub(crate) trouble: Trouble,
    pub(crate) goal: Goal,
    /// The parts because of which.
    pub(crate) because: Vec<Goal>,
}

/// The parts of the conditions of some rules that make no difference, each once. Macros are judged by what they say
/// themselves: that the rule around one says the same is how macros are used.
pub(crate) fn idle_parts(conditions: &Conditions<'_>, findings: &mut Findings) -> Vec<Part> {
    let mut walk = Walk {
        conditions,
        findings,
        seen: HashSet::new(),
        found: Vec::new(),
    };
    for rule in &conditions.rules {
        if walk.findings.ran_out() {
            break;
        }
        if !conditions.refuted(&[Goal::holds(rule.root)], walk.findings) {
            walk.all(Goal::holds(rule.condition));
        }
    }
    walk.found
}

struct Walk<'w, 'a> {
    conditions: &'w Conditions<'a>,
    findings: &'w mut Findings,
    /// Where something was found: a macro is looked at for every rule that uses it.
    seen: HashSet<(usize, usize)>,
    found: Vec<Part>,
}

/// A part that is still to be looked at, and what holds around it.
struct Open {
    goal: Goal,
    around: Vec<Goal>,
}

impl Walk<'_, '_> {
    fn all(&mut self, root: Goal) {
        let mut open = vec![Open {
            goal: root,
            around: Vec::new(),
        }];
        while let Some(Open { goal, around }) = open.pop() {
            let formula = self.conditions.formula();
            let goal = formula.without_not(goal);
            if formula.node(goal.node).is_test() || self.findings.ran_out() {
                continue;
            }
            if let Some(parts) = formula.conjuncts(goal) {
                let live = self.conjuncts(parts, &around);
                open.extend(live.iter().map(|part| Open {
                    goal: *part,
                    around: others(&live, *part).chain(around.iter().copied()).collect(),
                }));
            } else if let Some(parts) = formula.disjuncts(goal) {
                let live = self.disjuncts(parts, &around);
                let around = |goal| Open {
                    goal,
                    around: around.clone(),
                };
                open.extend(live.into_iter().map(around));
            }
        }
    }

    /// The parts of an `and` without those that the others imply. The last of several that say the same goes.
    fn conjuncts(&mut self, parts: Vec<Goal>, around: &[Goal]) -> Vec<Goal> {
        let mut live = parts;
        for at in (0..live.len().min(MOST_SIBLINGS)).rev() {
            let Some(part) = live.get(at).copied() else {
                continue;
            };
            let near = self.near(part, others(&live, part).chain(around.iter().copied()));
            if self.is_mixed(part) || !self.refutes(&near, &[part.denied()]) {
                continue;
            }
            let because = self.because(near, part.denied());
            self.report(Trouble::Redundant, part, because);
            live.remove(at);
        }
        live
    }

    /// The parts of an `or` without those that cannot be, and those that others cover.
    fn disjuncts(&mut self, parts: Vec<Goal>, around: &[Goal]) -> Vec<Goal> {
        let mut live = parts;
        for at in (0..live.len().min(MOST_SIBLINGS)).rev() {
            let Some(part) = live.get(at).copied() else {
                continue;
            };
            let near = self.near(part, around.iter().copied());
            if self.refutes(&near, &[part]) {
                let because = self.because(near, part);
                self.report(Trouble::Dead, part, because);
                live.remove(at);
                continue;
            }
            let rivals = self.near(part, others(&live, part));
            let denied: Vec<_> = rivals.iter().map(|goal| goal.denied()).collect();
            if !self.is_mixed(part) && !rivals.is_empty() && self.refutes(&denied, &[part]) {
                let because = self.because(denied, part);
                let because = because.iter().map(|goal| goal.denied()).collect();
                self.report(Trouble::Redundant, part, because);
                live.remove(at);
            }
        }
        live
    }

    /// Those of the goals that were written in the same condition as a part.
    fn near(&self, part: Goal, goals: impl Iterator<Item = Goal>) -> Vec<Goal> {
        let home = self.home(part);
        let is_near = |goal: &Goal| home != Home::Several && self.home(*goal) == home;
        goals.filter(is_near).collect()
    }

    fn home(&self, goal: Goal) -> Home<'_> {
        self.conditions.formula().node(goal.node).home
    }

    fn is_mixed(&self, goal: Goal) -> bool {
        self.home(goal) == Home::Several
    }

    fn refutes(&mut self, goals: &[Goal], more: &[Goal]) -> bool {
        let all: Vec<_> = goals.iter().chain(more).copied().collect();
        self.conditions.refuted(&all, self.findings)
    }

    fn because(&mut self, goals: Vec<Goal>, with: Goal) -> Vec<Goal> {
        let lists = crate::logic::EmptyLists::MayBeFilled;
        self.conditions.core(lists, goals, &[with], self.findings)
    }

    fn report(&mut self, trouble: Trouble, goal: Goal, because: Vec<Goal>) {
        if self.seen.insert(self.span(goal.node)) {
            self.found.push(Part {
                trouble,
                goal,
                because,
            });
        }
    }

    fn span(&self, node: NodeId) -> (usize, usize) {
        let span = self.conditions.formula().node(node).span;
        (span.start, span.end)
    }
}

fn others(all: &[Goal], part: Goal) -> impl Iterator<Item = Goal> {
    all.iter().copied().filter(move |goal| *goal != part)
}
