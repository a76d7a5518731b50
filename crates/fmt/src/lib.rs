//! The canonical layout of rules files: see `docs/FORMAT.md`.
//!
//! Meaning comes first: what is formatted is read again, and where it does not hold exactly what it held before, the
//! text stays as it is.
//!
//! ```
//! let text = "- {macro: 'login', condition: (ct.name=ConsoleLogin)} # ours\n";
//! let formatted = falconet_fmt::format(text)?;
//! assert_eq!(formatted.text, "# ours\n- macro: login\n  condition: (ct.name = ConsoleLogin)\n");
//! # Ok::<(), falconet_ruleset::YamlError>(())
//! ```

mod condition;
mod diff;
mod items;
mod print;
mod scalar;
mod surroundings;
mod tree;
mod verify;

use std::borrow::Cow;

use falconet_ruleset::{YamlError, YamlLimits, yaml_events};

pub use diff::unified_diff;
pub use surroundings::Surroundings;

use tree::{Tree, Unsuitable, build};

const BYTE_ORDER_MARK: char = '\u{feff}';

/// What the layout can be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Layout {
    /// Columns of a line.
    pub(crate) width: usize,
}

const LAYOUT: Layout = Layout { width: 120 };

/// A formatted text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Formatted {
    /// The text.
    pub text: String,
    /// Why it is the text as it was, if it could not be laid out.
    pub kept: Option<Kept>,
}

/// Why a whole text stays as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Kept {
    /// It has directives, `...`, lone carriage returns, or keys that are no words.
    #[error(
        "it has YAML that this layout does not know: directives, `...`, lone carriage returns, or keys that are not words"
    )]
    Unusual,
    /// In the canonical layout it would not mean what it means.
    #[error("in the canonical layout it would not hold exactly what it holds")]
    Unfaithful,
}

/// The text of a file that is loaded alone in the canonical layout. An error, if no rules can be read from it.
pub fn format(text: &str) -> Result<Formatted, YamlError> {
    let mut surroundings = Surroundings::default();
    surroundings.add_text(text);
    format_among(text, &surroundings)
}

/// The text of a file in the canonical layout; `surroundings` knows it and those that are loaded with it.
pub fn format_among(text: &str, surroundings: &Surroundings) -> Result<Formatted, YamlError> {
    let kept = match laid_out(text, surroundings)? {
        Ok(text) => return Ok(Formatted { text, kept: None }),
        Err(kept) => Some(kept),
    };
    let text = text.to_owned();
    Ok(Formatted { text, kept })
}

fn laid_out(text: &str, surroundings: &Surroundings) -> Result<Result<String, Kept>, YamlError> {
    let yaml = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text);
    let limits = YamlLimits::default();
    // What is wrong is to be found in the text as it is.
    drop(yaml_events(yaml, &limits)?);
    let yaml = with_line_feeds(yaml);
    let tree = match build(&yaml, &limits) {
        Ok(tree) if !yaml.contains('\r') => tree,
        Ok(_) | Err(Unsuitable::Unusual) => return Ok(Err(Kept::Unusual)),
        Err(Unsuitable::Unreadable(error)) => return Err(error),
    };
    let new = print::print(&tree, surroundings, LAYOUT);
    let is_faithful = is_faithful(&tree, &new, surroundings);
    Ok(if is_faithful {
        Ok(new)
    } else {
        Err(Kept::Unfaithful)
    })
}

/// Whether a text holds what the tree holds, and would be laid out as it is.
fn is_faithful(tree: &Tree<'_>, text: &str, surroundings: &Surroundings) -> bool {
    build(text, &YamlLimits::default()).is_ok_and(|new| {
        verify::same(tree, &new) && print::print(&new, surroundings, LAYOUT) == text
    })
}

fn with_line_feeds(text: &str) -> Cow<'_, str> {
    if text.contains("\r\n") {
        Cow::Owned(text.replace("\r\n", "\n"))
    } else {
        Cow::Borrowed(text)
    }
}

impl Surroundings {
    /// Adds what a file's text says. A file that cannot be read is never loaded with the others.
    pub fn add_text(&mut self, text: &str) {
        let yaml = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text);
        match build(&with_line_feeds(yaml), &YamlLimits::default()) {
            Ok(tree) => self.add(&tree),
            Err(Unsuitable::Unusual) => self.add_unknown(),
            Err(Unsuitable::Unreadable(_)) => {}
        }
    }
}

#[cfg(test)]
mod tests;
