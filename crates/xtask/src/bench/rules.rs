//! Other rules against the 22 that are shipped, over the same events.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::pairs::Pairs;
use crate::build;
use crate::console;
use crate::error::Error;
use crate::files;
use crate::workspace::Workspace;

const SHIPPED: &str = "rules/aws_cloudtrail.yaml";
/// How often the file is judged, so that loading the rules weighs little.
const REPEATS: usize = 5;

/// Builds the program, judges the events by each set of rules and by the shipped ones in turn, and prints what came of
/// it. Files of rules that are named are sets too.
pub(super) fn run(workspace: &Workspace, file: &str, named: &[String]) -> Result<(), Error> {
    build::run(workspace)?;
    let scratch = workspace.scratch("bench-rules");
    files::empty_folder(&scratch)?;
    let sets = SETS.map(|set| set.written(workspace, &scratch));
    let named = named.iter().map(|path| Ok((path.clone(), path.into())));
    for set in sets.into_iter().chain(named) {
        let (name, path) = set?;
        let mut shipped = scan(workspace, &workspace.path(SHIPPED), file);
        let mut other = scan(workspace, &path, file);
        let pairs = Pairs::measure(&mut other, &mut shipped)?;
        console::line(&pairs.medians(&name, "22 rules"))?;
        let ratio = pairs.ratio();
        console::line(&format!(
            "events a second over those of the 22 rules, {name}: {ratio:.2}"
        ))?;
    }
    Ok(())
}

fn scan(workspace: &Workspace, rules: &Path, file: &str) -> Command {
    let mut command = workspace.command("dist/falconet");
    command.args(["scan", "--threads", "1", "-o", "rule_matching=all"]);
    command.args(["--timeout", "60s", "-r"]);
    command.arg(rules).args([file; REPEATS]);
    command
}

/// Generated rules.
struct Set {
    name: &'static str,
    file: &'static str,
    text: fn(&str) -> String,
}

const SETS: [Set; 4] = [
    Set {
        name: "1,000 rules",
        file: "1000.yaml",
        text: |_| mixed(1000),
    },
    Set {
        name: "10,000 rules",
        file: "10000.yaml",
        text: |_| mixed(10_000),
    },
    Set {
        name: "100 searches of ct.request",
        file: "searches.yaml",
        text: |_| searches(),
    },
    Set {
        name: "the 22 and one that every event matches",
        file: "every.yaml",
        text: |shipped| shipped.to_owned() + &rule("every", "ct.name exists"),
    },
];

impl Set {
    /// Its name, and the file that it was written to.
    fn written(&self, workspace: &Workspace, folder: &Path) -> Result<(String, PathBuf), Error> {
        let shipped = files::read(&workspace.path(SHIPPED))?;
        let text = (self.text)(&String::from_utf8_lossy(&shipped));
        let path = folder.join(self.file);
        files::write(&path, text.as_bytes())?;
        Ok((self.name.to_owned(), path))
    }
}

/// Rules of the shapes that packs have, and one that one event in a thousand matches.
fn mixed(count: usize) -> String {
    let invented = (1..count).map(|number| rule(&format!("r{number}"), &condition(number)));
    rule(
        "known",
        "ct.name in (CreateCase, GetSavingsPlansUtilization)",
    ) + &invented.collect::<String>()
}

fn condition(number: usize) -> String {
    match number % 6 {
        0 => format!(
            "ct.src = s{number}.amazonaws.com and ct.name = Act{number} and not ct.error exists"
        ),
        1 => format!(
            "ct.name in (Make{number}, Take{number}, Leave{number}) and ct.user != svc{number}"
        ),
        2 => format!("ct.src = ec2.amazonaws.com and ct.name startswith Begin{number}"),
        3 => format!("ct.error = Denied{number} and ct.srcip startswith 10.{number}."),
        4 => format!(
            "ct.name = Pass{number} and json.value[/requestParameters/roleName] contains role{number}"
        ),
        _ => format!(
            "(ct.name = One{number} or ct.name = Two{number}) and ct.user.identitytype in (Root, IAMUser)"
        ),
    }
}

/// Rules that nothing rules out beforehand.
fn searches() -> String {
    let each = (0..100).map(|number| {
        let condition = match number % 2 {
            0 => format!("ct.request contains needle{number}"),
            _ => format!("ct.request regex \".*needle{number}[0-9]+x.*\""),
        };
        rule(&format!("r{number}"), &condition)
    });
    each.collect()
}

fn rule(name: &str, condition: &str) -> String {
    let quoted = condition.replace('\'', "''");
    format!(
        "- rule: {name}\n  desc: d\n  condition: '{quoted}'\n  output: seen (user=%ct.user ip=%ct.srcip region=%ct.region)\n  priority: WARNING\n  source: aws_cloudtrail\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_have_as_many_rules_as_they_say() {
        assert_eq!(mixed(1000).matches("- rule: ").count(), 1000);
        assert_eq!(searches().matches("- rule: ").count(), 100);
    }
}
