//! Checked conditions to formulas.

use std::collections::HashMap;

use falconet_condition::Span;
use falconet_event::catalogue::Source;
use falconet_ruleset::Ruleset;
use falconet_ruleset::typed::{Condition, Expression, Leaf, Literal, Modifier, Operator, Test};

use super::atom::{Atom, AtomId, SubjectId};
use super::domain::Domain;
use super::formula::{Formula, Home, Kind, Node, NodeId};
use super::glob::{Shape, shape_of_glob, shape_of_regex};
use super::predicate::Predicate;
use super::value::{Value, values};

/// What is compared.
#[derive(Debug)]
pub(super) struct Subject<'a> {
    pub(super) domain: Domain<'a>,
    pub(super) is_list: bool,
    /// That it has a value.
    exists: NodeId,
}

/// The conditions of the rules of one source.
#[derive(Debug)]
pub(crate) struct Logic<'a> {
    ruleset: &'a Ruleset,
    source: &'a Source,
    formula: Formula<'a>,
    subjects: Vec<Subject<'a>>,
    atoms: Vec<Atom<'a>>,
    known_subjects: HashMap<&'a Expression, SubjectId>,
    known_atoms: HashMap<Atom<'a>, AtomId>,
}

impl<'a> Logic<'a> {
    /// No conditions yet.
    pub(crate) fn new(ruleset: &'a Ruleset, source: &'a Source) -> Self {
        Self {
            ruleset,
            source,
            formula: Formula::default(),
            subjects: Vec::new(),
            atoms: Vec::new(),
            known_subjects: HashMap::new(),
            known_atoms: HashMap::new(),
        }
    }

