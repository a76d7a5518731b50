//! What the index had said of a rule.

use falconet_engine::{NeededValue, Observed, Share};

use crate::condition::Part;
use crate::values::{alternatives, said};

/// Texts that are named.
const MOST_NAMED: usize = 16;

/// What the index had said of a rule.
#[derive(Debug)]
pub(crate) struct Index {
    /// Whether it had ruled it out.
    pub(crate) ruled_out: bool,
    /// What it finds the rule by; nothing if the rule is judged for every event.
    pub(crate) sought: Option<Sought>,
}

/// What the index finds a rule by.
#[derive(Debug)]
pub(crate) struct Sought {
    /// What must have a value.
    pub(crate) expression: String,
    /// The texts of which it must have one: the first of them.
    pub(crate) texts: Vec<NeededValue>,
    /// How many there are.
    pub(crate) count: usize,
}

impl Index {
    /// What it said of a rule that takes part.
    pub(crate) fn of(rule: usize, event: &Observed<'_>) -> Self {
        Self {
            ruled_out: !event.is_candidate(rule),
            sought: event.found_by(rule).map(|found| Sought {
                expression: found.expression.clone(),
                texts: found.values.iter().take(MOST_NAMED).cloned().collect(),
                count: found.values.len(),
            }),
        }
    }

    /// Why it ruled the rule out, if it did.
    pub(crate) fn sentence(&self, tree: &Part<'_>) -> Option<String> {
        let sought = self.sought.as_ref().filter(|_| self.ruled_out)?;
        let texts = sought.texts.iter().map(|value| value.text.as_bytes());
        let texts: Vec<_> = texts.map(<[u8]>::to_vec).collect();
        let verb = match sought.texts.first().map(|value| value.share) {
            None => return Some("the index had ruled it out: no event can match it".to_owned()),
            Some(Share::Whole) => "be",
            Some(Share::Beginning) => "begin with",
            Some(Share::Part) => "contain",
        };
        let value = value_of(&sought.expression, tree);
        let value = value.map_or_else(String::new, |value| format!(", and it is {value}"));
        Some(format!(
            "the index had ruled it out: `{}` has to {verb} {}{value}",
            sought.expression,
            alternatives(&texts, sought.count)
        ))
    }
}

/// The value of an expression, if some test is of it.
fn value_of(expression: &str, part: &Part<'_>) -> Option<String> {
    let own = part.tested.as_ref();
    let own = own.filter(|tested| tested.leaf.left.text == expression);
    let own = own.map(|tested| said(tested.value.as_ref()));
    let mut children = part.children.iter();
    own.or_else(|| children.find_map(|child| value_of(expression, child)))
}
