//! One message after the other.

mod tell;

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::Path;

use gen_lsp_types::json_rpc::{Id, RequestObject};
use gen_lsp_types::{
    CompletionOptions, InitializeResult, RenameOptions, RenameProvider, ServerCapabilities,
    ServerInfo, TextDocumentSyncKind, TextDocumentSyncOptions,
};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use serde_json::{Value, json};

use super::documents::{Change, Documents};
use super::error::LspError;
use super::module::Module;
use super::question::{Question, Sampled};
use super::ruleset::RulesetFiles;
use super::setup::{Hello, Setup};
use super::{Incoming, diagnostics, frames};
use crate::rules;

/// Numbers of the protocol for messages to the user.
const ERROR: u32 = 1;
const WARNING: u32 = 2;

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
    /// Documents whose rules are to be checked.
    changed: BTreeSet<String>,
    /// Files with findings that the editor shows.
    published: BTreeSet<String>,
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
            changed: BTreeSet::new(),
            published: BTreeSet::new(),
        }
    }

    /// Takes a message, and answers it if it is a question.
    pub(super) fn take(&mut self, message: Incoming) -> io::Result<Flow> {
        let request = match parsed(message) {
            Ok(request) => request,
            Err((id, error)) => return self.refuse(&id, &error),
        };
        let (method, id, params) = request.into_parts();
        let params = params.unwrap_or_default();
        match id {
            // An answer to what nobody asked.
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
            "initialized" => self.take_samples()?,
            "textDocument/didOpen" => read(params).and_then(|opened| self.open(opened)),
            "textDocument/didChange" => read(params).and_then(|changed| self.change(changed)),
            "textDocument/didClose" => match read(params) {
                Ok(closed) => {
                    self.close(&closed)?;
                    Ok(())
                }
                Err(error) => Err(error),
            },
            _ => Ok(()),
        };
        if let Err(error) = done {
            self.say(ERROR, &format!("{method}: {error}"))?;
        }
        Ok(Flow::Continue)
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
            rename_provider: Some(RenameProvider::RenameOptions(RenameOptions {
                prepare_provider: Some(true),
                ..RenameOptions::default()
            })),
            ..ServerCapabilities::default()
        }
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
        self.documents
            .open(uri.clone(), version, text, self.setup.max_rules)?;
        self.changed.insert(uri);
        Ok(())
    }

    fn change(&mut self, changed: Changed) -> Result<(), LspError> {
        let Named { uri, version } = changed.text_document;
        let (encoding, most) = (self.setup.encoding, self.setup.max_rules);
        self.documents
            .change(&uri, version, changed.content_changes, encoding, most)?;
        self.changed.insert(uri);
        Ok(())
    }

    /// What the document was is on disk again, for the others as well.
    fn close(&mut self, closed: &Closed) -> io::Result<()> {
        self.documents.close(&closed.text_document.uri);
        self.changed = self.documents.uris().map(str::to_owned).collect();
        for uri in std::mem::take(&mut self.published) {
            self.notify(
                "textDocument/publishDiagnostics",
                &json!({"uri": uri, "diagnostics": []}),
            )?;
        }
        Ok(())
    }

    /// Whether rules are to be checked.
    pub(super) fn has_changes(&self) -> bool {
        !self.changed.is_empty()
    }

    /// Checks the rules of a document that changed, and those that belong to it.
    pub(super) fn publish(&mut self) -> io::Result<()> {
        let Some(uri) = self.changed.pop_first() else {
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
            self.changed.remove(uri);
        }
        match diagnostics::check(&ruleset, &self.documents, &self.setup, &mut self.module) {
            Ok(found) => {
                for file in found {
                    let uri = file.uri.0.clone();
                    let was_shown = self.published.contains(&uri);
                    if !file.diagnostics.is_empty() || was_shown || self.documents.get(&uri).is_ok()
                    {
                        self.notify("textDocument/publishDiagnostics", &file)?;
                        self.published.insert(uri);
                    }
                }
                Ok(())
            }
            Err(error) => self.say(ERROR, &format!("the rules cannot be checked: {error}")),
        }
    }
}

/// Tests of rules are no rules, and their editors have a schema of them.
fn is_test(uri: &str) -> bool {
    rules::is_test_file(Path::new(uri))
}

fn read<P: DeserializeOwned>(params: Value) -> Result<P, LspError> {
    Ok(serde_json::from_value(params)?)
}

/// A message as a request or a notification; or whom to tell what is wrong with it.
fn parsed(message: Incoming) -> Result<RequestObject, (Id, LspError)> {
    let message = message.map_err(|error| (Id::Null, error.into()))?;
    let message: Value =
        serde_json::from_slice(&message).map_err(|error| (Id::Null, LspError::NoJson(error)))?;
    let id = message.get("id").map(Id::deserialize);
    let id = id.and_then(Result::ok).unwrap_or(Id::Null);
    serde_json::from_value(message).map_err(|error| (id, LspError::NoRequest(error.to_string())))
}
