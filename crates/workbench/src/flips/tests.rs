//! Searches compared with trying everything, over small random formulas.

use std::collections::BTreeSet;

use super::cause::cause;
use super::fields::{FieldTests, Move, To};
use super::formula::{Formula, Node, Variable};
use super::search::{Bounds, search};

const MOST: Bounds = Bounds {
    steps: 100_000,
    ways: 10_000,
    turned: usize::MAX,
};

/// A small generator of numbers, the same on every run.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit
    }

    fn formula(&mut self, variables: usize) -> Formula {
        let variable = |random: &mut Self, number| Variable {
            test: number,
            first: number,
            holds: random.below(2) == 0,
        };
        let mut formula = Formula {
            variables: (0..variables).map(|at| variable(self, at)).collect(),
            nodes: Vec::new(),
        };
        let parts = (0..3).map(|_| self.node(&mut formula, 3)).collect();
        formula.nodes.push(match self.below(2) {
            0 => Node::And(parts),
            _ => Node::Or(parts),
        });
        formula
    }

    fn node(&mut self, formula: &mut Formula, depth: usize) -> usize {
        let node = match self.below(if depth == 0 { 1 } else { 6 }) {
            1 => Node::Not(self.node(formula, depth - 1)),
            2 | 3 => Node::And(self.nodes(formula, depth - 1)),
            4 | 5 => Node::Or(self.nodes(formula, depth - 1)),
            _ => Node::Variable(self.below(formula.variables.len())),
        };
        formula.nodes.push(node);
        formula.nodes.len() - 1
    }

    fn nodes(&mut self, formula: &mut Formula, depth: usize) -> Vec<usize> {
        (0..self.below(4))
            .map(|_| self.node(formula, depth))
            .collect()
    }

    fn subset(&mut self, of: &[usize]) -> Vec<usize> {
        of.iter().copied().filter(|_| self.below(2) == 0).collect()
    }

    /// Fields of one to three tests, with moves that turn some of them.
    fn fields(&mut self, variables: usize) -> Vec<FieldTests> {
        let mut fields = Vec::new();
        let mut next = 0;
        while next < variables {
            let end = (next + 1 + self.below(3)).min(variables);
            let own: Vec<_> = (next..end).collect();
            fields.push(self.field(own));
            next = end;
        }
        fields
    }

    fn field(&mut self, variables: Vec<usize>) -> FieldTests {
        let loose = self.subset(&variables);
        let is_loose_now = self.below(2) == 0;
        let mut moves: Vec<Move> = Vec::new();
        for _ in 0..self.below(4) {
            let turned = self.subset(&variables);
            if !turned.is_empty() {
                let to = To::Values(vec![vec![]]);
                moves.push(Move { turned, to });
            }
        }
        if !is_loose_now {
            let strict = variables.iter().copied().filter(|one| !loose.contains(one));
            let turned = self.subset(&strict.collect::<Vec<_>>());
            moves.push(Move {
                turned,
                to: To::Other,
            });
        }
        FieldTests {
            variables,
            loose,
            is_loose_now,
            moves,
            is_cut: false,
        }
    }
}

/// Every set of tests that a field can turn at once.
fn turnable(field: &FieldTests) -> BTreeSet<Vec<usize>> {
    let mut sets = BTreeSet::from([Vec::new()]);
    let mut with_loose = |turned: &[usize]| {
        for mask in 0..1 << field.loose.len() {
            let beside = field.loose.iter().enumerate();
            let beside = beside
                .filter(|(at, _)| mask >> at & 1 == 1)
                .map(|(_, one)| *one);
            let mut set: Vec<_> = turned.iter().copied().chain(beside).collect();
            set.sort_unstable();
            sets.insert(set);
        }
    };
    if field.is_loose_now {
        with_loose(&[]);
    }
    for one in field.moves.iter().filter(|one| one.to == To::Other) {
        with_loose(&one.turned);
    }
    let fixed = field.moves.iter().filter(|one| one.to != To::Other);
    sets.extend(fixed.map(|one| one.turned.clone()));
    sets
}

