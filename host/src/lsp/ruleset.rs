//! Which files belong to a document, and what they hold: what is open in the editor as it is there, all else as it lies on
//! disk.

use std::cell::OnceCell;
use std::path::{Path, PathBuf};
use std::slice;

use gen_lsp_types::{Location, Range, Uri};

use super::documents::{Document, Documents, real};
use super::error::LspError;
use super::position::Lines;
use super::question::{Span, Spot};
use super::setup::Setup;
use super::uri;
use crate::messages::{CheckedFile, RulesFile, Unreadable};
use crate::rules::{self, OfFile, Origin, RulesError};

const BYTE_ORDER_MARK: char = '\u{feff}';

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
    /// What these rules are called, whatever files they have at the moment.
    key: String,
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
            key: String::new(),
        };
        if let Some(path) = document.path.as_deref() {
            found.read(&paths_of(path, setup), documents, setup)?;
        }
        match found.uris.iter().position(|one| one == uri) {
            Some(at) => {
                found.own = at;
                found.key = key_of(document, setup);
            }
            None => found.be_alone(uri, document),
        }
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
        let mut origins = Vec::new();
        for path in paths {
            origins.extend(origins_of(path, documents)?);
        }
        for mut file in rules::read_each_for_check(origins, setup.max_rules)? {
            let path = real(Path::new(&file.file.name));
            let uri = if let Some((uri, document)) = documents.of_path(&path) {
                show(&mut file, document);
                uri.to_owned()
            } else {
                without_mark(&mut file);
                uri::of(&path)
            };
            // A file that is reached twice, by a link for example, is one to an editor.
            if !self.uris.contains(&uri) {
                self.checked.push(file);
                self.uris.push(uri);
            }
        }
        Ok(())
    }

    /// The rules are the document, which is in none of the files.
    fn be_alone(&mut self, uri: &str, document: &Document) {
        let path = document.path.as_ref();
        let name = path.map_or_else(|| uri.to_owned(), |path| path.display().to_string());
        let mut file = CheckedFile {
            file: RulesFile {
                name,
                text: String::new(),
            },
            unreadable: None,
        };
        show(&mut file, document);
        self.checked = vec![file];
        self.uris = vec![uri.to_owned()];
        uri.clone_into(&mut self.key);
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

    /// The text of the file of that name.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        let mut files = self.checked.iter();
        let file = files.find(|file| file.file.name == name)?;
        Some(&file.file.text)
    }

    /// What the editor calls the files.
    pub(super) fn uris(&self) -> &[String] {
        &self.uris
    }

    /// What these rules are called, whatever files they have at the moment.
    pub(super) fn key(&self) -> &str {
        &self.key
    }

    /// The document among the files.
    pub(super) const fn own(&self) -> usize {
        self.own
    }
}

/// Takes the mark of a text's byte order off, as editors do: places count from behind it.
fn without_mark(file: &mut CheckedFile) {
    let text = &mut file.file.text;
    if text.starts_with(BYTE_ORDER_MARK) {
        text.remove(0);
    }
}

/// Takes what the editor shows of a file.
fn show(file: &mut CheckedFile, document: &Document) {
    let text = document.text();
    file.unreadable = text.is_none().then(|| Unreadable {
        message: "what the editor shows of the file is not known, since a change of it could not be taken"
            .to_owned(),
        offset: None,
    });
    text.unwrap_or_default().clone_into(&mut file.file.text);
}

/// Files that are read with a document.
fn paths_of(path: &Path, setup: &Setup) -> Vec<PathBuf> {
    if setup.rules.is_empty() {
        return path.parent().map(Path::to_owned).into_iter().collect();
    }
    setup.rules.clone()
}

/// The rules that a document is one of: those that the user named, or those of its folder.
fn key_of(document: &Document, setup: &Setup) -> String {
    let folder = document.path.as_deref().and_then(Path::parent);
    let folder = folder.filter(|_| setup.rules.is_empty());
    folder.map_or_else(String::new, |folder| folder.display().to_string())
}

/// The files that a path stands for. What the editor shows and nobody has saved yet is where it will be then.
fn origins_of(path: &Path, documents: &Documents) -> Result<Vec<OfFile<Origin>>, RulesError> {
    let mut origins = rules::origins_of_each(slice::from_ref(&path.to_owned()))?;
    let unsaved = documents.unsaved();
    let mut unsaved: Vec<_> = unsaved
        .filter_map(|file| rules::would_be_found(path, file))
        .collect();
    if !unsaved.is_empty() {
        let there = origins.into_iter().flatten();
        unsaved.extend(there.filter_map(|origin| match origin {
            Origin::File(path) => Some(path),
            Origin::Stdin => None,
        }));
        unsaved.sort();
        origins = unsaved.into_iter().map(Origin::File).map(Ok).collect();
    }
    Ok(origins)
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

    /// What stands at a place.
    pub(super) fn text(&self, span: &Span) -> Option<&'r str> {
        let text = self.ruleset.text(&span.file)?;
        text.get(span.offset..span.end_offset)
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
