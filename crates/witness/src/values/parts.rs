//! What one test says of a value: all of it, its beginning, its end, or something in it.

use falconet_ruleset::typed::{Leaf, Literal, Modifier, Operator, Test};

use super::{is_equality, leaf_literals, pattern, wildcard};

/// Values of a long list that are tried.
const MOST_OF_A_LIST: usize = 64;
/// Texts that are put together.
const MOST_COMPOSED: usize = 48;
/// What stands between parts.
const BETWEEN: [&str; 2] = ["", "-"];

/// What a test says of a value. Each is one of several.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Parts {
    pub(crate) whole: Vec<String>,
    /// Some that a pattern matches.
    pub(crate) samples: Vec<String>,
    pub(crate) start: Vec<String>,
    pub(crate) inside: Vec<String>,
    pub(crate) end: Vec<String>,
    /// Whether a value needs each of them, and not only one.
    pub(crate) all: bool,
    /// Whether there are others: of a long list, and what a pattern matches.
    pub(crate) is_cut: bool,
}

impl Parts {
    /// Whether a text has one of these.
    pub(crate) fn fit(&self, text: &str) -> bool {
        let any = |parts: &[String], has: &dyn Fn(&str) -> bool| {
            parts.is_empty() || parts.iter().any(|part| has(part))
        };
        any(&self.whole, &|part| text == part)
            && any(&self.start, &|part| text.starts_with(part))
            && any(&self.inside, &|part| text.contains(part))
            && any(&self.end, &|part| text.ends_with(part))
    }

    fn is_composed(&self) -> bool {
        !(self.start.is_empty() && self.inside.is_empty() && self.end.is_empty())
    }
}

/// What a test says of the value that it holds for.
pub(crate) fn parts(leaf: &Leaf) -> Parts {
    match &leaf.test {
        Test::PathMatch(paths) => Parts {
            whole: paths.iter().filter_map(|path| text(path)).collect(),
            ..Parts::default()
        },
        Test::Compare(operator, value) => compared(*operator, std::slice::from_ref(value)),
        Test::CompareEach(operator, modifier, values) => Parts {
            all: *modifier == Modifier::AllOf,
            ..compared(*operator, values)
        },
        Test::In(_) | Test::Intersects(_) => compared(Operator::Equal, leaf_literals(leaf)),
        Test::Exists | Test::CompareExpression(..) => Parts::default(),
    }
}

fn compared(operator: Operator, values: &[Literal]) -> Parts {
    let is_of_patterns = matches!(operator, Operator::Glob | Operator::IGlob | Operator::Regex);
    let mut parts = Parts {
        is_cut: is_of_patterns || values.len() > MOST_OF_A_LIST,
        ..Parts::default()
    };
    let values = values.iter().take(MOST_OF_A_LIST);
    match operator {
        operator if is_equality(operator) => parts.whole = values.filter_map(literal).collect(),
        Operator::Contains | Operator::IContains | Operator::BContains => {
            parts.inside = values.filter_map(literal).collect();
        }
        Operator::StartsWith | Operator::BStartsWith => {
            parts.start = values.filter_map(literal).collect();
        }
        Operator::EndsWith => parts.end = values.filter_map(literal).collect(),
        Operator::Glob | Operator::IGlob => {
            let texts = values.filter_map(literal);
            parts.samples = texts.flat_map(|text| wildcard::samples(&text)).collect();
        }
        Operator::Regex => {
            let patterns = values.filter_map(|value| match value {
                Literal::Pattern(pattern) => Some(pattern::samples(&pattern.translated)),
                _ => None,
            });
            parts.samples = patterns.flatten().collect();
        }
        _ => {}
    }
    parts
}

/// A literal as a value may be written; nothing for one that no text of an event can be.
pub(crate) fn literal(value: &Literal) -> Option<String> {
    match value {
        Literal::Text(bytes) => text(bytes),
        Literal::Number(number) => Some(number.to_string()),
        Literal::Bool(truth) => Some(truth.to_string()),
        Literal::Address(address) => Some(address.to_string()),
        Literal::Network(network) => Some(network.address.to_string()),
        Literal::Pattern(pattern) => pattern::samples(&pattern.translated).into_iter().next(),
    }
}

fn text(bytes: &[u8]) -> Option<String> {
    std::str::from_utf8(bytes).ok().map(str::to_owned)
}

/// Texts that have a part of each test.
pub(crate) fn composed(all: &[Parts]) -> Vec<String> {
    let all: Vec<&Parts> = all.iter().filter(|parts| parts.is_composed()).collect();
    let mut texts = Vec::new();
    if all.is_empty() {
        return texts;
    }
    // Which of the alternatives: the first of each, the second of each, and so on.
    let longest = all.iter().map(|parts| choices(parts)).max().unwrap_or(1);
    for choice in 0..longest.min(MOST_COMPOSED) {
        for between in BETWEEN {
            for (before, behind) in [("", ""), ("", "example"), ("example", ""), ("x", "x")] {
                texts.push(compose(&all, choice, between, before, behind));
            }
        }
    }
    texts
}

fn choices(parts: &Parts) -> usize {
    let Parts {
        start, inside, end, ..
    } = parts;
    start.len().max(inside.len()).max(end.len())
}

/// A text of the parts; `before` and `behind` stand where no test says what does.
fn compose(all: &[&Parts], choice: usize, between: &str, before: &str, behind: &str) -> String {
    let chosen = |part: fn(&Parts) -> &Vec<String>| -> Vec<String> {
        let each = all.iter().flat_map(|parts| {
            let own = part(parts);
            let one = own.get(choice % own.len().max(1)).into_iter().cloned();
            if parts.all {
                own.clone()
            } else {
                one.collect()
            }
        });
        each.collect()
    };
    let longest = |texts: Vec<String>| texts.into_iter().max_by_key(String::len);
    let start = longest(chosen(|parts| &parts.start));
    let end = longest(chosen(|parts| &parts.end));
    let mut text = start.unwrap_or_else(|| before.to_owned());
    for inside in chosen(|parts| &parts.inside) {
        if !text.contains(&inside) {
            text.push_str(if text.is_empty() { "" } else { between });
            text.push_str(&inside);
        }
    }
    match end {
        Some(end) if text.ends_with(&end) => {}
        Some(end) => {
            text.push_str(if text.is_empty() { "" } else { between });
            text.push_str(&end);
        }
        None => text.push_str(behind),
    }
    text
}
