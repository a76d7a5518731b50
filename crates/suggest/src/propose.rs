//! Which values most alerts share.

use std::cmp::Ordering;
use std::collections::HashMap;

use crate::alerts::{Kept, TextId, Texts};

/// Fields that an exception tests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FieldSet {
    /// Their places among the fields that events are asked for.
    pub(crate) columns: Vec<usize>,
    /// The exception of the rule that tests them already.
    pub(crate) exception: Option<String>,
}

/// Values for the fields of a set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Candidate {
    /// The set, by its place.
    pub(crate) set: usize,
    pub(crate) values: Vec<TextId>,
    pub(crate) count: usize,
}

impl Candidate {
    /// Whether it is for the same values, of however many alerts.
    pub(crate) fn is_as(&self, other: &Self) -> bool {
        self.set == other.set && self.values == other.values
    }

    /// Whether an alert has these values.
    pub(crate) fn has(&self, set: &FieldSet, alert: &Kept) -> bool {
        tuple(set, alert).is_some_and(|values| values == self.values)
    }
}

/// Values that many alerts share and that are new, the best so many first. A set of two fields is preferred to a single field
/// if it has three quarters as many: the less an exception lets through, the better. An exception that is there is as good
/// as such a set.
pub(crate) fn candidates(
    alerts: &[&Kept],
    sets: &[FieldSet],
    texts: &Texts,
    least: usize,
    most: usize,
    is_new: &dyn Fn(&Candidate) -> bool,
) -> Vec<Candidate> {
    let mut all: Vec<Candidate> = Vec::new();
    for (at, set) in sets.iter().enumerate() {
        let mut counts: HashMap<Vec<TextId>, usize> = HashMap::new();
        for alert in alerts {
            if let Some(values) = tuple(set, alert) {
                *counts.entry(values).or_default() += 1;
            }
        }
        let often = counts.into_iter().filter(|(_, count)| *count >= least);
        for (values, count) in often {
            let one = Candidate {
                set: at,
                values,
                count,
            };
            if is_new(&one) {
                add(&mut all, one, most, &|one, other| {
                    order(one, other, sets, texts)
                });
            }
        }
    }
    all
}

/// What is better first.
fn order(one: &Candidate, other: &Candidate, sets: &[FieldSet], texts: &Texts) -> Ordering {
    let score = |one: &Candidate| {
        let is_narrow = |set: &FieldSet| set.columns.len() > 1 || set.exception.is_some();
        let narrow = usize::from(sets.get(one.set).is_some_and(is_narrow));
        (one.count * (3 + narrow), narrow)
    };
    let words = |one: &Candidate| -> Vec<&str> {
        one.values.iter().map(|value| texts.text(*value)).collect()
    };
    let by_score = score(other).cmp(&score(one)).then(one.set.cmp(&other.set));
    by_score.then_with(|| words(one).cmp(&words(other)))
}

/// Adds one to the best so many.
pub(crate) fn add<T>(best: &mut Vec<T>, one: T, most: usize, order: &dyn Fn(&T, &T) -> Ordering) {
    let at = best.partition_point(|other| order(other, &one).is_le());
    if at < most {
        best.insert(at, one);
        best.truncate(most);
    }
}

fn tuple(set: &FieldSet, alert: &Kept) -> Option<Vec<TextId>> {
    let values = set.columns.iter();
    values
        .map(|column| alert.values.get(*column).copied().flatten())
        .collect()
}

#[cfg(test)]
mod tests {
    use falconet_engine::Moment;

    use super::*;

    fn found(alerts: &[[&str; 2]], least: usize) -> Vec<(usize, usize)> {
        let mut texts = Texts::default();
        let alert = |values: &[&str; 2]| Kept {
            values: values
                .iter()
                .map(|text| texts.number(text).filter(|_| !text.is_empty()))
                .collect(),
            record: Box::default(),
            moment: Moment::default(),
            matches: Vec::new(),
        };
        let alerts: Vec<Kept> = alerts.iter().map(alert).collect();
        let sets = [vec![0], vec![1], vec![0, 1]].map(|columns| FieldSet {
            columns,
            exception: None,
        });
        let alerts: Vec<&Kept> = alerts.iter().collect();
        let all = candidates(&alerts, &sets, &texts, least, 9, &|_| true);
        all.iter().map(|one| (one.set, one.count)).collect()
    }

    #[test]
    fn what_most_share_comes_first_and_narrower_before_wider() {
        assert_eq!(
            found(&[["a", "x"], ["a", "x"], ["b", "x"]], 1)[..2],
            [(1, 3), (2, 2)]
        );
        assert_eq!(found(&[["a", "x"], ["a", "x"]], 1)[0], (2, 2));
    }

    #[test]
    fn what_few_share_or_is_absent_is_no_candidate() {
        assert_eq!(found(&[["a", ""], ["a", ""], ["b", ""]], 2), [(0, 2)]);
        assert!(found(&[["a", "x"], ["b", "y"]], 2).is_empty());
    }
}
