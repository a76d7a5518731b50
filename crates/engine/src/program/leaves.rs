//! The tests of all rules. Equal tests share an id, and are judged at most once an event.

use std::collections::HashMap;

use falconet_event::{FieldId, Value};
use falconet_ruleset::typed::{
    Expression, ExpressionKind, Leaf, Literal, Operator, Test, Transformer,
};

use super::ExprId;
use super::expressions::{Event, Expressions, ExpressionsBuilder};
use super::needles::{Needles, NeedlesBuilder, Sought};
use super::scratch::Scratch;
use crate::operators::{
    self, Members, Needle, PathPrefixes, Quantified, Quantifier, RegexError, ScalarTest, Work,
};
use crate::program::Operand;

/// Index of an interned test.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct LeafId(u32);

impl LeafId {
    /// Its place among all tests.
    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

/// A test of an expression.
#[derive(Debug)]
pub(super) struct CompiledLeaf {
    pub(super) left: ExprId,
    /// How `left` is read, if it is a field.
    field: Option<FieldId>,
    test: CompiledTest,
    /// Whether it stands in more than one place, so that its verdict is worth remembering.
    pub(super) is_shared: bool,
    /// What a search for the needles of many tests has to find for it.
    pub(super) sought: Option<Sought>,
}

#[derive(Debug)]
enum CompiledTest {
    Exists,
    Scalar(ScalarTest),
    Quantified(Quantified),
    Members(Box<Members>, Quantifier),
    Paths(PathPrefixes),
    Between(Operator, ExprId),
    Never,
}

impl CompiledLeaf {
    /// Judges the event; false whenever an operand has no value.
    #[inline]
    pub(super) fn judge(
        &self,
        expressions: &Expressions,
        event: &Event<'_>,
        scratch: &mut Scratch,
    ) -> bool {
        if let CompiledTest::Between(operator, right) = self.test {
            return self.judge_between(operator, right, expressions, event, scratch);
        }
        let Scratch { values, work, .. } = scratch;
        if let Some(field) = self.field {
            return expressions
                .field(field, event, values)
                .is_some_and(|left| self.test.holds_of(left, work));
        }
        expressions
            .value(self.left, event, values)
            .is_some_and(|left| self.test.holds(&left, work))
    }

    /// The expression that is compared with, if one is.
    pub(super) fn right(&self) -> Option<ExprId> {
        match self.test {
            CompiledTest::Between(_, right) => Some(right),
            _ => None,
        }
    }

    /// Whether the test would hold of this value; nothing if that takes another value.
    pub(super) fn would_hold(&self, value: &Operand<'_>, work: &mut Work) -> Option<bool> {
        let is_alone = self.right().is_none();
        is_alone.then(|| self.test.holds(value, work))
    }

    #[inline(never)]
    fn judge_between(
        &self,
        operator: Operator,
        right: ExprId,
        expressions: &Expressions,
        event: &Event<'_>,
        scratch: &mut Scratch,
    ) -> bool {
        let Scratch { values, work, .. } = scratch;
        if !expressions.load(self.left, event, values) || !expressions.load(right, event, values) {
            return false;
        }
        let get = |id| expressions.get(id, event.record, values);
        let (Some(left), Some(right)) = (get(self.left), get(right)) else {
            return false;
        };
        !left.is_empty_list() && operators::holds_between(operator, &left, &right, work)
    }
}

impl CompiledTest {
    fn members(literals: &[Literal], quantifier: Quantifier) -> Self {
        Self::Members(Box::new(Members::new(literals)), quantifier)
    }

    /// Of the value of a field.
    #[inline]
    fn holds_of(&self, left: Value<'_>, work: &mut Work) -> bool {
        match (self, left) {
            (Self::Exists, _) => true,
            (Self::Scalar(ScalarTest::Text(test)), Value::Text(value)) => test.holds(value, work),
            (Self::Scalar(test), left) => test.holds(left, work),
            (Self::Members(members, quantifier), left) => match left {
                Value::List(_) => members.hold(&Operand::of(left), *quantifier),
                scalar => members.contains(scalar),
            },
            (_, left) => self.holds(&Operand::of(left), work),
        }
    }