/// Every minimal set that makes the formula hold, found by trying all.
fn minimal(formula: &Formula, fields: &[FieldTests]) -> BTreeSet<Vec<usize>> {
    let mut all: BTreeSet<Vec<usize>> = BTreeSet::from([Vec::new()]);
    for field in fields {
        let each = turnable(field);
        let joined = all.iter().flat_map(|set| {
            each.iter().map(|more| {
                let mut set: Vec<_> = set.iter().chain(more).copied().collect();
                set.sort_unstable();
                set
            })
        });
        all = joined.collect();
    }
    all.retain(|set| {
        let mut values = formula.values();
        for one in set {
            values[*one] = !values[*one];
        }
        formula.verdict(&values)
    });
    let is_part = |part: &[usize], of: &[usize]| part.iter().all(|one| of.contains(one));
    let smaller = |set: &Vec<usize>| all.iter().any(|other| other != set && is_part(other, set));
    all.iter().filter(|set| !smaller(set)).cloned().collect()
}

fn found(formula: &Formula, fields: &[FieldTests]) -> BTreeSet<Vec<usize>> {
    let found = search(formula, fields, MOST);
    assert!(found.is_exact);
    let sizes: Vec<_> = found.ways.iter().map(|way| way.turned.len()).collect();
    assert!(sizes.is_sorted(), "the smallest come first: {sizes:?}");
    found.ways.into_iter().map(|way| way.turned).collect()
}

#[test]
fn every_minimal_way_is_found_and_no_other() {
    let random = &mut Random(1);
    let mut with_several = 0;
    for _ in 0..3000 {
        let variables = 3 + random.below(6);
        let formula = random.formula(variables);
        if formula.verdict(&formula.values()) {
            continue;
        }
        let fields = random.fields(variables);
        let expected = minimal(&formula, &fields);
        with_several += usize::from(expected.len() > 1);
        assert_eq!(found(&formula, &fields), expected, "{formula:?} {fields:?}");
    }
    assert!(with_several > 100, "{with_several}");
}

#[test]
fn a_cause_is_enough_and_nothing_in_it_is_idle() {
    let random = &mut Random(2);
    for _ in 0..2000 {
        let variables = 1 + random.below(7);
        let formula = random.formula(variables);
        let values = formula.values();
        let verdict = formula.verdict(&values);
        let is_enough = |kept: &[usize]| {
            (0..1_usize << variables).all(|mask| {
                let value = |at: usize| {
                    if kept.contains(&at) {
                        values[at]
                    } else {
                        mask >> at & 1 == 1
                    }
                };
                let values: Vec<_> = (0..variables).map(value).collect();
                formula.verdict(&values) == verdict
            })
        };
        let kept = cause(&formula);
        assert!(is_enough(&kept), "{formula:?} {kept:?}");
        for idle in &kept {
            let rest: Vec<_> = kept.iter().copied().filter(|one| one != idle).collect();
            assert!(!is_enough(&rest), "{formula:?} {kept:?} without {idle}");
        }
    }
}

#[test]
fn a_search_that_runs_out_of_steps_says_so() {
    let mut formula = Random(3).formula(6);
    formula.nodes = (0..6).map(Node::Variable).collect();
    formula.nodes.push(Node::And((0..6).collect()));
    formula
        .variables
        .iter_mut()
        .for_each(|one| one.holds = false);
    let fields: Vec<_> = (0..6)
        .map(|one| FieldTests {
            variables: vec![one],
            loose: vec![one],
            is_loose_now: true,
            ..FieldTests::default()
        })
        .collect();
    assert_eq!(found(&formula, &fields), BTreeSet::from([(0..6).collect()]));
    let bounds = Bounds { steps: 3, ..MOST };
    let cut = search(&formula, &fields, bounds);
    assert!(!cut.is_exact && cut.ways.is_empty());
    let few = Bounds { turned: 5, ..MOST };
    assert!(search(&formula, &fields, few).ways.is_empty());
}
