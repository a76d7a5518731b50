//! What the editor and the command line want.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use gen_lsp_types::PositionEncodingKind;
use serde::Deserialize;
use serde_json::Value;

use super::error::LspError;
use super::position::Encoding;
use super::uri;
use crate::cli::{LintLevel, LspOptions, Size};
use crate::rules::{self, OfFile};

/// What is to be done how.
#[derive(Debug)]
pub(crate) struct Setup {
    /// Rules that belong together; without any, those of a document's folder.
    pub(super) rules: Vec<PathBuf>,
    pub(super) settings: Vec<String>,
    pub(super) samples: Vec<PathBuf>,
    pub(super) lints: Vec<LintLevel>,
    pub(super) max_rules: Size,
    pub(super) max_samples: Size,
    pub(super) encoding: Encoding,
    /// Whether the editor knows places to fill in.
    pub(super) has_snippets: bool,
    /// Whether the editor tells what changes on disk, if it is asked to.
    pub(super) can_watch: bool,
}

/// What an editor says of itself, of what matters here. Everything else it may say as it likes.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Hello {
    root_uri: Option<String>,
    workspace_folders: Option<Vec<Folder>>,
    capabilities: Value,
    initialization_options: Option<Wishes>,
}

#[derive(Debug, Deserialize)]
struct Folder {
    uri: String,
}

/// What a user can set in an editor. What is not said is as on the command line.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Wishes {
    rules: Option<Vec<PathBuf>>,
    settings: Option<Vec<String>>,
    samples: Option<Vec<PathBuf>>,
}

impl Setup {
    /// As the command line has it.
    pub(crate) fn new(options: &LspOptions) -> Self {
        Self {
            rules: options.rules.clone(),
            settings: options.settings.clone(),
            samples: options.samples.clone(),
            lints: options.lints.levels.clone(),
            max_rules: options.rule_limits.max_rules,
            max_samples: options.max_samples,
            encoding: Encoding::default(),
            has_snippets: false,
            can_watch: false,
        }
    }

    /// Takes what the editor says.
    pub(super) fn agree(&mut self, hello: Hello) -> Result<(), LspError> {
        let folders = hello.workspace_folders.unwrap_or_default();
        let root = folders
            .first()
            .map(|folder| &folder.uri)
            .or(hello.root_uri.as_ref());
        let root = root.and_then(|root| uri::path(root)).unwrap_or_default();
        let wishes = hello.initialization_options.unwrap_or_default();
        let placed = |paths: Vec<PathBuf>| paths.iter().map(|path| root.join(path)).collect();
        let rules = wishes.rules.map_or_else(|| self.rules.clone(), placed);
        if rules.iter().any(|path| path.ends_with("-")) {
            let message = "standard input is the editor's: rules cannot be read from it";
            return Err(LspError::Refused(message.to_owned()));
        }
        self.rules = rules;
        self.samples = wishes.samples.map_or_else(|| self.samples.clone(), placed);
        self.settings = wishes.settings.unwrap_or_else(|| self.settings.clone());
        let able = |pointer: &str| hello.capabilities.pointer(pointer);
        let offered =
            able("/general/positionEncodings").map(Vec::<PositionEncodingKind>::deserialize);
        self.encoding = Encoding::agreed(&offered.and_then(Result::ok).unwrap_or_default());
        let is_able = |pointer| able(pointer).and_then(Value::as_bool).unwrap_or_default();
        self.has_snippets = is_able("/textDocument/completion/completionItem/snippetSupport");
        self.can_watch = is_able("/workspace/didChangeWatchedFiles/dynamicRegistration");
        Ok(())
    }

    /// What is wrong with the rules that the user named.
    pub(super) fn problems(&self) -> Vec<String> {
        let origins = rules::origins_of_each(&self.rules);
        match origins.and_then(|origins| rules::read_each(origins, self.max_rules)) {
            Ok(files) => files.iter().filter_map(problem).collect(),
            Err(error) => vec![error.to_string()],
        }
    }

    /// The events of all samples; and what is wrong with those that cannot be read.
    pub(super) fn read_samples(&self) -> (String, Vec<String>) {
        let mut left = self.max_samples.bytes();
        let (mut events, mut problems) = (String::new(), Vec::new());
        for path in &self.samples {
            match read(path, left) {
                Ok(bytes) => {
                    left -= bytes.len() as u64;
                    events.push_str(&String::from_utf8_lossy(&bytes));
                    events.push('\n');
                }
                Err(error) => problems.push(format!(
                    "the sample `{}` cannot be read: {error}",
                    path.display()
                )),
            }
        }
        (events, problems)
    }
}

fn problem<F>(file: &OfFile<F>) -> Option<String> {
    file.as_ref().err().map(ToString::to_string)
}

/// A file, up to a bound.
fn read(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}
