//! Values that a field may have for tests of it to turn out as they should: those that the tests name, and what can be put
//! together from their parts. They are proposals: the engine says which of them do.

mod parts;
mod pattern;
mod wildcard;

use falconet_event::catalogue::ValueType;
use falconet_ruleset::typed::{Leaf, Literal, Operator, Test};

pub(crate) use parts::literal;
use parts::{Parts, parts};

/// What a field is to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    Absent,
    /// A text, or a number in digits.
    One(String),
    /// A list of several.
    Many(Vec<String>),
}

/// Values that are proposed.
pub(crate) struct Proposed {
    /// The more plausible first.
    pub(crate) values: Vec<Value>,
    /// Whether there are others that could do.
    pub(crate) is_cut: bool,
}

/// A text that nobody names.
const PLAIN: [&str; 3] = ["example", "other-1", "x"];

/// Values that are proposed before none is.
const OTHERS: usize = 8;
/// Usual values that are proposed.
const MOST_USUAL: usize = 32;

/// What tests want of one expression.
pub(crate) struct Ask<'a> {
    /// Tests that have to hold.
    pub(crate) met: Vec<&'a Leaf>,
    /// Tests that must not.
    pub(crate) unmet: Vec<&'a Leaf>,
    /// Values that are usual.
    pub(crate) usual: Vec<&'a str>,
    /// How many are proposed at most.
    pub(crate) most: usize,
}

impl Ask<'_> {
    /// Values that the tests, or custom, propose.
    pub(crate) fn proposed(&self) -> Proposed {
        let all: Vec<Parts> = self.met.iter().map(|leaf| parts(leaf)).collect();
        let texts = self.texts(&all);
        let mut values = Vec::new();
        if self.is_list() {
            values.extend(self.lists(&texts));
        }
        values.extend(texts.into_iter().map(Value::One));
        if self.met.is_empty() {
            // Records have most of their fields: one goes without only if it must, or if nothing else will do.
            let must = self.unmet.iter().any(|leaf| leaf.test == Test::Exists);
            let before = if must { 0 } else { OTHERS.min(values.len()) };
            values.insert(before, Value::Absent);
        }
        let fitting = self.usual.iter().filter(|text| fits(text, &all));
        let is_cut = values.len() > self.most
            || all.iter().any(|parts| parts.is_cut)
            || fitting.count() > MOST_USUAL;
        values.truncate(self.most);
        Proposed { values, is_cut }
    }

    fn any(&self) -> Option<&Leaf> {
        self.met.first().or(self.unmet.first()).copied()
    }

    fn is_list(&self) -> bool {
        self.any().is_some_and(|leaf| leaf.left.is_list)
    }

    fn lists(&self, texts: &[String]) -> Vec<Value> {
        let each = self.met.iter().flat_map(|leaf| leaf_literals(leaf));
        let all: Vec<String> = each.filter_map(literal).collect();
        let lists = texts.iter().map(|text| Value::Many(vec![text.clone()]));
        lists
            .chain([Value::Many(all), Value::Many(Vec::new())])
            .collect()
    }

    fn texts(&self, all: &[Parts]) -> Vec<String> {
        let mut texts = Vec::new();
        let named = all
            .iter()
            .flat_map(|parts| parts.whole.iter().chain(&parts.samples));
        let usual = self.usual.iter().filter(|text| fits(text, all));
        add(
            &mut texts,
            usual.take(MOST_USUAL).map(|text| (*text).to_owned()),
        );
        add(&mut texts, named.cloned());
        add(&mut texts, parts::composed(all));
        add(&mut texts, self.neighbours());
        add(&mut texts, PLAIN.map(str::to_owned));
        add(
            &mut texts,
            [String::new(), "true".to_owned(), "false".to_owned()],
        );
        texts
    }

    /// What comes before and after that which tests of an order name, and numbers for fields that are numbers.
    fn neighbours(&self) -> Vec<String> {
        let leaves = self.met.iter().chain(&self.unmet);
        let named = leaves
            .filter(|leaf| is_ordered(leaf))
            .flat_map(|leaf| leaf_literals(leaf));
        let mut texts = Vec::new();
        for text in named.filter_map(literal) {
            if let Ok(number) = text.parse::<u64>() {
                let near = [number, number.saturating_add(1), number.saturating_sub(1)];
                texts.extend(near.map(|number| number.to_string()));
            } else {
                texts.extend([text.clone(), format!("{text}x")]);
            }
        }
        if self
            .any()
            .is_some_and(|leaf| is_number(leaf.left.value_type))
        {
            texts.extend([0, 1, u64::MAX].map(|number| number.to_string()));
        }
        texts
    }
}

/// Whether a test is of an order, or a number.
const fn is_ordered(leaf: &Leaf) -> bool {
    let is_order = matches!(
        leaf.test,
        Test::Compare(
            Operator::Less | Operator::LessOrEqual | Operator::Greater | Operator::GreaterOrEqual,
            _
        )
    );
    is_order || is_number(leaf.left.value_type)
}

const fn is_number(value_type: ValueType) -> bool {
    matches!(
        value_type,
        ValueType::Uint64 | ValueType::RelTime | ValueType::AbsTime
    )
}

/// Whether a usual value has what the tests ask for: of hundreds, most do not.
fn fits(text: &str, all: &[Parts]) -> bool {
    all.iter().all(|parts| parts.fit(text))
}

fn add(texts: &mut Vec<String>, more: impl IntoIterator<Item = String>) {
    for text in more {
        if !texts.contains(&text) {
            texts.push(text);
        }
    }
}

/// The literals that a test is against.
pub(crate) fn leaf_literals(leaf: &Leaf) -> &[Literal] {
    match &leaf.test {
        Test::Compare(_, value) => std::slice::from_ref(value),
        Test::CompareEach(_, _, values) | Test::In(values) | Test::Intersects(values) => values,
        Test::Exists | Test::PathMatch(_) | Test::CompareExpression(..) => &[],
    }
}

/// Whether an operator asks for the whole value.
const fn is_equality(operator: Operator) -> bool {
    matches!(operator, Operator::Equal | Operator::DoubleEqual)
}

#[cfg(test)]
mod tests;
