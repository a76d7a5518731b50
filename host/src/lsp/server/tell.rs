//! Questions about documents, and their answers.

use std::io::Write;

use gen_lsp_types::{
    DocumentFormattingParams, DocumentSymbolParams, RenameParams, TextDocumentPositionParams,
    TextEdit,
};
use serde_json::Value;

use super::{Server, is_test, read};
use crate::lsp::answers;
use crate::lsp::error::LspError;
use crate::lsp::fixes::Asked;
use crate::lsp::position::Lines;
use crate::lsp::question::{Completions, Defined, Meaning, Question, Renamed, Spans, Spot};
use crate::lsp::ruleset::{Places, RulesetFiles};
use crate::messages::{FormatAnswer, Request};

impl<O: Write> Server<O> {
    /// Answers a question.
    pub(super) fn tell(&mut self, method: &str, params: Value) -> Result<Value, LspError> {
        match method {
            "textDocument/completion" => self.at(read(params)?, Self::complete),
            "textDocument/hover" => self.at(read(params)?, Self::hover),
            "textDocument/definition" => self.at(read(params)?, |server, ruleset, offset| {
                let place = ruleset.spot(offset);
                server.locations(ruleset, &Question::Definition { place })
            }),
            "textDocument/references" => self.at(read(params)?, |server, ruleset, offset| {
                let place = ruleset.spot(offset);
                server.locations(ruleset, &Question::References { place })
            }),
            "textDocument/prepareRename" => self.at(read(params)?, Self::prepare_rename),
            "textDocument/rename" => self.rename(read(params)?),
            "textDocument/documentSymbol" => self.symbols(&read(params)?),
            "textDocument/codeAction" => self.actions(&read(params)?),
            "textDocument/formatting" => self.format(&read(params)?),
            other => Err(LspError::NoMethod(other.to_owned())),
        }
    }

    /// Answers a question about a place.
    fn at(
        &mut self,
        asked: TextDocumentPositionParams,
        answer: impl FnOnce(&mut Self, &RulesetFiles, usize) -> Result<Value, LspError>,
    ) -> Result<Value, LspError> {
        let uri = asked.text_document.uri.0;
        let lines = Lines::new(self.documents.text(&uri)?, self.setup.encoding);
        let offset = lines.offset(asked.position)?;
        if is_test(&uri) {
            return Ok(Value::Null);
        }
        let ruleset = RulesetFiles::of(&uri, &self.documents, &self.setup)?;
        answer(self, &ruleset, offset)
    }

    fn complete(&mut self, ruleset: &RulesetFiles, offset: usize) -> Result<Value, LspError> {
        let place = ruleset.spot(offset);
        let samples = self.samples.as_deref();
        let found: Completions = self.module.ask(&Question::Complete { place, samples })?;
        let places = Places::new(ruleset, &self.setup);
        let list = answers::completions(found, &places, self.setup.has_snippets);
        Ok(serde_json::to_value(list)?)
    }

    fn hover(&mut self, ruleset: &RulesetFiles, offset: usize) -> Result<Value, LspError> {
        let place = ruleset.spot(offset);
        let found: Meaning = self.module.ask(&Question::Hover { place })?;
        let places = Places::new(ruleset, &self.setup);
        Ok(serde_json::to_value(answers::hover(found, &places))?)
    }

    fn locations(
        &mut self,
        ruleset: &RulesetFiles,
        question: &Question<'_>,
    ) -> Result<Value, LspError> {
        let found: Spans = self.module.ask(question)?;
        let places = Places::new(ruleset, &self.setup);
        Ok(serde_json::to_value(places.locations(&found.places))?)
    }

    fn prepare_rename(&mut self, ruleset: &RulesetFiles, offset: usize) -> Result<Value, LspError> {
        let found = self.renamed(ruleset.spot(offset), None)?;
        let places = Places::new(ruleset, &self.setup);
        Ok(serde_json::to_value(answers::renamable(found, &places)?)?)
    }

    fn rename(&mut self, asked: RenameParams) -> Result<Value, LspError> {
        let new_name = asked.new_name;
        self.at(
            asked.text_document_position_params,
            |server, ruleset, offset| {
                ruleset.require_readable()?;
                let found = server.renamed(ruleset.spot(offset), Some(&new_name))?;
                let places = Places::new(ruleset, &server.setup);
                Ok(serde_json::to_value(answers::renamed(
                    found, &new_name, &places,
                )?)?)
            },
        )
    }

    fn renamed(&mut self, place: Spot<'_>, new_name: Option<&str>) -> Result<Renamed, LspError> {
        Ok(self.module.ask(&Question::Rename { place, new_name })?)
    }

    fn symbols(&mut self, asked: &DocumentSymbolParams) -> Result<Value, LspError> {
        self.whole(&asked.text_document.uri.0, |server, ruleset| {
            let place = ruleset.spot(0);
            let found: Defined = server.module.ask(&Question::Symbols { place })?;
            let places = Places::new(ruleset, &server.setup);
            Ok(serde_json::to_value(answers::symbols(found, &places))?)
        })
    }

    /// The quick fixes at a place, as the last check found them.
    fn actions(&self, asked: &Asked) -> Result<Value, LspError> {
        let uri = &asked.text_document.uri;
        self.documents.text(uri)?;
        let version = self.documents.get(uri)?.version;
        Ok(serde_json::to_value(self.fixes.actions(asked, version))?)
    }

    fn format(&mut self, asked: &DocumentFormattingParams) -> Result<Value, LspError> {
        self.whole(&asked.text_document.uri.0, Self::formatted)
    }

    /// Answers a question about a document.
    fn whole(
        &mut self,
        uri: &str,
        answer: impl FnOnce(&mut Self, &RulesetFiles) -> Result<Value, LspError>,
    ) -> Result<Value, LspError> {
        self.documents.text(uri)?;
        if is_test(uri) {
            return Ok(Value::Null);
        }
        let ruleset = RulesetFiles::of(uri, &self.documents, &self.setup)?;
        answer(self, &ruleset)
    }

    fn formatted(&mut self, ruleset: &RulesetFiles) -> Result<Value, LspError> {
        let request = Request::Format {
            files: &ruleset.files,
            diff: false,
            color: false,
            width: None,
        };
        let answer: FormatAnswer = self.module.ask(&request)?;
        let name = ruleset.spot(0).file;
        let (mut asked, mut formatted) = (ruleset.files.iter(), answer.files.into_iter());
        let (Some(old), Some(new)) = (
            asked.find(|file| file.name == name),
            formatted.find(|file| file.name == name),
        ) else {
            return Ok(Value::Null);
        };
        if let Some(kept) = new.kept {
            return Err(LspError::Refused(format!(
                "the file stays as it is: {kept}"
            )));
        }
        let Some(new_text) = new.text else {
            return Err(LspError::Refused(
                "the file cannot be read: see its diagnostics".to_owned(),
            ));
        };
        let range = Lines::new(&old.text, self.setup.encoding).whole();
        let edits: Vec<TextEdit> = new
            .changed
            .then_some(TextEdit { range, new_text })
            .into_iter()
            .collect();
        Ok(serde_json::to_value(edits)?)
    }
}
