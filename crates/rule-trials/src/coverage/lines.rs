//! What was seen, by files and lines.

use std::collections::BTreeMap;

use falconet_show::Place;

use super::{Counts, Coverage};

/// What was seen of a place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Mark {
    pub(super) kind: Kind,
    pub(super) text: String,
    pub(super) seen: Counts,
}

/// What stands at a place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// An exception, which is what other things stand in.
    Exception,
    #[default]
    Test,
    /// An item of a list, which only can be met.
    Item,
}

/// A file with what was seen of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct FileMarks {
    /// Where rules first begin, by their names, and how often they fired: files of tests may make several rules of one.
    pub(super) rules: BTreeMap<String, (usize, u64)>,
    /// What stands at each place; several rules may share a macro or a list.
    pub(super) marks: BTreeMap<(Place, Kind), Mark>,
}

impl FileMarks {
    fn add(&mut self, place: &Place, kind: Kind, text: &str, seen: Counts) {
        let mark = self.marks.entry((place.clone(), kind)).or_default();
        mark.kind = kind;
        if mark.text.is_empty() {
            text.clone_into(&mut mark.text);
        }
        mark.seen.add(seen);
    }
}

/// Everything by files, in the order of their names.
pub(super) fn by_file(coverage: &Coverage) -> BTreeMap<String, FileMarks> {
    let mut files: BTreeMap<String, FileMarks> = BTreeMap::new();
    for rule in &coverage.rules {
        if let Some(place) = &rule.place {
            let file = files.entry(place.file.clone()).or_default();
            let (line, fired) = file
                .rules
                .entry(rule.name.clone())
                .or_insert((place.line, 0));
            *line = place.line.min(*line);
            *fired += rule.fired;
        }
        let mut add = |place: &Option<Place>, kind, text: &str, seen| {
            if let Some(place) = place {
                let file = files.entry(place.file.clone()).or_default();
                file.add(place, kind, text, seen);
            }
        };
        for test in &rule.tests {
            add(&test.place, Kind::Test, &test.text, test.seen);
            for item in &test.items {
                let seen = Counts {
                    holds: item.met,
                    fails: 0,
                };
                add(&item.place, Kind::Item, &item.text, seen);
            }
        }
        for exception in &rule.exceptions {
            add(
                &exception.place,
                Kind::Exception,
                &exception.name,
                exception.seen,
            );
        }
    }
    files
}

impl Mark {
    /// `all`, `some` or `none` of it was seen.
    pub(super) const fn share(&self) -> &'static str {
        match (self.kind, self.seen.holds, self.seen.fails) {
            (Kind::Item, 1.., _) => "all",
            (Kind::Item, ..) | (_, 0, 0) => "none",
            _ if self.seen.is_both() => "all",
            _ => "some",
        }
    }
}
