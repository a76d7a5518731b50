//! Another name for a macro or a list, everywhere.

use falconet_diagnostics::{Label, Severity, Sources};
use falconet_event::catalogue::Catalogue;
use falconet_ruleset::{LoadOptions, Loader, Ruleset};
use thiserror::Error;

use crate::files::{File, Files, Location};
use crate::occurrences::occurrences;
use crate::outline::ItemKind;
use crate::same::{Meaning, NewName};
use crate::subject::{SubjectKind, subject};

/// Words of conditions, which no macro and no list can be named.
const RESERVED: [&str; 3] = ["and", "or", "not"];

/// What can have another name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renamable {
    /// A macro or a list.
    pub kind: ItemKind,
    /// Its name.
    pub name: String,
    /// Where that stands.
    pub label: Label,
}

/// What changes with a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renaming {
    /// Where the name stands, in load order.
    pub labels: Vec<Label>,
    /// What is to stand there.
    pub new_name: String,
}

/// Why something does not get another name.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum RenameError {
    /// The place is no macro and no list.
    #[error("here is no macro and no list")]
    Nothing,
    /// It is a rule.
    #[error(
        "alerts carry the name of rule `{0}`: whoever reads them would have to know the new one"
    )]
    Rule(String),
    /// No file defines it.
    #[error("no file of these rules defines {kind} `{name}`", kind = .0.word(), name = .1)]
    Undefined(ItemKind, String),
    /// It can be none.
    #[error("`{0}` cannot be the name of a macro: letters, digits and `_`, a letter first")]
    NoMacro(String),
    /// It can be none.
    #[error(
        "`{0}` cannot be the name of a list: letters, digits, `_`, `-` and `.`, a letter or `_` first"
    )]
    NoList(String),
    /// It is a word of the language.
    #[error("`{0}` is a word of conditions")]
    Reserved(String),
    /// It is taken.
    #[error("there is {kind} `{name}` already", kind = article(*.0), name = .1)]
    Taken(ItemKind, String),
    /// Rules that have errors mean nothing that could be compared.
    #[error("the rules have errors, so nothing can tell whether they would mean the same: {0}")]
    Errors(String),
    /// The rules would mean something else.
    #[error(
        "with that name the rules would not mean what they mean: `{new}` or `{old}` stands where it is no name"
    )]
    Unsound {
        /// The name as it is.
        old: String,
        /// The name as it was to be.
        new: String,
    },
}

const fn article(kind: ItemKind) -> &'static str {
    match kind {
        ItemKind::Rule => "a rule",
        ItemKind::Macro => "a macro",
        ItemKind::List => "a list",
    }
}

/// What at a place can have another name; an error, if nothing can.
pub fn renamable(files: &Files, at: Location<'_>) -> Result<Renamable, RenameError> {
    let found = subject(files, at).ok_or(RenameError::Nothing)?;
    let SubjectKind::Item(kind) = found.kind else {
        return Err(RenameError::Nothing);
    };
    if kind == ItemKind::Rule {
        return Err(RenameError::Rule(found.name));
    }
    if !files.defines(kind, &found.name) {
        return Err(RenameError::Undefined(kind, found.name));
    }
    Ok(Renamable {
        kind,
        name: found.name,
        label: found.label,
    })
}

/// Gives the macro or the list at a place another name. The rules are loaded as they are and as they would be: it is
/// refused if that is not the same but for the name.
pub fn rename(
    files: &Files,
    at: Location<'_>,
    new_name: &str,
    catalogue: &Catalogue,
) -> Result<Renaming, RenameError> {
    let Renamable { kind, name, .. } = renamable(files, at)?;
    let labels = occurrences(files, kind, &name);
    if new_name != name {
        require_name(files, kind, new_name)?;
        let changed = with_name(files, &labels, new_name);
        let renamed = NewName {
            kind,
            old: &name,
            new: new_name,
        };
        require_same(files, &changed, renamed, catalogue)?;
    }
    Ok(Renaming {
        labels,
        new_name: new_name.to_owned(),
    })
}

fn require_name(files: &Files, kind: ItemKind, name: &str) -> Result<(), RenameError> {
    let is_macro = kind == ItemKind::Macro;
    let mut signs = name.chars();
    let begins = signs
        .next()
        .is_some_and(|sign| sign.is_ascii_alphabetic() || (!is_macro && sign == '_'));
    let goes_on = |sign: char| {
        sign.is_ascii_alphanumeric() || sign == '_' || (!is_macro && matches!(sign, '-' | '.'))
    };
    if !begins || !signs.all(goes_on) {
        let name = name.to_owned();
        return Err(if is_macro {
            RenameError::NoMacro(name)
        } else {
            RenameError::NoList(name)
        });
    }
    if RESERVED.contains(&name) {
        return Err(RenameError::Reserved(name.to_owned()));
    }
    // The names of lists are replaced in conditions before anything knows what a macro is.
    let taken = [ItemKind::Macro, ItemKind::List]
        .into_iter()
        .find(|kind| files.defines(*kind, name));
    taken.map_or(Ok(()), |kind| {
        Err(RenameError::Taken(kind, name.to_owned()))
    })
}

/// The texts of all files with the new name.
fn with_name(files: &Files, labels: &[Label], new_name: &str) -> Vec<String> {
    let changed = files.iter().map(|file| {
        let (mut text, mut copied) = (String::new(), 0);
        for label in labels.iter().filter(|label| label.source == file.id) {
            text.push_str(
                file.text()
                    .get(copied..label.span.start)
                    .unwrap_or_default(),
            );
            text.push_str(new_name);
            copied = label.span.end;
        }
        text + file.text().get(copied..).unwrap_or_default()
    });
    changed.collect()
}

fn require_same(
    files: &Files,
    changed: &[String],
    name: NewName<'_>,
    catalogue: &Catalogue,
) -> Result<(), RenameError> {
    let before = load(
        files.iter().map(|file| (file.name(), file.text())),
        catalogue,
    );
    let (before, _) = before.map_err(RenameError::Errors)?;
    let names = files.iter().map(File::name);
    let after = load(names.zip(changed.iter().map(String::as_str)), catalogue);
    let is_same =
        after.is_ok_and(|(after, _)| Meaning::of(&before, Some(name)) == Meaning::of(&after, None));
    if is_same {
        return Ok(());
    }
    Err(RenameError::Unsound {
        old: name.old.to_owned(),
        new: name.new.to_owned(),
    })
}

/// The rules, or their first error.
fn load<'t>(
    files: impl Iterator<Item = (&'t str, &'t str)>,
    catalogue: &Catalogue,
) -> Result<(Ruleset, Sources), String> {
    let mut loader = Loader::new(catalogue, LoadOptions::collecting_errors());
    for (name, text) in files {
        loader.load(name, text);
    }
    let found = loader.diagnostics();
    let error = found
        .into_iter()
        .find(|one| one.severity == Severity::Error);
    if let Some(error) = error {
        return Err(error.message);
    }
    let (ruleset, sources) = loader.into_parts();
    Ok((ruleset.unwrap_or_default(), sources))
}

#[cfg(test)]
mod tests;
