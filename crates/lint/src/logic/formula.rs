//! Conditions as trees of atoms in one arena, each node with its place.

use falconet_condition::Span;
use falconet_ruleset::typed::Leaf;

use super::atom::AtomId;

/// Number of a node in its [`Formula`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct NodeId(pub(super) u32);

/// What a node is.
#[derive(Clone, Debug)]
pub(crate) enum Kind {
    /// All children hold.
    And(Vec<NodeId>),
    /// Some child holds.
    Or(Vec<NodeId>),
    /// The child does not hold.
    Not(NodeId),
    /// An atom holds.
    Atom(AtomId),
}

/// Which condition a part was written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Home<'a> {
    /// The rule's own.
    Rule,
    /// That of the macro of this name.
    Macro(&'a str),
    /// Several.
    Several,
}

/// A part of a condition.
#[derive(Clone, Debug)]
pub(crate) struct Node<'a> {
    pub(crate) kind: Kind,
    /// The tests in it, from the first to the last.
    pub(crate) span: Span,
    pub(crate) home: Home<'a>,
    /// What was written, if it is one test; that may take several nodes.
    pub(crate) test: Option<&'a Leaf>,
}

impl Node<'_> {
    /// Whether it is one test as it was written.
    pub(crate) const fn is_test(&self) -> bool {
        self.test.is_some()
    }
}

/// The conditions of all rules of one source.
#[derive(Debug, Default)]
pub(crate) struct Formula<'a> {
    nodes: Vec<Node<'a>>,
}

impl<'a> Formula<'a> {
    pub(super) fn push(&mut self, node: Node<'a>) -> NodeId {
        let id = NodeId(u32::try_from(self.nodes.len()).unwrap_or(u32::MAX));
        self.nodes.push(node);
        id
    }

    /// Notes what was written for a node.
    pub(super) fn set_test(&mut self, id: NodeId, test: &'a Leaf) {
        if let Some(node) = self.nodes.get_mut(id.0 as usize) {
            node.test = Some(test);
        }
    }

    /// Every node with its number.
    pub(crate) fn nodes(&self) -> impl Iterator<Item = (NodeId, &Node<'a>)> {
        (0..).map(NodeId).zip(&self.nodes)
    }

    /// A node of this arena.
    #[expect(
        clippy::indexing_slicing,
        reason = "nodes are made by `push` alone and stay"
    )]
    pub(crate) fn node(&self, id: NodeId) -> &Node<'a> {
        &self.nodes[id.0 as usize]
    }

    /// The parts of a node that hold, or do not, if and only if all of them do: `a`, `b` of `a and b` where it holds,
    /// or of `a or b` where it does not. Nothing of any other node.
    pub(crate) fn conjuncts(&self, goal: Goal) -> Option<Vec<Goal>> {
        match (&self.node(goal.node).kind, goal.holds) {
            (Kind::And(children), true) | (Kind::Or(children), false) => {
                Some(goals(children, goal.holds))
            }
            _ => None,
        }
    }

    /// The parts of a node of which one has to hold, or not to hold. Nothing of any other node.
    pub(crate) fn disjuncts(&self, goal: Goal) -> Option<Vec<Goal>> {
        match (&self.node(goal.node).kind, goal.holds) {
            (Kind::Or(children), true) | (Kind::And(children), false) => {
                Some(goals(children, goal.holds))
            }
            _ => None,
        }
    }

    /// The goal without the `not`s before it.
    pub(crate) fn without_not(&self, mut goal: Goal) -> Goal {
        while let Kind::Not(child) = self.node(goal.node).kind {
            goal = Goal {
                node: child,
                holds: !goal.holds,
            };
        }
        goal
    }
}

fn goals(children: &[NodeId], holds: bool) -> Vec<Goal> {
    let goals = children.iter().map(|node| Goal { node: *node, holds });
    goals.collect()
}

/// That a node holds, or does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Goal {
    pub(crate) node: NodeId,
    pub(crate) holds: bool,
}

impl Goal {
    /// That it holds.
    pub(crate) const fn holds(node: NodeId) -> Self {
        Self { node, holds: true }
    }

    /// That it does not.
    pub(crate) const fn fails(node: NodeId) -> Self {
        Self { node, holds: false }
    }

    /// The opposite.
    pub(crate) const fn denied(self) -> Self {
        Self {
            node: self.node,
            holds: !self.holds,
        }
    }
}