    /// The nodes of every condition that was added.
    pub(crate) const fn formula(&self) -> &Formula<'a> {
        &self.formula
    }

    pub(super) fn subject(&self, id: SubjectId) -> Option<&Subject<'a>> {
        self.subjects.get(usize::try_from(id.0).ok()?)
    }

    pub(super) fn atom(&self, id: AtomId) -> Option<&Atom<'a>> {
        self.atoms.get(usize::try_from(id.0).ok()?)
    }

    /// That what a test is about has a value; nothing if it always has one.
    pub(crate) fn existence(&self, test: &Leaf) -> Option<NodeId> {
        let subject = self.subject(*self.known_subjects.get(&test.left)?)?;
        (!subject.domain.is_total).then_some(subject.exists)
    }

    /// What can be said of all values that a test can be about, for people.
    pub(crate) fn about_values(&self, test: &Leaf) -> Option<String> {
        let subject = self.subject(*self.known_subjects.get(&test.left)?)?;
        subject.domain.described(&test.left.text)
    }

    /// Which of the literals that a test asks for, among others, nothing can be, with their numbers.
    pub(crate) fn impossible_literals<'t>(&self, test: &'t Leaf) -> Vec<(usize, &'t Literal)> {
        let literals = match &test.test {
            Test::In(literals)
            | Test::Intersects(literals)
            | Test::CompareEach(Operator::Equal, Modifier::AnyOf, literals) => literals.as_slice(),
            _ => &[],
        };
        let subject = self.known_subjects.get(&test.left);
        let domain = subject
            .and_then(|id| self.subject(*id))
            .map(|subject| &subject.domain);
        let cannot_be = |(_, literal): &(usize, &Literal)| {
            let value = Value::of(literal);
            domain
                .zip(value)
                .is_some_and(|(domain, value)| !domain.has(&value))
        };
        literals.iter().enumerate().filter(cannot_be).collect()
    }

    /// Adds a condition. The loader bounds how deep it is.
    pub(crate) fn add(&mut self, condition: &'a Condition) -> NodeId {
        match condition {
            Condition::And(children) => self.chain(children, Kind::And),
            Condition::Or(children) => self.chain(children, Kind::Or),
            Condition::Not(child) => self.negated(child),
            Condition::Leaf(leaf) => self.test(leaf),
        }
    }

    fn chain(&mut self, children: &'a [Condition], kind: fn(Vec<NodeId>) -> Kind) -> NodeId {
        let mut nodes = Vec::with_capacity(children.len());
        for child in children {
            nodes.push(self.add(child));
        }
        let (span, home) = self.place_of(&nodes);
        self.push(kind(nodes), span, home)
    }

    fn negated(&mut self, child: &'a Condition) -> NodeId {
        let child = self.add(child);
        let (span, home) = self.place_of(&[child]);
        self.push(Kind::Not(child), span, home)
    }

    fn push(&mut self, kind: Kind, span: Span, home: Home<'a>) -> NodeId {
        self.formula.push(Node {
            kind,
            span,
            home,
            test: None,
        })
    }

    /// Where nodes stand together. Of nodes from several conditions it is where the rule's own stand, if there are any.
    fn place_of(&self, nodes: &[NodeId]) -> (Span, Home<'a>) {
        let places = nodes.iter().map(|id| self.formula.node(*id));
        let places: Vec<_> = places.map(|node| (node.span, node.home)).collect();
        let Some((first, home)) = places.first().copied() else {
            return (Span::default(), Home::Rule);
        };
        let joined = |home| {
            let of_home = places.iter().filter(move |place| place.1 == home);
            of_home.map(|place| place.0).reduce(join)
        };
        if places.iter().all(|place| place.1 == home) {
            return (joined(home).unwrap_or(first), home);
        }
        (joined(Home::Rule).unwrap_or(first), Home::Several)
    }

    fn test(&mut self, leaf: &'a Leaf) -> NodeId {
        let home = self
            .ruleset
            .macro_at(leaf.span)
            .map_or(Home::Rule, Home::Macro);
        let mut tests = TestBuilder {
            subject: self.subject_of(&leaf.left),
            is_list: leaf.left.is_list,
            span: leaf.span,
            home,
            logic: self,
        };
        let id = if is_idiom(leaf, home) {
            tests.atom(Predicate::Opaque(&leaf.test))
        } else {
            tests.test(&leaf.test)
        };
        self.formula.set_test(id, leaf);
        id
    }

    fn subject_of(&mut self, expression: &'a Expression) -> SubjectId {
        if let Some(id) = self.known_subjects.get(expression) {
            return *id;
        }
        let subject = SubjectId(u32::try_from(self.subjects.len()).unwrap_or(u32::MAX));
        self.known_subjects.insert(expression, subject);
        let predicate = Predicate::Exists;
        let exists = self.atom_id(Atom { subject, predicate });
        let exists = self.push(Kind::Atom(exists), Span::default(), Home::Several);
        self.subjects.push(Subject {
            domain: Domain::of(expression, self.source),
            is_list: expression.is_list,
            exists,
        });
        subject
    }

    fn atom_id(&mut self, atom: Atom<'a>) -> AtomId {
        let next = AtomId(u32::try_from(self.atoms.len()).unwrap_or(u32::MAX));
        if let Some(id) = self.known_atoms.get(&atom) {
            return *id;
        }
        self.known_atoms.insert(atom.clone(), next);
        self.atoms.push(atom);
        next
    }
}

fn join(one: Span, other: Span) -> Span {
    Span::new(one.start.min(other.start), one.end.max(other.end))
}

/// Whether a test says "never" or "always" on purpose: `evt.num = 0`, or anything in a macro that is named for that.
fn is_idiom(leaf: &Leaf, home: Home<'_>) -> bool {
    let is_named = |name: &str| name.contains("never") || name.contains("always");
    leaf.left.text == "evt.num" || matches!(home, Home::Macro(name) if is_named(name))
}

/// Turns one test into nodes.
struct TestBuilder<'b, 'a> {
    subject: SubjectId,
    is_list: bool,
    span: Span,
    home: Home<'a>,
    logic: &'b mut Logic<'a>,
}

