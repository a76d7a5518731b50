//! The tests of one field, and what other values of it would make of them.

use falconet_engine::{Observed, TracedTest};
use falconet_event::catalogue::ValueType;
use falconet_ruleset::typed::{Leaf, Literal, Operator, Test};

use super::formula::{Formula, VariableId};
use crate::limits::ExplainLimits;
use crate::values::{literal_text, literals};

/// The tests of one field, or of one expression.
#[derive(Debug, Default)]
pub(crate) struct FieldTests {
    /// All of them.
    pub(crate) variables: Vec<VariableId>,
    /// Those that other values may turn one by one: a text contains, a number is greater.
    pub(crate) loose: Vec<VariableId>,
    /// Whether they may be turned while all others stay: the value is there, and none of those that the tests name.
    pub(crate) is_loose_now: bool,
    /// Other values, and what they turn.
    pub(crate) moves: Vec<Move>,
    /// Whether there were more values to try than may be tried.
    pub(crate) is_cut: bool,
}

/// Another value, and the tests that it turns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Move {
    /// The tests, in order.
    pub(crate) turned: Vec<VariableId>,
    pub(crate) to: To,
}

/// What becomes of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum To {
    /// It is absent.
    Absent,
    /// It is one of these.
    Values(Vec<Vec<u8>>),
    /// It is there, and none that the tests name: the loose ones are still as they were.
    Other,
}

/// Finds what belongs together.
pub(crate) struct Grouping<'g, 'e> {
    pub(crate) formula: &'g Formula,
    pub(crate) leaves: &'g [&'g Leaf],
    pub(crate) tests: &'g [TracedTest],
    pub(crate) event: &'g mut Observed<'e>,
    pub(crate) limits: &'g ExplainLimits,
}

impl Grouping<'_, '_> {
    /// The tests of each field, in the order in which fields are first tested.
    pub(crate) fn fields(&mut self) -> Vec<FieldTests> {
        let mut fields: Vec<Vec<VariableId>> = Vec::new();
        let mut known: Vec<(usize, usize)> = Vec::new();
        for id in 0..self.formula.variables.len() {
            let expression = self.test(id).map_or(usize::MAX, |test| test.expression);
            let at = known.partition_point(|(other, _)| *other < expression);
            match known.get(at) {
                Some((other, field)) if *other == expression => {
                    if let Some(field) = fields.get_mut(*field) {
                        field.push(id);
                    }
                }
                _ => {
                    known.insert(at, (expression, fields.len()));
                    fields.push(vec![id]);
                }
            }
        }
        let each = fields.into_iter();
        each.map(|variables| self.field(variables)).collect()
    }

    fn field(&mut self, variables: Vec<VariableId>) -> FieldTests {
        let is_loose = |id: &VariableId| self.leaf(*id).is_some_and(|leaf| !is_strict(leaf));
        let mut field = FieldTests {
            loose: variables.iter().copied().filter(is_loose).collect(),
            variables,
            ..FieldTests::default()
        };
        let is_present = self.is_present(&field);
        let named = self.named(&field);
        field.is_cut = named.len() > self.limits.max_tried && field.variables.len() > 1;
        field.is_loose_now = is_present && !self.is_one_of(&field, &named);
        if is_present {
            self.add(&mut field, To::Absent, |_, _| Some(false));
        }
        self.add_values(&mut field, &named);
        let has_others = |leaf: &Leaf| leaf.left.value_type != ValueType::Bool;
        if !field.is_loose_now && self.leaf_of(&field).is_some_and(has_others) {
            field.moves.push(self.other(&field));
        }
        field
    }

    /// A value that is there, and that no test names.
    fn other(&self, field: &FieldTests) -> Move {
        let strict = |id: &VariableId| !field.loose.contains(id);
        let turned = field.variables.iter().copied().filter(strict);
        let turned = turned.filter(|id| self.without_a_name(*id) != self.holds(*id));
        Move {
            turned: turned.collect(),
            to: To::Other,
        }
    }

