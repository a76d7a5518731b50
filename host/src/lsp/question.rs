//! What the module is asked for an editor, and what it answers: `docs/ABI.md`.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::messages::RulesFile;

/// A question.
#[derive(Debug, Serialize)]
#[serde(tag = "op", rename_all = "lowercase")]
pub(super) enum Question<'q> {
    Complete {
        #[serde(flatten)]
        place: Spot<'q>,
        /// The module's own answer to [`Question::Samples`].
        #[serde(skip_serializing_if = "Option::is_none")]
        samples: Option<&'q RawValue>,
    },
    Hover {
        #[serde(flatten)]
        place: Spot<'q>,
    },
    Definition {
        #[serde(flatten)]
        place: Spot<'q>,
    },
    References {
        #[serde(flatten)]
        place: Spot<'q>,
    },
    Rename {
        #[serde(flatten)]
        place: Spot<'q>,
        #[serde(skip_serializing_if = "Option::is_none")]
        new_name: Option<&'q str>,
    },
    Symbols {
        #[serde(flatten)]
        place: Spot<'q>,
    },
    Samples {
        events: &'q str,
    },
}

/// A place in one of several files.
#[derive(Debug, Clone, Copy, Serialize)]
pub(super) struct Spot<'q> {
    pub(super) files: &'q [RulesFile],
    pub(super) file: &'q str,
    pub(super) offset: usize,
}

/// A place in a file, of what the module says of it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(super) struct Span {
    pub(super) file: String,
    pub(super) offset: usize,
    pub(super) end_offset: usize,
    #[serde(default)]
    pub(super) label: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct Completions {
    pub(super) range: Span,
    pub(super) items: Vec<Proposal>,
    pub(super) incomplete: bool,
}

#[derive(Debug, Deserialize)]
pub(super) struct Proposal {
    pub(super) label: String,
    pub(super) kind: String,
    pub(super) detail: Option<String>,
    pub(super) documentation: Option<String>,
    pub(super) insert: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct Meaning {
    pub(super) markdown: Option<String>,
    pub(super) range: Option<Span>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Spans {
    pub(super) places: Vec<Span>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Renamed {
    pub(super) name: Option<String>,
    pub(super) range: Option<Span>,
    pub(super) places: Option<Vec<Span>>,
    pub(super) refused: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Defined {
    pub(super) symbols: Vec<Symbol>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Symbol {
    pub(super) kind: String,
    pub(super) name: String,
    pub(super) range: Span,
    pub(super) item: Span,
}

#[derive(Debug, Deserialize)]
pub(super) struct Sampled {
    pub(super) samples: Box<RawValue>,
}

/// What a check says, of its JSON.
#[derive(Debug, Deserialize)]
pub(super) struct Checked {
    pub(super) diagnostics: Vec<Finding>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Finding {
    pub(super) severity: String,
    pub(super) code: String,
    pub(super) message: String,
    pub(super) help: Option<String>,
    #[serde(flatten)]
    pub(super) place: Option<Span>,
    pub(super) related: Vec<Span>,
    /// What may stand at the place instead.
    pub(super) meant: Option<Meant>,
}

/// A word, and what was probably meant by it.
#[derive(Debug, Deserialize)]
pub(super) struct Meant {
    pub(super) word: String,
    pub(super) names: Vec<String>,
}
