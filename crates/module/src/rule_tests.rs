//! `{"op": "test"}` and what belongs to it: tests of rules.

use falconet_engine::{BatchResult, Engine};
use falconet_event::catalogue::Catalogue;
use falconet_rule_tests::{Format, Inputs, Look, Outcome, Part, TestFile, conclude, is_ok};
use falconet_ruleset::Ruleset;
use serde::{Deserialize, Serialize};

use crate::load::{self, Opened};
use crate::messages::{ExplainFormat, ExplainRequest, LoadAnswer, LoadRequest, RulesFile};

/// Failures of a file that are explained.
const MOST_EXPLAINED: usize = 10;

/// What `{"op": "test_files"}` takes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FilesRequest {
    file: RulesFile,
}

/// The files that a file of tests names: paths from the folder that it is in.
#[derive(Debug, Serialize)]
pub(crate) struct FilesAnswer {
    rules: Vec<String>,
    inputs: Vec<String>,
}

/// What `{"op": "test"}` takes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TestRequest {
    /// The file of tests.
    file: RulesFile,
    /// The rules, in load order.
    rules: Vec<RulesFile>,
    /// The files of events, by the paths that the file of tests has for them.
    #[serde(default)]
    inputs: Vec<RulesFile>,
    /// Falco's configuration keys, over those of the file of tests.
    #[serde(default)]
    settings: Vec<String>,
    /// Words of which the name of a case must contain one.
    #[serde(default)]
    filter: Vec<String>,
    #[serde(default)]
    format: Format,
    #[serde(default)]
    color: bool,
    #[serde(default)]
    width: Option<usize>,
    /// Whether to answer the file with what came in place of what was expected.
    #[serde(default)]
    update: bool,
}

/// What `{"op": "test"}` answers.
#[derive(Debug, Serialize)]
pub(crate) struct TestAnswer {
    #[serde(flatten)]
    part: Part,
    updated: Option<String>,
}

/// What `{"op": "test_report"}` takes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReportRequest {
    /// The answers to `test`, in order.
    parts: Vec<Part>,
    #[serde(default)]
    format: Format,
}

/// What `{"op": "test_report"}` answers.
#[derive(Debug, Serialize)]
pub(crate) struct ReportAnswer {
    ok: bool,
    text: String,
}

/// The files to read before a file of tests can be run.
pub(crate) fn files(request: &FilesRequest, _: &Catalogue) -> FilesAnswer {
    let file = read(&request.file);
    let inputs = file.suite().map_or_else(Vec::new, |suite| suite.inputs());
    FilesAnswer {
        rules: file.rules(),
        inputs: inputs.into_iter().map(str::to_owned).collect(),
    }
}

/// Runs a file of tests.
pub(crate) fn test(request: &TestRequest, catalogue: &Catalogue) -> TestAnswer {
    let mut file = read(&request.file);
    file.keep(&request.filter);
    let outcome = match loaded(&file, request, catalogue) {
        Ok((ruleset, mut engine)) => {
            let mut why = Why::new(&file, request, catalogue);
            let explain = &mut |rule: &str, event: &[u8]| why.of(rule, event);
            file.run(&ruleset, &mut engine, &inputs(request), explain)
        }
        Err(message) => file.without_rules(&message),
    };
    answer(&outcome, request)
}

/// Puts together what was said about several files.
pub(crate) fn report(request: &ReportRequest, _: &Catalogue) -> ReportAnswer {
    ReportAnswer {
        ok: is_ok(&request.parts),
        text: conclude(&request.parts, request.format),
    }
}

fn read(file: &RulesFile) -> TestFile {
    TestFile::read(&file.name, &file.text)
}

fn inputs(request: &TestRequest) -> Inputs {
    let inputs = request.inputs.iter();
    inputs
        .map(|input| (input.name.clone(), input.text.clone()))
        .collect()
}

fn answer(outcome: &Outcome<'_>, request: &TestRequest) -> TestAnswer {
    let look = Look {
        color: request.color,
        width: request.width,
    };
    TestAnswer {
        part: outcome.part(request.format, look),
        updated: request.update.then(|| outcome.updated()).flatten(),
    }
}

/// Says why a rule fires on an event, or does not.
struct Why<'w> {
    load: LoadRequest,
    catalogue: &'w Catalogue,
    /// How many more are explained: each takes loading the rules.
    left: usize,
}

impl<'w> Why<'w> {
    fn new(file: &TestFile, request: &TestRequest, catalogue: &'w Catalogue) -> Self {
        let explain = ExplainRequest {
            format: ExplainFormat::Text,
            width: request.width,
            color: request.color,
            ..ExplainRequest::default()
        };
        let load = LoadRequest {
            source: file.suite().and_then(|suite| suite.source.clone()),
            explain: Some(explain),
            ..load_request(file, request)
        };
        Self {
            load,
            catalogue,
            left: match request.format {
                Format::Text | Format::Json => MOST_EXPLAINED,
                Format::Junit | Format::Github | Format::Tap => 0,
            },
        }
    }

    fn of(&mut self, rule: &str, event: &[u8]) -> Option<String> {
        self.left = self.left.checked_sub(1)?;
        if let Some(explain) = &mut self.load.explain {
            explain.rules = vec![rule.to_owned()];
        }
        let mut engine = load::ruleset(&self.load, self.catalogue).engine?;
        let mut batch = BatchResult::default();
        engine.eval(event, true, true, &mut batch);
        String::from_utf8(batch.lines).ok()
    }
}

fn load_request(file: &TestFile, request: &TestRequest) -> LoadRequest {
    LoadRequest {
        files: request.rules.clone(),
        settings: file.settings(&request.settings),
        ..LoadRequest::default()
    }
}

/// The rules of a file of tests, ready to judge; or why they are not.
fn loaded(
    file: &TestFile,
    request: &TestRequest,
    catalogue: &Catalogue,
) -> Result<(Ruleset, Engine), String> {
    let load = load_request(file, request);
    let mut opened = load::opened(&load, catalogue).map_err(|answer| first_word(&answer))?;
    if let Some(source) = file.suite().and_then(|suite| suite.source.clone()) {
        opened.settings.source = Some(source);
    }
    let engine = load::engine_of(&opened, &load)?;
    let Opened { ruleset, .. } = opened;
    Ok((ruleset, engine))
}

/// The first error with its place, as a sentence.
fn first_word(answer: &LoadAnswer) -> String {
    let found = answer
        .diagnostics
        .iter()
        .find(|one| one.severity == "error");
    let told = found.and_then(|found| {
        let place = found.place.as_ref()?;
        Some(format!(
            "{}:{}:{}: {}",
            place.file, place.line, place.column, found.message
        ))
    });
    let fatal = || answer.fatal.as_ref().map(|fatal| fatal.message.clone());
    told.or_else(fatal).unwrap_or_default()
}

#[cfg(test)]
mod tests;
