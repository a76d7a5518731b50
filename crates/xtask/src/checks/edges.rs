//! Which crate may know which: the edges of docs/ARCHITECTURE.md, read off `cargo metadata`.

use serde::Deserialize;

use crate::error::Error;
use crate::shell;
use crate::workspace::Workspace;

/// What each crate may depend on among ours. A crate that is not listed may depend on none.
const ALLOWED: [(&str, &[&str]); 18] = [
    (
        "falconet-module",
        &[
            "falconet-operations",
            "falconet-vectors",
            "falconet-engine",
            "falconet-rule-diff",
            "falconet-ruleset",
            "falconet-event",
        ],
    ),
    (
        "falconet-operations",
        &[
            "falconet-editor",
            "falconet-lint",
            "falconet-engine",
            "falconet-fmt",
            "falconet-rule-diff",
            "falconet-rule-tests",
            "falconet-rule-trials",
            "falconet-show",
            "falconet-suggest",
            "falconet-witness",
            "falconet-workbench",
            "falconet-ruleset",
            "falconet-event",
            "falconet-diagnostics",
        ],
    ),
    (
        "falconet-suggest",
        &[
            "falconet-show",
            "falconet-engine",
            "falconet-ruleset",
            "falconet-event",
            "falconet-diagnostics",
        ],
    ),
    (
        "falconet-witness",
        &[
            "falconet-workbench",
            "falconet-show",
            "falconet-lint",
            "falconet-engine",
            "falconet-ruleset",
            "falconet-event",
            "falconet-diagnostics",
        ],
    ),
    (
        "falconet-editor",
        &[
            "falconet-lint",
            "falconet-engine",
            "falconet-ruleset",
            "falconet-condition",
            "falconet-event",
            "falconet-diagnostics",
        ],
    ),
    (
        "falconet-rule-diff",
        &[
            "falconet-engine",
            "falconet-ruleset",
            "falconet-diagnostics",
        ],
    ),
    (
        "falconet-rule-tests",
        &[
            "falconet-engine",
            "falconet-ruleset",
            "falconet-diagnostics",
        ],
    ),
    (
        "falconet-rule-trials",
        &[
            "falconet-rule-tests",
            "falconet-workbench",
            "falconet-show",
            "falconet-engine",
            "falconet-ruleset",
            "falconet-event",
            "falconet-diagnostics",
        ],
    ),
    (
        "falconet-fmt",
        &[
            "falconet-ruleset",
            "falconet-condition",
            "falconet-diagnostics",
        ],
    ),
    (
        "falconet-vectors",
        &[
            "falconet-engine",
            "falconet-ruleset",
            "falconet-event",
            "falconet-condition",
        ],
    ),
    (
        "falconet-lint",
        &[
            "falconet-ruleset",
            "falconet-condition",
            "falconet-event",
            "falconet-diagnostics",
        ],
    ),
    (
        "falconet-workbench",
        &[
            "falconet-show",
            "falconet-engine",
            "falconet-ruleset",
            "falconet-event",
            "falconet-diagnostics",
        ],
    ),
    (
        "falconet-show",
        &[
            "falconet-ruleset",
            "falconet-condition",
            "falconet-event",
            "falconet-diagnostics",
        ],
    ),
    (
        "falconet-engine",
        &["falconet-ruleset", "falconet-event", "falconet-diagnostics"],
    ),
    (
        "falconet-fuzz",
        &[
            "falconet",
            "falconet-module",
            "falconet-engine",
            "falconet-ruleset",
            "falconet-condition",
            "falconet-event",
            "falconet-fmt",
            "falconet-lint",
        ],
    ),
    (
        "falconet-yardsticks",
        &["falconet-engine", "falconet-ruleset", "falconet-event"],
    ),
    (
        "falconet-micro",
        &["falconet-engine", "falconet-ruleset", "falconet-event"],
    ),
    (
        "falconet-ruleset",
        &[
            "falconet-condition",
            "falconet-event",
            "falconet-diagnostics",
        ],
    ),
];

/// What the tests of a crate may use besides.
const ALLOWED_IN_TESTS: [(&str, &[&str]); 5] = [
    ("falconet", &["falconet-interpreter"]),
    ("falconet-engine", &["falconet-condition"]),
    ("falconet-fmt", &["falconet-event"]),
    ("falconet-rule-diff", &["falconet-event"]),
    ("falconet-rule-tests", &["falconet-event"]),
];

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    dependencies: Vec<Dependency>,
}

#[derive(Deserialize)]
struct Dependency {
    name: String,
    path: Option<String>,
    kind: Option<String>,
}

/// The edges that are not allowed, each in a sentence.
pub(crate) fn check(workspace: &Workspace) -> Result<Vec<String>, Error> {
    let mut command = workspace.command("cargo");
    let text =
        shell::answer(command.args(["metadata", "--no-deps", "--format-version", "1", "--locked"]));
    let text = text.ok_or_else(|| {
        Error::wrong(
            "`cargo metadata --locked` fails",
            "run `cargo metadata` and commit Cargo.lock",
        )
    })?;
    let metadata: Metadata =
        serde_json::from_str(&text).map_err(Error::json("what `cargo metadata` prints"))?;
    Ok(metadata.packages.iter().flat_map(forbidden).collect())
}

fn forbidden(package: &Package) -> Vec<String> {
    let ours = package
        .dependencies
        .iter()
        .filter(|dependency| dependency.path.is_some());
    let wrong = ours.filter(|dependency| !is_allowed(&package.name, dependency));
    wrong
        .map(|dependency| {
            format!(
                "`{}` must not depend on `{}`",
                package.name, dependency.name
            )
        })
        .collect()
}

fn is_allowed(package: &str, dependency: &Dependency) -> bool {
    let is_for_tests = dependency.kind.as_deref() == Some("dev");
    lists(&ALLOWED, package, &dependency.name)
        || (is_for_tests && lists(&ALLOWED_IN_TESTS, package, &dependency.name))
}

fn lists(edges: &[(&str, &[&str])], package: &str, dependency: &str) -> bool {
    edges
        .iter()
        .any(|(name, known)| *name == package && known.contains(&dependency))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package(name: &str, dependencies: &[(&str, bool)]) -> Package {
        let dependencies = dependencies.iter().map(|&(name, ours)| Dependency {
            name: name.to_owned(),
            path: ours.then(String::new),
            kind: None,
        });
        Package {
            name: name.to_owned(),
            dependencies: dependencies.collect(),
        }
    }

    #[test]
    fn an_edge_that_is_listed_is_allowed() {
        assert!(
            forbidden(&package(
                "falconet-engine",
                &[("falconet-event", true), ("regex", false)]
            ))
            .is_empty()
        );
    }

    #[test]
    fn an_edge_upwards_is_forbidden() {
        let sentences = forbidden(&package("falconet-event", &[("falconet-ruleset", true)]));
        assert_eq!(
            sentences,
            ["`falconet-event` must not depend on `falconet-ruleset`"]
        );
    }

    #[test]
    fn an_edge_for_tests_is_allowed_in_tests_only() {
        let mut package = package("falconet-engine", &[("falconet-condition", true)]);
        assert_eq!(forbidden(&package).len(), 1);
        package.dependencies[0].kind = Some("dev".to_owned());
        assert!(forbidden(&package).is_empty());
    }

    #[test]
    fn a_host_knows_no_crate_of_ours() {
        assert_eq!(
            forbidden(&package("falconet", &[("falconet-engine", true)])).len(),
            1
        );
    }
}
