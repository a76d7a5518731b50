//! What tests of this crate share.

use std::rc::Rc;

use falconet_engine::{Environment, Limits, Settings};
use falconet_event::catalogue::Catalogue;
use falconet_rule_tests::TestFile;
use falconet_ruleset::{LoadOptions, Loader};

use crate::Workshop;

/// A case about an event with some members.
pub(crate) fn case(expected: &str, members: &str) -> String {
    format!(
        "  - {{name: n, event: {{eventTime: 2026-11-30T10:00:00Z, eventType: x, {members}}}, {expected}}}\n"
    )
}

pub(crate) fn fires(rule: &str, members: &str) -> String {
    case(&format!("fires: {rule}"), members)
}

pub(crate) fn silent(rule: &str, members: &str) -> String {
    case(&format!("silent: {rule}"), members)
}

/// The rules, with the settings of a file of tests.
pub(crate) fn workshop(file: &TestFile, rules: &str) -> Workshop {
    let catalogue = Catalogue::builtin();
    let mut settings = Settings::default();
    for setting in file.settings(&[]) {
        settings.apply(&setting).unwrap();
    }
    let mut loader = Loader::new(&catalogue, LoadOptions::default());
    assert!(loader.load("rules.yaml", rules).successful());
    let (ruleset, sources) = loader.into_parts();
    Workshop {
        ruleset: Rc::new(ruleset.unwrap()),
        sources,
        catalogue,
        settings,
        environment: Environment::default(),
        limits: Limits::default(),
    }
}
