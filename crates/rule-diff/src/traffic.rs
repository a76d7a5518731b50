//! What a change of rules does to the alerts of real events, added up.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::changes::PRINCIPAL;

/// Principals that are told apart; what others did counts together.
const MOST_PRINCIPALS: usize = 10_000;
/// The name of the others, and of what nobody in particular did.
const OTHERS: &str = "(others)";
const NOBODY: &str = "(nobody named)";

/// Alerts before and after, and how many of them differ.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) old: u64,
    pub(crate) new: u64,
    pub(crate) gained: u64,
    pub(crate) lost: u64,
    pub(crate) changed: u64,
}

impl Counts {
    pub(crate) const fn differ(&self) -> bool {
        self.gained + self.lost + self.changed > 0
    }

    const fn add(&mut self, kind: Kind) {
        match kind {
            Kind::Gained => self.gained += 1,
            Kind::Lost => self.lost += 1,
            Kind::Changed => self.changed += 1,
        }
    }
}

/// What became of an alert.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Kind {
    Gained,
    Lost,
    Changed,
}

impl Kind {
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Gained => "gained",
            Self::Lost => "lost",
            Self::Changed => "changed",
        }
    }
}

/// An alert that differs.
#[derive(Clone, Debug)]
pub(crate) struct Example {
    pub(crate) kind: Kind,
    /// As it is, or as it was if it is lost.
    pub(crate) alert: Map<String, Value>,
    /// As it was, if it changed.
    pub(crate) old: Option<Map<String, Value>>,
}

/// Everything that differs in the alerts.
#[derive(Clone, Debug, Default)]
pub struct Traffic {
    pub(crate) events: u64,
    pub(crate) rules: BTreeMap<String, Counts>,
    pub(crate) principals: BTreeMap<String, Counts>,
    pub(crate) examples: Vec<Example>,
    /// How many of them there are of each rule and kind.
    kept: BTreeMap<(String, &'static str), usize>,
    /// Examples of each rule and kind that are kept.
    most_examples: usize,
}

/// A line that says how many there were, or what became of one.
#[derive(Deserialize)]
#[serde(untagged)]
enum Line {
    Counts {
        events: u64,
        old: BTreeMap<String, u64>,
        new: BTreeMap<String, u64>,
    },
    Change {
        change: Kind,
        alert: Map<String, Value>,
        #[serde(default)]
        old: Option<Map<String, Value>>,
    },
}

impl Traffic {
    /// Nothing yet. So many examples are kept of each rule and kind of change.
    pub fn new(most_examples: usize) -> Self {
        Self {
            most_examples,
            ..Self::default()
        }
    }

    /// Whether any alert differs.
    pub fn differs(&self) -> bool {
        self.rules.values().any(Counts::differ)
    }

    /// Adds lines of [`crate::compare`]; an error names the first line that is none.
    pub fn add(&mut self, lines: &str) -> Result<(), String> {
        for (at, line) in lines.lines().enumerate() {
            let line = serde_json::from_str(line).map_err(|error| {
                format!("line {} of the changes is not understood: {error}", at + 1)
            })?;
            self.add_line(line);
        }
        Ok(())
    }

    fn add_line(&mut self, line: Line) {
        match line {
            Line::Counts { events, old, new } => {
                self.events += events;
                for (rule, alerts) in old {
                    self.rules.entry(rule).or_default().old += alerts;
                }
                for (rule, alerts) in new {
                    self.rules.entry(rule).or_default().new += alerts;
                }
            }
            Line::Change { change, alert, old } => self.add_change(Example {
                kind: change,
                alert,
                old,
            }),
        }
    }

    fn add_change(&mut self, mut example: Example) {
        let rule = text(&example.alert, "rule").to_owned();
        let principal = take_principal(&mut example.alert);
        if let Some(old) = &mut example.old {
            take_principal(old);
        }
        let counts = self.rules.entry(rule.clone()).or_default();
        counts.add(example.kind);
        let is_known = self.principals.contains_key(&principal);
        let is_full = self.principals.len() >= MOST_PRINCIPALS;
        let principal = if is_full && !is_known {
            OTHERS.to_owned()
        } else {
            principal
        };
        self.principals
            .entry(principal)
            .or_default()
            .add(example.kind);
        let kept = self.kept.entry((rule, example.kind.word())).or_default();
        if *kept < self.most_examples {
            *kept += 1;
            self.examples.push(example);
        }
    }
}

/// A text of an alert.
pub(crate) fn text<'a>(alert: &'a Map<String, Value>, key: &str) -> &'a str {
    alert.get(key).and_then(Value::as_str).unwrap_or_default()
}

/// Takes what was put into the alert for the comparison out again.
fn take_principal(alert: &mut Map<String, Value>) -> String {
    alert.remove("alert_id");
    let fields = alert
        .get_mut("output_fields")
        .and_then(Value::as_object_mut);
    let principal = fields.and_then(|fields| fields.remove(PRINCIPAL));
    match principal {
        Some(Value::String(name)) if !matches!(&*name, "" | "<NA>") => name,
        _ => NOBODY.to_owned(),
    }
}