impl<'a> TestBuilder<'_, 'a> {
    fn test(&mut self, test: &'a Test) -> NodeId {
        let predicate = match test {
            Test::Exists => Predicate::Exists,
            Test::Compare(operator, literal) => return self.compare(*operator, literal, test),
            Test::CompareEach(operator, modifier, literals) => {
                return self.compare_each(*operator, *modifier, literals, test);
            }
            Test::In(literals) => self.members(literals, test, Predicate::Every),
            Test::Intersects(literals) => self.members(literals, test, Predicate::Some),
            Test::PathMatch(_) | Test::CompareExpression(..) => Predicate::Other(test),
        };
        self.atom(predicate)
    }

    fn members(
        &self,
        literals: &'a [Literal],
        test: &'a Test,
        of_list: fn(super::value::Values<'a>) -> Predicate<'a>,
    ) -> Predicate<'a> {
        let kind = if self.is_list {
            of_list
        } else {
            Predicate::OneOf
        };
        values(literals).map_or(Predicate::Other(test), kind)
    }

    /// Those of the comparisons that are not looked into share one atom, which stands for all of them together.
    fn compare_each(
        &mut self,
        operator: Operator,
        modifier: Modifier,
        literals: &'a [Literal],
        test: &'a Test,
    ) -> NodeId {
        let is_set = operator == Operator::Equal && modifier == Modifier::AnyOf;
        if is_set || literals.is_empty() {
            let predicate = self.members(literals, test, Predicate::Every);
            return self.atom(predicate);
        }
        let kind = match modifier {
            Modifier::AnyOf => Kind::Or,
            Modifier::AllOf => Kind::And,
            Modifier::OneOf => return self.atom(Predicate::Other(test)),
        };
        let children = literals
            .iter()
            .map(|literal| self.compare(operator, literal, test));
        let children = children.collect();
        self.node(kind(children))
    }

    fn compare(&mut self, operator: Operator, literal: &'a Literal, test: &'a Test) -> NodeId {
        if operator == Operator::NotEqual {
            return self.not_equal(literal, test);
        }
        let predicate = predicate(operator, literal).unwrap_or(Predicate::Other(test));
        self.atom(predicate)
    }

    /// There is a value, and it is not that.
    fn not_equal(&mut self, literal: &'a Literal, test: &'a Test) -> NodeId {
        let Some(value) = Value::of(literal) else {
            return self.atom(Predicate::Other(test));
        };
        let exists = self.atom(Predicate::Exists);
        let equal = self.atom(Predicate::OneOf([value].into()));
        let other = self.node(Kind::Not(equal));
        self.node(Kind::And(vec![exists, other]))
    }

    fn atom(&mut self, predicate: Predicate<'a>) -> NodeId {
        let atom = self.logic.atom_id(Atom {
            subject: self.subject,
            predicate,
        });
        let node = Node {
            kind: Kind::Atom(atom),
            span: self.span,
            home: self.home,
            test: None,
        };
        self.logic.formula.push(node)
    }

    fn node(&mut self, kind: Kind) -> NodeId {
        self.logic.push(kind, self.span, self.home)
    }
}

/// The predicate of a comparison with one literal; nothing if it is not looked into.
fn predicate(operator: Operator, literal: &Literal) -> Option<Predicate<'_>> {
    match (operator, literal) {
        (Operator::Equal, literal) => Some(Predicate::OneOf([Value::of(literal)?].into())),
        (operator, Literal::Number(number)) => range(operator, *number),
        (Operator::Regex, Literal::Pattern(pattern)) => {
            shape_of_regex(pattern.source.as_bytes()).map(predicate_of_shape)
        }
        (operator, Literal::Text(text)) => text_predicate(operator, text),
        _ => None,
    }
}

fn text_predicate(operator: Operator, text: &[u8]) -> Option<Predicate<'_>> {
    let shape = match operator {
        Operator::StartsWith => Shape::Start(text),
        Operator::EndsWith => Shape::End(text),
        Operator::Contains => Shape::Part(text),
        Operator::Glob => shape_of_glob(text)?,
        _ => return None,
    };
    Some(predicate_of_shape(shape))
}

fn predicate_of_shape(shape: Shape<'_>) -> Predicate<'_> {
    match shape {
        Shape::Start([]) | Shape::End([]) | Shape::Part([]) => Predicate::Exists,
        Shape::Start(text) => Predicate::StartsWith(text),
        Shape::End(text) => Predicate::EndsWith(text),
        Shape::Part(text) => Predicate::Contains(text),
        Shape::Whole(text) => Predicate::OneOf([Value::Text(text)].into()),
    }
}

/// A range whose end lies before its start is empty.
const fn range(operator: Operator, number: u64) -> Option<Predicate<'static>> {
    let (low, high) = match operator {
        Operator::Less => match number.checked_sub(1) {
            Some(high) => (0, high),
            None => (1, 0),
        },
        Operator::LessOrEqual => (0, number),
        Operator::Greater => match number.checked_add(1) {
            Some(low) => (low, u64::MAX),
            None => (1, 0),
        },
        Operator::GreaterOrEqual => (number, u64::MAX),
        _ => return None,
    };
    Some(Predicate::Range(low, high))
}
