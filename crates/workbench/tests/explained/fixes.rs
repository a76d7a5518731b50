//! Random conditions over a few fields, and events that are changed as words say.

use std::collections::BTreeMap;

/// A small generator of numbers, the same on every run.
pub(crate) struct Random(pub(crate) u64);

/// Fields, and the keys that they are read from.
const FIELDS: [(&str, &str); 3] = [
    ("ct.name", "eventName"),
    ("ct.region", "awsRegion"),
    ("ct.error", "errorCode"),
];
/// Values that rules name.
const NAMED: [&str; 4] = ["A", "B", "sta", "midend"];
/// What values begin with, contain and end with: none has another in it.
const PARTS: [&str; 3] = ["sta", "mid", "end"];

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit
    }

    fn test(&mut self) -> String {
        let (field, _) = FIELDS[self.below(FIELDS.len())];
        let (one, other) = (NAMED[self.below(4)], NAMED[self.below(4)]);
        let [start, part, end] = PARTS;
        match self.below(8) {
            0 => format!("{field} exists"),
            1 => format!("{field} in ({one}, {other})"),
            2 => format!("{field} != {one}"),
            3 => format!("{field} startswith {start}"),
            4 => format!("{field} contains {part}"),
            5 => format!("{field} endswith {end}"),
            _ => format!("{field} = {one}"),
        }
    }

    pub(crate) fn condition(&mut self, depth: usize) -> String {
        match self.below(if depth == 0 { 1 } else { 5 }) {
            1 => format!("not ({})", self.condition(depth - 1)),
            kind @ 2.. => {
                let word = if kind < 4 { "and" } else { "or" };
                let (one, other) = (self.condition(depth - 1), self.condition(depth - 1));
                format!("({one} {word} {other})")
            }
            _ => self.test(),
        }
    }
}

/// The values of the fields of an event.
#[derive(Clone)]
pub(crate) struct Fields(BTreeMap<&'static str, String>);

impl Fields {
    pub(crate) fn of(random: &mut Random) -> Self {
        let mut fields = BTreeMap::new();
        for (field, _) in FIELDS {
            let value = match random.below(5) {
                0 => continue,
                1 => format!("{}x{}", PARTS[0], PARTS[1]),
                2 => format!("x{}", PARTS[2]),
                _ => NAMED[random.below(4)].to_owned(),
            };
            fields.insert(field, value);
        }
        Self(fields)
    }

    pub(crate) fn event(&self) -> String {
        let members = FIELDS.iter().filter_map(|(field, key)| {
            let value = self.0.get(field)?;
            Some(format!(r#","{key}":"{value}""#))
        });
        let members: String = members.collect();
        format!(r#"{{"eventTime":"2026-01-02T03:04:05Z","eventType":"x"{members}}}"#)
    }
}

/// The fields as they have to be.
pub(crate) fn applied(fields: &Fields, way: &str) -> Fields {
    let mut fields = fields.clone();
    let way = way.strip_prefix("would fire if ").unwrap();
    for turn in way.split_inclusive(')') {
        let turn = turn.trim_start_matches(" and ");
        let (asked, _) = turn.split_once(" (it is").unwrap();
        for asked in asked.split(" and ") {
            let (field, asked) = asked.trim_start_matches('`').split_once("` ").unwrap();
            let (field, _) = *FIELDS.iter().find(|(own, _)| *own == field).unwrap();
            match changed(fields.0.get(field), asked) {
                Some(value) => fields.0.insert(field, value),
                None => fields.0.remove(field),
            };
        }
    }
    fields
}

/// A value that does what is asked, and what else it can as it did.
fn changed(value: Option<&String>, asked: &str) -> Option<String> {
    let text = asked.split('`').nth(1).unwrap_or_default();
    if asked.starts_with("were `") || asked.starts_with("were one of") {
        return Some(text.to_owned());
    }
    if asked == "were absent" {
        return None;
    }
    let value = value.map_or("", String::as_str);
    let turns = |part: &str| part == text && !text.is_empty();
    let [start, part, end] = PARTS;
    let starts = value.starts_with(start) != turns(start);
    let contains = value.contains(part) != turns(part);
    let ends = value.ends_with(end) != turns(end);
    let pieces = [
        (starts, start),
        (true, "-z-"),
        (contains, part),
        (true, "-z-"),
        (ends, end),
    ];
    let pieces = pieces.into_iter().filter(|(is_wanted, _)| *is_wanted);
    Some(pieces.map(|(_, piece)| piece).collect())
}
