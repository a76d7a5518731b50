//! One message after the other.

mod tell;

use std::io::{self, Write};
use std::path::Path;
use std::time::Instant;

use gen_lsp_types::json_rpc::Id;
use gen_lsp_types::{
    CodeActionKind, CodeActionOptions, CompletionOptions, InitializeResult, RenameOptions,
    RenameProvider, ServerCapabilities, ServerInfo, TextDocumentSyncKind, TextDocumentSyncOptions,
};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use serde_json::{Value, json};

use super::checks::{Checks, Due};
use super::diagnostics::Found;
use super::documents::{Change, Documents};
use super::error::LspError;
use super::fixes::Fixes;
use super::module::Module;
use super::published::Published;
use super::question::{Question, Sampled};
use super::queue::Incoming;
use super::ruleset::RulesetFiles;
use super::setup::{Hello, Setup};
use super::{diagnostics, frames};
use crate::rules;

/// Numbers of the protocol for messages to the user.
const ERROR: u32 = 1;
const WARNING: u32 = 2;

/// What helps where nobody knows any more what the editor shows.
const OPEN_AGAIN: &str = "close the document and open it again";

/// Signs behind which something else may be written than behind others.
const TRIGGERS: [&str; 9] = [".", "%", "[", "(", ",", "=", " ", "\"", "'"];

/// Whether there is more to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flow {
    /// There is.
    Continue,
    /// There is not.
    Exit {
        /// Whether that was said before.
        is_clean: bool,
    },
}

/// How far the conversation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    New,
    Running,
    ShutDown,
}