    fn holds(&self, left: &Operand<'_>, work: &mut Work) -> bool {
        match (self, left) {
            (Self::Scalar(test), Operand::One(value)) => test.holds(*value, work),
            _ if left.is_empty_list() => false,
            (Self::Exists, _) => true,
            (Self::Members(members, quantifier), left) => members.hold(left, *quantifier),
            (Self::Quantified(test), Operand::One(value)) => test.holds(*value, work),
            (Self::Paths(paths), Operand::One(_)) => paths.hold(left.text()),
            _ => false,
        }
    }
}

/// Gathers tests, giving equal ones the same id.
pub(super) struct LeavesBuilder {
    regex_size: usize,
    ids: HashMap<(ExprId, Test), LeafId>,
    leaves: Vec<CompiledLeaf>,
    needles: NeedlesBuilder,
}

impl LeavesBuilder {
    /// No tests yet; a compiled regex may take `regex_size` bytes.
    pub(super) fn new(regex_size: usize) -> Self {
        Self {
            regex_size,
            ids: HashMap::new(),
            leaves: Vec::new(),
            needles: NeedlesBuilder::default(),
        }
    }

    /// The id of `leaf`.
    pub(super) fn intern(
        &mut self,
        leaf: &Leaf,
        expressions: &mut ExpressionsBuilder<'_>,
    ) -> Result<LeafId, RegexError> {
        let left = expressions.intern(&leaf.left);
        let key = (left, leaf.test.clone());
        if let Some(&id) = self.ids.get(&key) {
            if let Some(leaf) = self.leaves.get_mut(id.index()) {
                leaf.is_shared = true;
            }
            return Ok(id);
        }
        let test = if is_out_of_reach(&leaf.left, &leaf.test) {
            CompiledTest::Never
        } else {
            self.compile(&leaf.test, expressions)?
        };
        let id = LeafId(u32::try_from(self.leaves.len()).unwrap_or(u32::MAX));
        self.leaves.push(CompiledLeaf {
            left,
            field: expressions.id_of_field(left),
            test,
            is_shared: false,
            sought: None,
        });
        if let Some(needle) = Needle::of(&leaf.test).filter(|_| !leaf.left.is_list) {
            self.needles.push(left, id, needle);
        }
        self.ids.insert(key, id);
        Ok(id)
    }

    fn compile(
        &self,
        test: &Test,
        expressions: &mut ExpressionsBuilder<'_>,
    ) -> Result<CompiledTest, RegexError> {
        Ok(match test {
            Test::Exists => CompiledTest::Exists,
            Test::Compare(operator, literal) => {
                CompiledTest::Scalar(ScalarTest::new(*operator, literal, self.regex_size)?)
            }
            Test::CompareEach(operator, modifier, literals) => CompiledTest::Quantified(
                Quantified::new(*operator, *modifier, literals, self.regex_size)?,
            ),
            Test::In(literals) => CompiledTest::members(literals, Quantifier::Every),
            Test::Intersects(literals) => CompiledTest::members(literals, Quantifier::Some),
            Test::PathMatch(paths) => CompiledTest::Paths(PathPrefixes::new(paths)),
            Test::CompareExpression(operator, right) => {
                CompiledTest::Between(*operator, expressions.intern(right))
            }
        })
    }

    /// All tests, and the searches that stand in for many.
    pub(super) fn finish(self) -> (Vec<CompiledLeaf>, Needles) {
        let mut leaves = self.leaves;
        let needles = self.needles.finish(|id, sought| {
            if let Some(leaf) = leaves.get_mut(id.index()) {
                leaf.sought = Some(sought);
            }
        });
        (leaves, needles)
    }
}

/// Falco looks the values of a transformed list up together with the NUL behind them, so no literal ever equals
/// one: `tolower(ec2.imageids) in (ami-1)` never holds.
fn is_out_of_reach(left: &Expression, test: &Test) -> bool {
    let is_lookup = matches!(test, Test::In(_) | Test::Intersects(_));
    is_lookup && left.is_list && is_mapped(&left.kind)
}

const fn is_mapped(kind: &ExpressionKind) -> bool {
    matches!(
        kind,
        ExpressionKind::Transform {
            name: Transformer::ToLower
                | Transformer::ToUpper
                | Transformer::Basename
                | Transformer::B64,
            ..
        }
    )
}
