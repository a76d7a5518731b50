//! What the cases have seen of rules.

mod html;
mod json;
mod lcov;
mod lines;
mod scout;
mod tally;
mod text;
mod unseen;
mod watch;

use falconet_show::Place;
use serde::{Deserialize, Serialize};

pub use html::html;
pub use json::json;
pub use lcov::lcov;
pub use text::text;
pub use watch::CoverageWatch;

/// What the cases have seen of rules.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
pub struct Coverage {
    /// In the order of the rules.
    pub(crate) rules: Vec<RuleCoverage>,
    /// Cases of which not all events were looked at, since that would take too long.
    #[serde(default)]
    pub(crate) cut_short: Vec<String>,
}

/// What the cases have seen of a rule.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) struct RuleCoverage {
    pub(crate) name: String,
    pub(crate) place: Option<Place>,
    /// How many tests its condition has; of a rule that no case is about they are not told one by one.
    pub(crate) size: usize,
    /// Cases that expect something of it.
    pub(crate) cases: u64,
    /// Alerts that it raised in those cases.
    pub(crate) fired: u64,
    pub(crate) tests: Vec<TestCoverage>,
    pub(crate) exceptions: Vec<ExceptionCoverage>,
}

/// What the cases have seen of a test.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) struct TestCoverage {
    pub(crate) text: String,
    pub(crate) place: Option<Place>,
    pub(crate) seen: Counts,
    /// The items, of a test that is against several.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) items: Vec<ItemCoverage>,
}

/// What the cases have seen of an item of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) struct ItemCoverage {
    pub(crate) text: String,
    pub(crate) place: Option<Place>,
    /// Events in which the test was asked, and the value was this.
    pub(crate) met: u64,
}

/// What the cases have seen of an exception.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) struct ExceptionCoverage {
    pub(crate) name: String,
    pub(crate) place: Option<Place>,
    pub(crate) seen: Counts,
}

/// How often something was asked and held, or did not. Of an exception: whether it excepts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) struct Counts {
    pub(crate) holds: u64,
    pub(crate) fails: u64,
}

/// How much was seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Seen {
    /// Tests that were seen true and false.
    pub tests: Share,
    /// Items of lists that some event had.
    pub items: Share,
    /// Exceptions that excepted some event, and some not.
    pub exceptions: Share,
}

/// How many of all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Share {
    /// Those that were seen.
    pub seen: usize,
    /// All that there are.
    pub all: usize,
}

impl Counts {
    pub(crate) const fn note(&mut self, holds: bool) {
        if holds {
            self.holds += 1;
        } else {
            self.fails += 1;
        }
    }

    pub(crate) const fn add(&mut self, other: Self) {
        self.holds += other.holds;
        self.fails += other.fails;
    }

    pub(crate) const fn is_both(self) -> bool {
        self.holds > 0 && self.fails > 0
    }

    /// What was not seen, in words; nothing if both were.
    pub(crate) const fn missing(self) -> Option<&'static str> {
        match (self.holds, self.fails) {
            (0, 0) => Some("never asked"),
            (0, _) => Some("never true"),
            (_, 0) => Some("never false"),
            _ => None,
        }
    }
}

impl Coverage {
    /// What several files of tests have seen together.
    pub fn merged(parts: impl IntoIterator<Item = Self>) -> Self {
        let mut all = Self::default();
        for part in parts {
            all.cut_short.extend(part.cut_short);
            for rule in part.rules {
                match all.rules.iter_mut().find(|other| other.is_same(&rule)) {
                    Some(other) => other.add(rule),
                    None => all.rules.push(rule),
                }
            }
        }
        all
    }

    /// How much was seen of all rules.
    pub fn seen(&self) -> Seen {
        let mut seen = Seen::default();
        for rule in &self.rules {
            seen.add(rule.seen());
        }
        seen
    }
}

impl RuleCoverage {
    /// Whether both are of the same rule as it stands in the same files.
    fn is_same(&self, other: &Self) -> bool {
        let is_named_alike = self.name == other.name && self.place == other.place;
        let is_told = !self.tests.is_empty() && !other.tests.is_empty();
        let tests = self.tests.iter().zip(&other.tests);
        let is_alike = |(one, two): (&TestCoverage, &TestCoverage)| {
            one.text == two.text && one.place == two.place && one.items.len() == two.items.len()
        };
        let is_as_long = self.size == other.size;
        is_named_alike && is_as_long && (!is_told || tests.into_iter().all(is_alike))
    }

    fn add(&mut self, other: Self) {
        self.cases += other.cases;
        self.fired += other.fired;
        if self.tests.is_empty() {
            (self.tests, self.exceptions) = (other.tests, other.exceptions);
            return;
        }
        for (own, other) in self.tests.iter_mut().zip(other.tests) {
            own.seen.add(other.seen);
            for (own, other) in own.items.iter_mut().zip(other.items) {
                own.met += other.met;
            }
        }
        for (own, other) in self.exceptions.iter_mut().zip(other.exceptions) {
            own.seen.add(other.seen);
        }
    }

    pub(crate) fn seen(&self) -> Seen {
        let tests = self.tests.iter().map(|one| one.seen.is_both());
        let items = self.tests.iter().flat_map(|test| &test.items);
        let exceptions = self.exceptions.iter().map(|one| one.seen.is_both());
        Seen {
            tests: Share {
                all: self.size,
                ..Share::of(tests)
            },
            items: Share::of(items.map(|item| item.met > 0)),
            exceptions: Share::of(exceptions),
        }
    }
}

impl Seen {
    const fn add(&mut self, other: Self) {
        self.tests.add(other.tests);
        self.items.add(other.items);
        self.exceptions.add(other.exceptions);
    }
}

impl Share {
    fn of(seen: impl Iterator<Item = bool>) -> Self {
        seen.fold(Self::default(), |share, seen| Self {
            seen: share.seen + usize::from(seen),
            all: share.all + 1,
        })
    }

    const fn add(&mut self, other: Self) {
        self.seen += other.seen;
        self.all += other.all;
    }
}

#[cfg(test)]
mod tests;
