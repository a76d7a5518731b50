//! What a file of tests says.

use std::rc::Rc;

use falconet_diagnostics::Span;

use crate::json::Json;

/// The cases of one file, and the rules that they are about.
#[derive(Clone, Debug, Default)]
pub struct Suite {
    /// Paths of the rules files, from the folder of the file of tests; none if they are those beside it.
    pub rules: Vec<String>,
    /// Falco's configuration keys, as `KEY=VALUE`.
    pub settings: Vec<String>,
    /// The source that events are judged as.
    pub source: Option<String>,
    pub(crate) cases: Vec<Case>,
}

/// One case.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    pub(crate) name: String,
    /// Where its name stands.
    pub(crate) span: Span,
    /// The name of the event, if it is one of `events`.
    pub(crate) event_name: Option<String>,
    pub(crate) input: Rc<Input>,
    pub(crate) patch: Option<Patch>,
    pub(crate) expected: Expected,
}

/// What is different in an event.
#[derive(Clone, Debug)]
pub(crate) struct Patch {
    pub(crate) changes: Json,
    /// Where it stands.
    pub(crate) span: Span,
}

/// What is judged.
#[derive(Clone, Debug)]
pub(crate) enum Input {
    /// The event itself.
    Event(Json),
    /// A file.
    File(FileInput),
}

/// A file of events, or one record of it.
#[derive(Clone, Debug)]
pub(crate) struct FileInput {
    /// Its path, from the folder of the file of tests.
    pub(crate) path: String,
    /// The number of the record, from 1; all of them if it is not given.
    pub(crate) record: Option<u64>,
    /// Where the path stands.
    pub(crate) span: Span,
}

/// What must come of it. What is not said may be as it is.
#[derive(Clone, Debug, Default)]
pub(crate) struct Expected {
    pub(crate) fires: Vec<ExpectedAlert>,
    pub(crate) silent: Silence,
    /// Exactly these rules fire.
    pub(crate) only: Option<Only>,
}

/// An alert that must come.
#[derive(Clone, Debug)]
pub(crate) struct ExpectedAlert {
    pub(crate) rule: Name,
    pub(crate) priority: Option<Name>,
    pub(crate) output: Option<Name>,
    pub(crate) fields: Vec<ExpectedField>,
}

/// The value that a field of an alert must have.
#[derive(Clone, Debug)]
pub(crate) struct ExpectedField {
    pub(crate) name: String,
    pub(crate) value: Json,
    /// Where the value stands.
    pub(crate) span: Span,
}

/// The rules that must not fire.
#[derive(Clone, Debug, Default)]
pub(crate) enum Silence {
    /// It is not said.
    #[default]
    Unsaid,
    /// None may.
    All(Span),
    /// These.
    Of(Vec<Name>),
}

/// The rules that fire, and no other.
#[derive(Clone, Debug)]
pub(crate) struct Only {
    pub(crate) rules: Vec<Name>,
    pub(crate) span: Span,
}

/// A text, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Name {
    pub(crate) text: String,
    pub(crate) span: Span,
}

impl Suite {
    /// Paths of the files that hold events, from the folder of the file of tests; each once.
    pub fn inputs(&self) -> Vec<&str> {
        let mut paths: Vec<&str> = Vec::new();
        for case in &self.cases {
            if let Input::File(file) = &*case.input
                && !paths.contains(&&*file.path)
            {
                paths.push(&file.path);
            }
        }
        paths
    }

    /// How many cases there are.
    pub fn cases(&self) -> usize {
        self.cases.len()
    }

    /// Leaves out the cases whose names do not contain one of these words.
    pub fn keep(&mut self, words: &[String]) {
        if !words.is_empty() {
            self.cases
                .retain(|case| words.iter().any(|word| case.name.contains(word)));
        }
    }

    /// Every name of a rule that a case speaks of.
    pub(crate) fn named_rules(&self) -> impl Iterator<Item = &Name> {
        self.cases
            .iter()
            .flat_map(|case| case.expected.named_rules())
    }
}

impl Expected {
    /// That a rule fires, whatever else does.
    pub(crate) fn fires(rule: Name) -> Self {
        let alert = ExpectedAlert {
            rule,
            priority: None,
            output: None,
            fields: Vec::new(),
        };
        Self {
            fires: vec![alert],
            ..Self::default()
        }
    }

    /// That a rule does not fire.
    pub(crate) fn silent(rule: Name) -> Self {
        Self {
            silent: Silence::Of(vec![rule]),
            ..Self::default()
        }
    }

    pub(crate) fn named_rules(&self) -> impl Iterator<Item = &Name> {
        let silent: &[Name] = match &self.silent {
            Silence::Of(names) => names,
            Silence::Unsaid | Silence::All(_) => &[],
        };
        let only = self.only.as_ref().map_or(&[][..], |only| &only.rules);
        let fires = self.fires.iter().map(|alert| &alert.rule);
        fires.chain(silent).chain(only)
    }

    /// Whether nothing is said.
    pub(crate) const fn is_empty(&self) -> bool {
        let is_silence_unsaid = match &self.silent {
            Silence::Unsaid => true,
            Silence::All(_) => false,
            Silence::Of(names) => names.is_empty(),
        };
        self.fires.is_empty() && self.only.is_none() && is_silence_unsaid
    }
}
