//! Which files belong to a document, and what they hold: what is open in the editor as it is there, all else as it lies on
//! disk.

use std::cell::OnceCell;
use std::path::{Path, PathBuf};

use gen_lsp_types::{Location, Range, Uri};

use super::documents::{Document, Documents, real};
use super::error::LspError;
use super::position::Lines;
use super::question::{Span, Spot};
use super::setup::Setup;
use super::uri;
use crate::messages::{CheckedFile, RulesFile};
use crate::rules;

/// The files of a document's ruleset in load order.
#[derive(Debug)]
pub(super) struct RulesetFiles {
    pub(super) checked: Vec<CheckedFile>,
    /// What of them is text.
    pub(super) files: Vec<RulesFile>,
    /// What the editor calls each of `checked`.
    uris: Vec<String>,
    /// The document among `checked`.
    own: usize,
}

impl RulesetFiles {
    /// The files that belong to a document.
    pub(super) fn of(uri: &str, documents: &Documents, setup: &Setup) -> Result<Self, LspError> {
        let document = documents.get(uri)?;
        let mut found = Self {
            checked: Vec::new(),
            files: Vec::new(),
            uris: Vec::new(),
            own: 0,
        };
        if let Some(path) = document.path.as_deref() {
            found.read(&paths_of(path, setup), documents, setup)?;
        }
        let is_folder = setup.rules.is_empty();
        let own = found.uris.iter().position(|one| one == uri);
        found.own = own.unwrap_or_else(|| {
            // Of a folder without rules it is said that it has none.
            let is_alone = !is_folder
                || found
                    .checked
                    .iter()
                    .any(|file| Path::new(&file.file.name).is_dir());
            if is_alone {
                (found.checked, found.uris) = (Vec::new(), Vec::new());
            }
            found.push(uri, document);
            found.checked.len() - 1
        });
        found.require_size(setup)?;
        let readable = found
            .checked
            .iter()
            .filter(|file| file.unreadable.is_none());
        found.files = readable.map(|file| file.file.clone()).collect();
        Ok(found)
    }

    fn read(
        &mut self,
        paths: &[PathBuf],
        documents: &Documents,
        setup: &Setup,
    ) -> Result<(), LspError> {
        for mut file in rules::read_for_check(paths, setup.max_rules)? {
            let path = real(Path::new(&file.file.name));
            let uri = match documents.of_path(&path) {
                Some((uri, document)) => {
                    file.file.text.clone_from(&document.text);
                    file.unreadable = None;
                    uri.to_owned()
                }
                None => uri::of(&path),
            };
            // A file that is reached twice, by a link for example, is one to an editor.
            if !self.uris.contains(&uri) {
                self.checked.push(file);
                self.uris.push(uri);
            }
        }
        Ok(())
    }

    /// A document that is in none of the files.
    fn push(&mut self, uri: &str, document: &Document) {
        let name = document
            .path
            .as_ref()
            .map(|path| path.display().to_string());
        self.checked.push(CheckedFile {
            file: RulesFile {
                name: name.unwrap_or_else(|| uri.to_owned()),
                text: document.text.clone(),
            },
            unreadable: None,
        });
        self.uris.push(uri.to_owned());
    }

    /// A file that cannot be read may hold a name that is to be another.
    pub(super) fn require_readable(&self) -> Result<(), LspError> {
        let mut files = self.checked.iter();
        match files.find(|file| file.unreadable.is_some()) {
            None => Ok(()),
            Some(file) => Err(LspError::Refused(format!(
                "`{}` cannot be read, so it is not known whether it has the name",
                file.file.name
            ))),
        }
    }

    /// What is open may be larger than what lies on disk.
    fn require_size(&self, setup: &Setup) -> Result<(), LspError> {
        let bytes: usize = self.checked.iter().map(|file| file.file.text.len()).sum();
        if bytes as u64 > setup.max_rules.bytes() {
            return Err(rules::RulesError::TooLarge(setup.max_rules).into());
        }
        Ok(())
    }

    /// A place in the document.
    pub(super) fn spot(&self, offset: usize) -> Spot<'_> {
        let own = self.checked.get(self.own);
        Spot {
            files: &self.files,
            file: own.map_or("", |file| &file.file.name),
            offset,
        }
    }

    /// What the editor calls the files.
    pub(super) fn uris(&self) -> &[String] {
        &self.uris
    }

    /// The document among the files.
    pub(super) const fn own(&self) -> usize {
        self.own
    }
}

/// Files that are read with a document.
fn paths_of(path: &Path, setup: &Setup) -> Vec<PathBuf> {
    if setup.rules.is_empty() {
        return path.parent().map(Path::to_owned).into_iter().collect();
    }
    setup.rules.clone()
}

/// Places that the module tells, as the editor counts.
pub(super) struct Places<'r> {
    ruleset: &'r RulesetFiles,
    setup: &'r Setup,
    lines: Vec<OnceCell<Lines<'r>>>,
}

impl<'r> Places<'r> {
    pub(super) fn new(ruleset: &'r RulesetFiles, setup: &'r Setup) -> Self {
        Self {
            ruleset,
            setup,
            lines: ruleset.checked.iter().map(|_| OnceCell::new()).collect(),
        }
    }

    /// The file of a place, and the place in it; nothing if it is in none of the files.
    pub(super) fn find(&self, span: &Span) -> Option<(usize, Range)> {
        let mut files = self.ruleset.checked.iter();
        let at = files.position(|file| file.file.name == span.file)?;
        let text = &self.ruleset.checked.get(at)?.file.text;
        let lines = self
            .lines
            .get(at)?
            .get_or_init(|| Lines::new(text, self.setup.encoding));
        Some((at, lines.range(span.offset, span.end_offset)))
    }

    pub(super) fn range(&self, span: &Span) -> Option<Range> {
        self.find(span).map(|(_, range)| range)
    }

    pub(super) fn location(&self, span: &Span) -> Option<Location> {
        let (at, range) = self.find(span)?;
        let uri = Uri(self.ruleset.uris.get(at)?.clone());
        Some(Location { uri, range })
    }

    /// All of these places.
    pub(super) fn locations(&self, spans: &[Span]) -> Vec<Location> {
        spans
            .iter()
            .filter_map(|span| self.location(span))
            .collect()
    }
}