/// The server.
pub(crate) struct Server<O> {
    out: O,
    module: Module,
    setup: Setup,
    documents: Documents,
    phase: Phase,
    samples: Option<Box<RawValue>>,
    checks: Checks,
    published: Published,
    fixes: Fixes,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Opened {
    text_document: OpenedDocument,
}

#[derive(Deserialize)]
struct OpenedDocument {
    uri: String,
    #[serde(default)]
    version: i32,
    text: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Changed {
    text_document: Named,
    content_changes: Vec<Change>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Closed {
    text_document: Named,
}

#[derive(Deserialize)]
struct Named {
    uri: String,
    #[serde(default)]
    version: i32,
}

impl<O: Write> Server<O> {
    pub(crate) fn new(out: O, module: Module, setup: Setup) -> Self {
        Self {
            out,
            module,
            setup,
            documents: Documents::default(),
            phase: Phase::New,
            samples: None,
            checks: Checks::default(),
            published: Published::default(),
            fixes: Fixes::default(),
        }
    }

    /// Takes a message, and answers it if it is a question.
    pub(super) fn take(&mut self, message: Incoming) -> io::Result<Flow> {
        let request = match message {
            Ok(request) => request,
            Err((id, error)) => return self.misunderstand(&id, &error),
        };
        let (method, id, params) = request.into_parts();
        let params = params.unwrap_or_default();
        match id {
            // An answer to what was asked of the editor: to tell what changes.
            _ if method.is_empty() => Ok(Flow::Continue),
            Some(id) => match self.answer(&method, params) {
                Ok(result) => {
                    let message = json!({"jsonrpc": "2.0", "id": id, "result": result});
                    frames::write(&mut self.out, &message)?;
                    Ok(Flow::Continue)
                }
                Err(error) => self.refuse(&id, &error),
            },
            None => self.notice(&method, params),
        }
    }

    /// What nobody can read may have been a change of any document.
    fn misunderstand(&mut self, id: &Id, error: &LspError) -> io::Result<Flow> {
        if *id == Id::Null && self.documents.uris().next().is_some() {
            self.documents.lose_all();
            self.recheck();
            self.show(ERROR, &format!("{error} ({OPEN_AGAIN})"))?;
        }
        self.refuse(id, error)
    }

    fn refuse(&mut self, id: &Id, error: &LspError) -> io::Result<Flow> {
        let message = json!({"jsonrpc": "2.0", "id": id, "error": error.told()});
        frames::write(&mut self.out, &message)?;
        Ok(Flow::Continue)
    }

    fn notify(&mut self, method: &str, params: &impl Serialize) -> io::Result<()> {
        let message = json!({"jsonrpc": "2.0", "method": method, "params": params});
        frames::write(&mut self.out, &message)
    }

    fn say(&mut self, kind: u32, message: &str) -> io::Result<()> {
        self.notify(
            "window/logMessage",
            &json!({"type": kind, "message": message}),
        )
    }

    /// Tells it where the user sees it.
    fn show(&mut self, kind: u32, message: &str) -> io::Result<()> {
        self.say(kind, message)?;
        self.notify(
            "window/showMessage",
            &json!({"type": kind, "message": message}),
        )
    }

    /// Takes what wants no answer. What is wrong with it is told in the editor's log.
    fn notice(&mut self, method: &str, params: Value) -> io::Result<Flow> {
        if method == "exit" {
            let is_clean = self.phase == Phase::ShutDown;
            return Ok(Flow::Exit { is_clean });
        }
        if self.phase != Phase::Running {
            return Ok(Flow::Continue);
        }
        let done = match method {
            "initialized" => self.begin()?,
            "textDocument/didOpen" => read(params).and_then(|opened| self.open(opened)),
            "textDocument/didChange" => self.change(params),
            "textDocument/didClose" => match read(params) {
                Ok(closed) => {
                    self.close(&closed)?;
                    Ok(())
                }
                Err(error) => Err(error),
            },
            "textDocument/didSave" | "workspace/didChangeWatchedFiles" => {
                self.recheck();
                Ok(())
            }
            _ => Ok(()),
        };
        if let Err(error) = done {
            self.complain(method, &error)?;
        }
        Ok(Flow::Continue)
    }

    /// Says what is wrong with a notification; where the user sees it, if something is to be done about it.
    fn complain(&mut self, method: &str, error: &LspError) -> io::Result<()> {
        let message = format!("{method}: {error}");
        let is_taken_on_trust = matches!(method, "textDocument/didOpen" | "textDocument/didChange");
        if is_taken_on_trust && error.loses_text() {
            return self.show(ERROR, &format!("{message} ({OPEN_AGAIN})"));
        }
        self.say(ERROR, &message)
    }

    fn answer(&mut self, method: &str, params: Value) -> Result<Value, LspError> {
        match (self.phase, method) {
            (Phase::New, "initialize") => self.initialize(read(params)?),
            (Phase::New, _) => Err(LspError::NotInitialized),
            (Phase::ShutDown, _) | (_, "initialize") => Err(LspError::OutOfOrder),
            (_, "shutdown") => {
                self.phase = Phase::ShutDown;
                Ok(Value::Null)
            }
            _ => self.tell(method, params),
        }
    }

    fn initialize(&mut self, hello: Hello) -> Result<Value, LspError> {
        self.setup.agree(hello)?;
        self.phase = Phase::Running;
        Ok(serde_json::to_value(InitializeResult {
            capabilities: self.capabilities(),
            server_info: Some(ServerInfo {
                name: "falconet".to_owned(),
                version: Some(env!("CARGO_PKG_VERSION").to_owned()),
            }),
        })?)
    }

    fn capabilities(&self) -> ServerCapabilities {
        ServerCapabilities {
            position_encoding: Some(self.setup.encoding.kind()),
            text_document_sync: Some(
                TextDocumentSyncOptions {
                    open_close: Some(true),
                    change: Some(TextDocumentSyncKind::Incremental),
                    save: Some(true.into()),
                    ..TextDocumentSyncOptions::default()
                }
                .into(),
            ),
            completion_provider: Some(CompletionOptions {
                trigger_characters: Some(TRIGGERS.map(str::to_owned).into()),
                ..CompletionOptions::default()
            }),
            hover_provider: Some(true.into()),
            definition_provider: Some(true.into()),
            references_provider: Some(true.into()),
            document_symbol_provider: Some(true.into()),
            document_formatting_provider: Some(true.into()),
            code_action_provider: Some(
                CodeActionOptions {
                    code_action_kinds: Some(vec![CodeActionKind::QuickFix]),
                    ..CodeActionOptions::default()
                }
                .into(),
            ),
            rename_provider: Some(RenameProvider::RenameOptions(RenameOptions {
                prepare_provider: Some(true),
                ..RenameOptions::default()
            })),
            ..ServerCapabilities::default()
        }
    }

    /// Tells what is wrong with what the user set, and asks to be told of changes on disk.
    fn begin(&mut self) -> io::Result<Result<(), LspError>> {
        for problem in self.setup.problems() {
            self.show(ERROR, &problem)?;
        }
        if self.setup.can_watch {
            let watching = json!({"jsonrpc": "2.0", "id": "watch", "method": "client/registerCapability", "params": {"registrations": [{
                "id": "rules",
                "method": "workspace/didChangeWatchedFiles",
                "registerOptions": {"watchers": [{"globPattern": "**/*.{yaml,yml}"}]},
            }]}});
            frames::write(&mut self.out, &watching)?;
        }
        self.take_samples()
    }

    /// Has the values of samples collected.
    fn take_samples(&mut self) -> io::Result<Result<(), LspError>> {
        let (events, problems) = self.setup.read_samples();
        for problem in problems {
            self.say(WARNING, &problem)?;
        }
        if events.is_empty() {
            return Ok(Ok(()));
        }
        let sampled = self
            .module
            .ask::<Sampled>(&Question::Samples { events: &events });
        Ok(sampled.map_err(LspError::from).map(|sampled| {
            self.samples = Some(sampled.samples);
        }))
    }

    fn open(&mut self, opened: Opened) -> Result<(), LspError> {
        let OpenedDocument { uri, version, text } = opened.text_document;
        self.checks.add(uri.clone(), Instant::now());
        self.documents
            .open(uri, version, text, self.setup.max_rules)
    }

    /// Takes a change. Behind one that cannot be taken nobody knows what the document holds.
    fn change(&mut self, params: Value) -> Result<(), LspError> {
        let uri = params.pointer("/textDocument/uri").and_then(Value::as_str);
        let uri = uri.map(str::to_owned);
        let changed = read(params).and_then(|changed| self.apply(changed));
        match uri {
            Some(uri) if changed.is_err() => self.documents.lose(&uri),
            None => self.documents.lose_all(),
            Some(_) => {}
        }
        changed
    }

    fn apply(&mut self, changed: Changed) -> Result<(), LspError> {
        let Named { uri, version } = changed.text_document;
        self.documents.get(&uri)?;
        self.checks.add(uri.clone(), Instant::now());
        let (encoding, most) = (self.setup.encoding, self.setup.max_rules);
        self.documents
            .change(&uri, version, changed.content_changes, encoding, most)
    }

    /// What the document was is on disk again, for the others as well.
    fn close(&mut self, closed: &Closed) -> io::Result<()> {
        let uri = &closed.text_document.uri;
        self.documents.close(uri);
        self.fixes.forget(uri);
        self.checks.remove(uri);
        self.recheck();
        for uri in self.published.take_all() {
            self.clear(&uri)?;
        }
        Ok(())
    }

    /// Has all documents' rules checked anew.
    fn recheck(&mut self) {
        for uri in self.documents.uris() {
            self.checks.add(uri.to_owned(), Instant::now());
        }
    }

    fn clear(&mut self, uri: &str) -> io::Result<()> {
        self.notify(
            "textDocument/publishDiagnostics",
            &json!({"uri": uri, "diagnostics": []}),
        )
    }

    /// When rules are to be checked.
    pub(super) const fn due(&self) -> Option<Due> {
        self.checks.due()
    }

    /// Checks the rules of a document that changed, and those that belong to it.
    pub(super) fn publish(&mut self) -> io::Result<()> {
        let Some(uri) = self.checks.take(Instant::now()) else {
            return Ok(());
        };
        if is_test(&uri) {
            return Ok(());
        }
        let ruleset = match RulesetFiles::of(&uri, &self.documents, &self.setup) {
            Ok(ruleset) => ruleset,
            Err(error) => return self.say(ERROR, &error.to_string()),
        };
        for uri in ruleset.uris() {
            self.checks.remove(uri);
        }
        match diagnostics::check(&ruleset, &self.documents, &self.setup, &mut self.module) {
            Ok(found) => self.show_findings(&ruleset, found),
            Err(error) => self.say(ERROR, &format!("the rules cannot be checked: {error}")),
        }
    }

    /// Has the editor show what was found, and no longer what is no part of these rules any more.
    fn show_findings(&mut self, ruleset: &RulesetFiles, found: Vec<Found>) -> io::Result<()> {
        for uri in self.published.gone(ruleset.key(), ruleset.uris()) {
            self.clear(&uri)?;
        }
        for mut file in found {
            self.fixes.note(&mut file);
            let told = file.told;
            let uri = &told.uri.0;
            let is_open = self.documents.get(uri).is_ok();
            if is_open || !told.diagnostics.is_empty() || self.published.has(uri) {
                self.notify("textDocument/publishDiagnostics", &told)?;
                self.published.add(told.uri.0, ruleset.key());
            }
        }
        Ok(())
    }
}

/// Tests of rules are no rules, and their editors have a schema of them.
fn is_test(uri: &str) -> bool {
    rules::is_test_file(Path::new(uri))
}

fn read<P: DeserializeOwned>(params: Value) -> Result<P, LspError> {
    Ok(serde_json::from_value(params)?)
}