    /// Values that tests name, the same ones where they turn the same tests.
    fn add_values(&mut self, field: &mut FieldTests, named: &[Literal]) {
        let mut alike: Vec<(Vec<VariableId>, Vec<Vec<u8>>)> = Vec::new();
        for literal in named.iter().take(self.limits.max_tried) {
            let turned = self.turned(field, |all, id| all.would_hold(id, literal));
            let text = literal_text(literal);
            match alike.iter_mut().find(|(other, _)| *other == turned) {
                Some((_, texts)) => texts.push(text),
                None => alike.push((turned, vec![text])),
            }
        }
        let moves = alike.into_iter().filter(|(turned, _)| !turned.is_empty());
        field.moves.extend(moves.map(|(turned, texts)| Move {
            turned,
            to: To::Values(texts),
        }));
    }

    fn add(
        &mut self,
        field: &mut FieldTests,
        to: To,
        verdict: impl Fn(&mut Self, VariableId) -> Option<bool>,
    ) {
        let turned = self.turned(field, verdict);
        if !turned.is_empty() {
            field.moves.push(Move { turned, to });
        }
    }

    /// The tests that have another verdict then; where it cannot be told it stays.
    fn turned(
        &mut self,
        field: &FieldTests,
        verdict: impl Fn(&mut Self, VariableId) -> Option<bool>,
    ) -> Vec<VariableId> {
        let mut turned = Vec::new();
        for id in &field.variables {
            let holds = self.holds(*id);
            if verdict(self, *id).is_some_and(|verdict| verdict != holds) {
                turned.push(*id);
            }
        }
        turned
    }

    /// The verdict of a strict test on a value that none names.
    fn without_a_name(&self, id: VariableId) -> bool {
        let test = self.leaf(id).map(|leaf| &leaf.test);
        matches!(
            test,
            Some(Test::Exists | Test::Compare(Operator::NotEqual, _))
        )
    }

    fn would_hold(&mut self, id: VariableId, literal: &Literal) -> Option<bool> {
        let test = self.test(id)?;
        self.event.would_hold(&test, literal)
    }

    /// The values that tests name: none of them is a pattern or a network, and those of lists are not those of elements.
    fn named(&self, field: &FieldTests) -> Vec<Literal> {
        let leaves = field.variables.iter().filter_map(|id| self.leaf(*id));
        let scalar = leaves.filter(|leaf| !leaf.left.is_list);
        let mut named: Vec<Literal> = Vec::new();
        for literal in scalar.flat_map(literals) {
            let is_value = !matches!(literal, Literal::Pattern(_) | Literal::Network(_));
            if is_value && named.len() <= self.limits.max_tried && !named.contains(literal) {
                named.push(literal.clone());
            }
        }
        if let [Literal::Bool(truth)] = *named {
            named.push(Literal::Bool(!truth));
        }
        named
    }

    fn is_one_of(&mut self, field: &FieldTests, named: &[Literal]) -> bool {
        let test = field.variables.first().and_then(|id| self.test(*id));
        test.is_some_and(|test| named.iter().any(|one| self.event.is_value(&test, one)))
    }

    fn is_present(&mut self, field: &FieldTests) -> bool {
        let test = field.variables.first().and_then(|id| self.test(*id));
        test.is_some_and(|test| self.event.tested(&test, self.limits.values).is_some())
    }

    fn leaf_of(&self, field: &FieldTests) -> Option<&Leaf> {
        self.leaf(*field.variables.first()?)
    }

    fn leaf(&self, id: VariableId) -> Option<&Leaf> {
        let variable = self.formula.variables.get(id)?;
        self.leaves.get(variable.first).copied()
    }

    fn test(&self, id: VariableId) -> Option<TracedTest> {
        let variable = self.formula.variables.get(id)?;
        self.tests.get(variable.first).copied()
    }

    fn holds(&self, id: VariableId) -> bool {
        let variable = self.formula.variables.get(id);
        variable.is_some_and(|variable| variable.holds)
    }
}

/// Whether a test only asks whether the value is there, or one of those it names.
fn is_strict(leaf: &Leaf) -> bool {
    match &leaf.test {
        Test::Exists => true,
        _ if leaf.left.is_list => false,
        Test::Compare(Operator::Equal | Operator::DoubleEqual | Operator::NotEqual, literal) => {
            is_one_value(literal)
        }
        Test::In(literals) | Test::Intersects(literals) => literals.iter().all(is_one_value),
        _ => false,
    }
}

const fn is_one_value(literal: &Literal) -> bool {
    !matches!(literal, Literal::Network(_) | Literal::Pattern(_))
}
