//! `{"op": "test_mutants"}`: whether the cases of a file of tests notice changes of the rules.

use falconet_event::catalogue::Catalogue;
use falconet_rule_tests::{Audience, TestFile};
use falconet_rule_trials::{Cases, Mutants, Workshop};
use serde::Deserialize;

use super::{TestRequest, inputs, read, workshop};

/// Mutants of the rules of a file of tests, where nobody says how many.
const MOST_MUTANTS: usize = 1000;

/// What `{"op": "test_mutants"}` takes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct MutantsRequest {
    /// What `test` takes.
    test: TestRequest,
    /// Mutants that are tried at most, some from all over.
    #[serde(default)]
    max_mutants: Option<usize>,
    /// Which chunk of them, from 0.
    #[serde(default)]
    chunk: usize,
}

/// Tries a chunk of the mutants of the rules that a file of tests is about.
pub(crate) fn mutants(request: &MutantsRequest, catalogue: &Catalogue) -> Mutants {
    let test = &request.test;
    let mut file = read(&test.file);
    file.keep(&test.filter);
    if let Some(why) = &test.not_run {
        return Mutants::skipped(&file, why);
    }
    match workshop::of(&file, test, catalogue) {
        Ok(workshop) => tried(&file, &workshop, request),
        Err(_) => Mutants::skipped(&file, "the rules cannot be loaded"),
    }
}

fn tried(file: &TestFile, workshop: &Workshop, request: &MutantsRequest) -> Mutants {
    let mut engine = match workshop.judge() {
        Ok(engine) => engine,
        Err(error) => return Mutants::skipped(file, &error.to_string()),
    };
    let mut cases = Cases::default();
    let mut audience = Audience {
        explain: &mut |_, _| None,
        attend: &mut |trial| cases.keep(trial),
    };
    let given = inputs(&request.test);
    let outcome = file.run(&workshop.ruleset, &mut engine, &given, &mut audience);
    if outcome.failed() > 0 || outcome.problems() > 0 {
        return Mutants::skipped(file, "cases of it fail");
    }
    let most = request.max_mutants.unwrap_or(MOST_MUTANTS);
    let tried = Mutants::of(file, workshop, cases, &given, most, request.chunk);
    tried.unwrap_or_else(|error| Mutants::skipped(file, &error.to_string()))
}
