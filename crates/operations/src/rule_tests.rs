//! `{"op": "test"}` and what belongs to it: tests of rules.

use falconet_engine::BatchResult;
use falconet_event::catalogue::Catalogue;
use falconet_rule_tests::{Audience, Format, Inputs, Look, Outcome, Part, TestFile, holds_rules};
use falconet_rule_trials::{Coverage, CoverageWatch, Workshop};
use serde::{Deserialize, Serialize};

use crate::load;
use crate::messages::{ExplainFormat, ExplainRequest, LoadRequest, RulesFile};

mod mutants;
mod report;
mod workshop;

pub(crate) use mutants::mutants;
pub(crate) use report::report;

/// Failures of a file that are explained.
const MOST_EXPLAINED: usize = 10;

/// What `{"op": "test_files"}` takes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FilesRequest {
    file: RulesFile,
    /// Whether it is only asked whether it holds rules: that is told by its first words where it does not.
    #[serde(default)]
    only_rules: bool,
}

/// The files that a file of tests names: paths from the folder that it is in.
#[derive(Debug, Default, Serialize)]
pub(crate) struct FilesAnswer {
    rules: Vec<String>,
    inputs: Vec<String>,
    /// Whether it holds rules in place of tests, which nothing loads that loads a folder.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    holds_rules: bool,
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
    /// Why the file of tests cannot be read, or what came of running it, where it is to be told that it was not run.
    #[serde(default)]
    not_run: Option<String>,
    /// Whether to tell what the cases have seen of the rules.
    #[serde(default)]
    coverage: bool,
}

/// How a file of tests went, to be handed back with `test_report`.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct TestPart {
    #[serde(flatten)]
    part: Part,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    coverage: Option<Coverage>,
}

/// What `{"op": "test"}` answers.
#[derive(Debug, Serialize)]
pub(crate) struct TestAnswer {
    #[serde(flatten)]
    part: TestPart,
    updated: Option<String>,
}

/// The files to read before a file of tests can be run.
pub(crate) fn files(request: &FilesRequest, _: &Catalogue) -> FilesAnswer {
    let holds_rules = holds_rules(&request.file.text);
    if request.only_rules {
        return FilesAnswer {
            holds_rules,
            ..FilesAnswer::default()
        };
    }
    let file = read(&request.file);
    let inputs = file.suite().map_or_else(Vec::new, |suite| suite.inputs());
    FilesAnswer {
        rules: file.rules(),
        inputs: inputs.into_iter().map(str::to_owned).collect(),
        holds_rules,
    }
}

/// Runs a file of tests.
pub(crate) fn test(request: &TestRequest, catalogue: &Catalogue) -> TestAnswer {
    let mut file = read(&request.file);
    if let Some(message) = &request.not_run {
        return answer(&file.not_run(message), None, request);
    }
    file.keep(&request.filter);
    match workshop::of(&file, request, catalogue) {
        Ok(workshop) => judged(&file, &workshop, request, catalogue),
        Err(message) => answer(&file.without_rules(&message), None, request),
    }
}

fn judged(
    file: &TestFile,
    workshop: &Workshop,
    request: &TestRequest,
    catalogue: &Catalogue,
) -> TestAnswer {
    let engines = workshop.judge().and_then(|engine| {
        let watch = || CoverageWatch::new(file, workshop, engine.source());
        let watch = request.coverage.then(watch).transpose()?;
        Ok((engine, watch))
    });
    let (mut engine, mut watch) = match engines {
        Ok(engines) => engines,
        Err(error) => return answer(&file.without_rules(&error.to_string()), None, request),
    };
    let mut why = Why::new(file, request, catalogue);
    let mut audience = Audience {
        explain: &mut |rule, event| why.of(rule, event),
        attend: &mut |trial| {
            if let Some(watch) = &mut watch {
                watch.see(trial);
            }
        },
    };
    let ruleset = &workshop.ruleset;
    let outcome = file.run(ruleset, &mut engine, &inputs(request), &mut audience);
    let coverage = watch.map(CoverageWatch::coverage);
    answer(&outcome, coverage, request)
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

fn answer(outcome: &Outcome<'_>, coverage: Option<Coverage>, request: &TestRequest) -> TestAnswer {
    let look = Look {
        color: request.color,
        width: request.width,
    };
    TestAnswer {
        part: TestPart {
            part: outcome.part(request.format, look),
            coverage,
        },
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
            ..workshop::load_request(file, request)
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
