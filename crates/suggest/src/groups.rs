//! What alerts have in common, field by field.

use std::collections::HashMap;

use crate::alerts::{Kept, TextId};
use crate::fields;
use crate::propose::add;
use crate::report::{Counted, Group};
use crate::suggester::Suggester;

/// The most frequent values of each field.
pub(crate) fn groups(suggester: &Suggester, alerts: &[&Kept]) -> Vec<Group> {
    let shown = fields::shown(suggester.kind);
    let columns = suggester.wanted.iter().enumerate();
    let columns = columns.filter(|(_, field)| shown.contains(&&*field.text));
    let groups = columns.map(|(column, field)| group(suggester, &field.text, column, alerts));
    groups.filter(|group| !group.values.is_empty()).collect()
}

fn group(suggester: &Suggester, field: &str, column: usize, alerts: &[&Kept]) -> Group {
    let mut counts: HashMap<TextId, usize> = HashMap::new();
    let values = alerts.iter();
    for value in values.filter_map(|alert| alert.values.get(column).copied().flatten()) {
        *counts.entry(value).or_default() += 1;
    }
    let mut values: Vec<Counted> = Vec::new();
    for (value, alerts) in counts {
        let one = Counted {
            value: suggester.texts.text(value).to_owned(),
            alerts,
        };
        let most = suggester.options.limits.values;
        add(&mut values, one, most, &|one, other| {
            let by_count = other.alerts.cmp(&one.alerts);
            by_count.then_with(|| one.value.cmp(&other.value))
        });
    }
    let shown: usize = values.iter().map(|one| one.alerts).sum();
    Group {
        field: field.to_owned(),
        values,
        others: alerts.len() - shown,
    }
}
