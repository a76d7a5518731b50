//! A condition as a formula over truth values.

use falconet_engine::TracedTest;
use falconet_ruleset::typed::Condition;

/// A node, by its place among all.
type NodeId = usize;
/// A truth value, by its place among all.
pub(crate) type VariableId = usize;

/// A part of a formula.
#[derive(Debug)]
pub(super) enum Node {
    And(Vec<NodeId>),
    Or(Vec<NodeId>),
    Not(NodeId),
    Variable(VariableId),
}

/// A test, wherever it stands in a condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Variable {
    /// Its number among all tests of the engine.
    pub(crate) test: usize,
    /// The first place where it stands in the condition.
    pub(crate) first: usize,
    /// Whether it holds.
    pub(crate) holds: bool,
}

/// A formula; the parts of a node come before it.
#[derive(Debug, Default)]
pub(crate) struct Formula {
    pub(super) nodes: Vec<Node>,
    pub(crate) variables: Vec<Variable>,
}

/// What a formula is made from.
struct Reading<'t> {
    tests: &'t [TracedTest],
    /// The test that comes next.
    next: usize,
    /// The variables by the numbers of their tests, in order.
    known: Vec<(usize, VariableId)>,
}

/// What is known of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Truth {
    True,
    False,
    Unknown,
}

impl Truth {
    pub(crate) const fn of(truth: bool) -> Self {
        if truth { Self::True } else { Self::False }
    }

    const fn not(self) -> Self {
        match self {
            Self::True => Self::False,
            Self::False => Self::True,
            Self::Unknown => Self::Unknown,
        }
    }
}

impl Formula {
    /// The condition of a rule whose tests were judged.
    pub(crate) fn of(condition: &Condition, tests: &[TracedTest]) -> Self {
        let mut formula = Self::default();
        let mut reading = Reading {
            tests,
            next: 0,
            known: Vec::new(),
        };
        formula.add(condition, &mut reading);
        formula
    }

    /// How many parts it has.
    pub(crate) fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Recursion goes as deep as conditions nest, which the loader bounds.
    fn add(&mut self, condition: &Condition, reading: &mut Reading<'_>) -> NodeId {
        let node = match condition {
            Condition::And(children) => Node::And(self.add_all(children, reading)),
            Condition::Or(children) => Node::Or(self.add_all(children, reading)),
            Condition::Not(child) => Node::Not(self.add(child, reading)),
            Condition::Leaf(_) => Node::Variable(self.variable(reading)),
        };
        self.nodes.push(node);
        self.nodes.len() - 1
    }

    fn add_all(&mut self, conditions: &[Condition], reading: &mut Reading<'_>) -> Vec<NodeId> {
        let mut nodes = Vec::with_capacity(conditions.len());
        for condition in conditions {
            nodes.push(self.add(condition, reading));
        }
        nodes
    }

    /// The variable of the next test.
    fn variable(&mut self, reading: &mut Reading<'_>) -> VariableId {
        let first = reading.next;
        reading.next += 1;
        let test = reading.tests.get(first);
        let (number, holds) = test.map_or((usize::MAX, false), |test| (test.test, test.holds));
        let known = &mut reading.known;
        let at = known.partition_point(|(other, _)| *other < number);
        match known.get(at) {
            Some((other, variable)) if *other == number => *variable,
            _ => {
                let variable = self.variables.len();
                known.insert(at, (number, variable));
                self.variables.push(Variable {
                    test: number,
                    first,
                    holds,
                });
                variable
            }
        }
    }

    /// The values that the variables have.
    pub(crate) fn values(&self) -> Vec<bool> {
        let values = self.variables.iter().map(|variable| variable.holds);
        values.collect()
    }

    /// What the formula comes to.
    pub(crate) fn verdict(&self, values: &[bool]) -> bool {
        let truth = |variable: VariableId| Truth::of(values.get(variable) == Some(&true));
        self.truth(&truth) == Truth::True
    }

    /// What the formula comes to where not every value is known.
    pub(crate) fn truth(&self, truth: &dyn Fn(VariableId) -> Truth) -> Truth {
        let truths = self.truths(truth);
        truths.last().copied().unwrap_or(Truth::Unknown)
    }

    fn truths(&self, truth: &dyn Fn(VariableId) -> Truth) -> Vec<Truth> {
        let mut truths = Vec::with_capacity(self.nodes.len());
        for node in &self.nodes {
            let own = match node {
                Node::And(children) => all(children, &truths, Truth::True),
                Node::Or(children) => all(children, &truths, Truth::False),
                Node::Not(child) => at(&truths, *child).not(),
                Node::Variable(variable) => truth(*variable),
            };
            truths.push(own);
        }
        truths
    }

    /// Variables that the verdict rests on: whatever the others are, it stays the same. Of parts of which one is enough it
    /// is the one that takes the fewest variables.
    pub(crate) fn ground(&self, values: &[bool]) -> Vec<VariableId> {
        let truth = |variable: VariableId| Truth::of(values.get(variable) == Some(&true));
        let truths = self.truths(&truth);
        let sizes = self.ground_sizes(&truths);
        let mut ground = Vec::new();
        let mut open: Vec<NodeId> = self.nodes.len().checked_sub(1).into_iter().collect();
        while let Some(node) = open.pop() {
            match self.nodes.get(node) {
                Some(Node::And(children)) => {
                    open.extend(deciding(node, children, Truth::False, &truths, &sizes));
                }
                Some(Node::Or(children)) => {
                    open.extend(deciding(node, children, Truth::True, &truths, &sizes));
                }
                Some(Node::Not(child)) => open.push(*child),
                Some(Node::Variable(variable)) => ground.push(*variable),
                None => {}
            }
        }
        ground.sort_unstable();
        ground.dedup();
        ground
    }

    /// Of each node how many variables it takes to see its verdict.
    fn ground_sizes(&self, truths: &[Truth]) -> Vec<usize> {
        let mut sizes: Vec<usize> = Vec::with_capacity(self.nodes.len());
        for (at, node) in self.nodes.iter().enumerate() {
            let own = match node {
                Node::And(children) => deciding(at, children, Truth::False, truths, &sizes),
                Node::Or(children) => deciding(at, children, Truth::True, truths, &sizes),
                Node::Not(child) => vec![*child],
                Node::Variable(_) => Vec::new(),
            };
            let sum = own.iter().filter_map(|child| sizes.get(*child));
            let sum = sum.fold(0, |sum: usize, size| sum.saturating_add(*size));
            sizes.push(match node {
                Node::Variable(_) => 1,
                _ => sum,
            });
        }
        sizes
    }
}

/// `every` if all children are that; of a child that is the opposite, the opposite.
fn all(children: &[NodeId], truths: &[Truth], every: Truth) -> Truth {
    let mut sum = every;
    for child in children {
        match at(truths, *child) {
            truth if truth == every => {}
            Truth::Unknown => sum = Truth::Unknown,
            opposite => return opposite,
        }
    }
    sum
}

fn at(truths: &[Truth], node: NodeId) -> Truth {
    truths.get(node).copied().unwrap_or(Truth::Unknown)
}

/// The children that show the verdict of a node of which one child that is `one` is enough: that, or all of them.
fn deciding(
    node: NodeId,
    children: &[NodeId],
    one: Truth,
    truths: &[Truth],
    sizes: &[usize],
) -> Vec<NodeId> {
    if at(truths, node) != one {
        return children.to_vec();
    }
    let alone = children.iter().filter(|child| at(truths, **child) == one);
    let least = alone.min_by_key(|child| sizes.get(**child).copied().unwrap_or(usize::MAX));
    least.copied().into_iter().collect()
}
