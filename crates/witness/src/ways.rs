//! Ways to meet a condition: of each which tests have to hold and which must not, the most plausible first.

use falconet_ruleset::typed::{Condition, Leaf, Literal, Operator, Test};
use falconet_workbench::tests_in;

use crate::limits::WitnessLimits;

/// A test that has to hold, or must not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Goal {
    /// Its place among the tests of the condition.
    pub(crate) test: usize,
    pub(crate) holds: bool,
}

/// Goals that together meet a condition.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Way {
    pub(crate) goals: Vec<Goal>,
    cost: u32,
}

/// What there is to know of tests before ways are sought.
pub(crate) struct Tests<'t> {
    pub(crate) leaves: &'t [&'t Leaf],
    /// Of each test a number that it shares with those that are the same.
    pub(crate) same: Vec<usize>,
    /// Which hold already.
    pub(crate) held: Vec<bool>,
}

/// Ways to meet a condition.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ways {
    pub(crate) found: Vec<Way>,
    /// Whether there were more than may be tried.
    pub(crate) is_cut: bool,
    /// The contradiction that is met when most is, if there is one.
    pub(crate) contradiction: Option<Contradiction>,
}

/// A goal that others rule out.
#[derive(Clone, Debug)]
pub(crate) struct Contradiction {
    pub(crate) goal: Goal,
    /// The goal that rules it out.
    pub(crate) other: Goal,
    /// What was to be met before.
    pub(crate) known: Way,
}

/// The ways to meet a condition.
pub(crate) fn ways(condition: &Condition, tests: &Tests<'_>, limits: WitnessLimits) -> Ways {
    let mut search = Search {
        tests,
        most: limits.max_ways,
        found: Ways::default(),
    };
    let part = Part {
        condition,
        first: 0,
        holds: true,
    };
    let ways = search.all(part, &Way::default());
    Ways {
        found: ways,
        ..search.found
    }
}

/// A part of a condition, and what it has to be.
#[derive(Clone, Copy)]
struct Part<'c> {
    condition: &'c Condition,
    /// The place of its first test.
    first: usize,
    holds: bool,
}

impl<'c> Part<'c> {
    fn children(self, children: &'c [Condition]) -> impl Iterator<Item = Part<'c>> {
        let mut first = self.first;
        children.iter().map(move |condition| {
            let child = Part {
                condition,
                first,
                ..self
            };
            first += tests_in(condition);
            child
        })
    }
}

/// The tests that a part needs as they are, and the parts of it of which one of several will do. Recursion goes as deep as
/// conditions nest, which the loader bounds.
fn gather<'c>(part: Part<'c>, units: &mut Vec<Goal>, choices: &mut Vec<Part<'c>>) {
    match (part.condition, part.holds) {
        (Condition::Leaf(_), holds) => units.push(Goal {
            test: part.first,
            holds,
        }),
        (Condition::Not(child), holds) => {
            let child = Part {
                condition: child,
                first: part.first,
                holds: !holds,
            };
            gather(child, units, choices);
        }
        (Condition::And(children), true) | (Condition::Or(children), false) => {
            for child in part.children(children) {
                gather(child, units, choices);
            }
        }
        (Condition::And(_) | Condition::Or(_), _) => choices.push(part),
    }
}

struct Search<'s> {
    tests: &'s Tests<'s>,
    most: usize,
    found: Ways,
}

