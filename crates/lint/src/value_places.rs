//! Where the values of a test stand.

use falconet_condition::Span as ConditionSpan;
use falconet_diagnostics::Label;
use falconet_ruleset::Ruleset;
use falconet_ruleset::typed::Leaf;

/// Where the values of a test stand.
#[derive(Debug)]
pub(crate) struct ValuePlaces<'r> {
    ruleset: &'r Ruleset,
    test: ConditionSpan,
    values: Vec<ConditionSpan>,
}

impl<'r> ValuePlaces<'r> {
    /// Of a test; without looking at it, if nobody will ask.
    pub(crate) fn of(ruleset: &'r Ruleset, test: &Leaf, is_asked_for: bool) -> Self {
        let values = is_asked_for.then(|| ruleset.values(test.span));
        Self {
            ruleset,
            test: test.span,
            values: values.unwrap_or_default(),
        }
    }

    /// Where the value of that number was written: of an item of a list there first, and then where the list is named.
    /// Where there is no such value it is where the test stands.
    pub(crate) fn labels(&self, value: Option<usize>) -> Vec<Label> {
        let span = value.and_then(|number| self.values.get(number));
        let labels = span.map(|span| self.ruleset.labels(*span));
        labels
            .filter(|labels| !labels.is_empty())
            .unwrap_or_else(|| self.ruleset.labels(self.test))
    }
}