impl Search<'_> {
    /// Ways to meet a part together with what is known, which is part of each. Tests that have to be as they have to be come
    /// first, so that no alternative is kept that they rule out. Recursion goes as deep as conditions nest, which the loader
    /// bounds.
    fn all(&mut self, part: Part<'_>, known: &Way) -> Vec<Way> {
        let (mut units, mut choices) = (Vec::new(), Vec::new());
        gather(part, &mut units, &mut choices);
        let units = Way {
            goals: units,
            cost: 0,
        };
        let Some(way) = self.both(known, &units) else {
            return Vec::new();
        };
        let mut alternatives: Vec<Vec<Way>> = Vec::new();
        for choice in choices {
            let ways = self.any(choice, &way);
            let at = alternatives.partition_point(|other| other.len() <= ways.len());
            alternatives.insert(at, ways);
        }
        let mut ways = vec![way];
        for alternative in alternatives {
            let mut both = Vec::new();
            for one in &ways {
                both.extend(alternative.iter().filter_map(|other| self.both(one, other)));
            }
            ways = self.best(both);
        }
        ways
    }

    /// Ways to meet one of the parts of a part together with what is known.
    fn any(&mut self, part: Part<'_>, known: &Way) -> Vec<Way> {
        let (Condition::And(children) | Condition::Or(children)) = part.condition else {
            return Vec::new();
        };
        let mut ways = Vec::new();
        for child in part.children(children) {
            ways.extend(self.all(child, known));
        }
        self.best(ways)
    }

    /// What is so already costs nothing.
    fn cost(&self, goal: Goal) -> u32 {
        let is_so = self.tests.held.get(goal.test) == Some(&goal.holds);
        let leaf = self.tests.leaves.get(goal.test).filter(|_| !is_so);
        leaf.map_or(0, |leaf| effort(leaf, goal.holds))
    }

    fn best(&mut self, ways: Vec<Way>) -> Vec<Way> {
        self.found.is_cut |= ways.len() > self.most;
        let mut best: Vec<Way> = Vec::new();
        for way in ways {
            let at = best.partition_point(|other| other.cost <= way.cost);
            if at < self.most {
                best.insert(at, way);
                best.truncate(self.most);
            }
        }
        best
    }

    /// Both ways together, unless they contradict each other.
    fn both(&mut self, one: &Way, other: &Way) -> Option<Way> {
        let mut way = one.clone();
        for goal in &other.goals {
            match self.beside(&way, *goal) {
                Beside::Known => {}
                Beside::New => {
                    way.cost += self.cost(*goal);
                    way.goals.push(*goal);
                }
                Beside::Contradicts(other) => {
                    self.contradicted(&way, *goal, other);
                    return None;
                }
            }
        }
        Some(way)
    }

    /// Keeps the contradiction that is met when most is.
    fn contradicted(&mut self, known: &Way, goal: Goal, other: Goal) {
        let before = self.found.contradiction.as_ref();
        if before.is_none_or(|before| before.known.goals.len() < known.goals.len()) {
            self.found.contradiction = Some(Contradiction {
                goal,
                other,
                known: known.clone(),
            });
        }
    }

    fn beside(&self, way: &Way, goal: Goal) -> Beside {
        let same = |test: usize| self.tests.same.get(test);
        for known in &way.goals {
            if same(known.test) == same(goal.test) {
                return if known.holds == goal.holds {
                    Beside::Known
                } else {
                    Beside::Contradicts(*known)
                };
            }
            if self.contradict(*known, goal) {
                return Beside::Contradicts(*known);
            }
        }
        Beside::New
    }

    /// Whether the values that two goals name rule each other out. Of goals of which that cannot be seen here, the engine
    /// will tell.
    fn contradict(&self, one: Goal, other: Goal) -> bool {
        let leaf = |goal: Goal| self.tests.leaves.get(goal.test);
        let (Some(left), Some(right)) = (leaf(one), leaf(other)) else {
            return false;
        };
        if left.left != right.left || left.left.is_list {
            return false;
        }
        let is_absent = |leaf: &Leaf, goal: Goal| !goal.holds && leaf.test == Test::Exists;
        match (one.holds, other.holds) {
            (true, true) => match (named(left), named(right)) {
                (Some(left), Some(right)) => !left.iter().any(|one| right.contains(one)),
                _ => false,
            },
            (true, false) => is_absent(right, other) || is_inside(left, right),
            (false, true) => is_absent(left, one) || is_inside(right, left),
            (false, false) => false,
        }
    }
}

enum Beside {
    Known,
    New,
    Contradicts(Goal),
}

/// Whether every value of the first is one of the second's.
fn is_inside(left: &Leaf, right: &Leaf) -> bool {
    match (named(left), named(right)) {
        (Some(left), Some(right)) => left.iter().all(|one| right.contains(one)),
        _ => false,
    }
}

/// The values of which one it has to be.
fn named(leaf: &Leaf) -> Option<&[Literal]> {
    let values = match &leaf.test {
        Test::Compare(Operator::Equal | Operator::DoubleEqual, value) => {
            std::slice::from_ref(value)
        }
        Test::In(values) | Test::Intersects(values) => values,
        _ => return None,
    };
    let is_value = |value: &Literal| !matches!(value, Literal::Network(_) | Literal::Pattern(_));
    values.iter().all(is_value).then_some(values)
}

/// How much it takes to meet a test.
fn effort(leaf: &Leaf, holds: bool) -> u32 {
    match &leaf.test {
        _ if !holds => 2,
        Test::CompareExpression(..) => 6,
        Test::Compare(Operator::Regex | Operator::Glob | Operator::IGlob, _) => 3,
        Test::Compare(Operator::NotEqual, _) => 1,
        _ => 2,
    }
}

#[cfg(test)]
mod tests;
