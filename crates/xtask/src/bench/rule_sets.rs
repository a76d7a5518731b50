//! Generated rules.

use std::path::{Path, PathBuf};

use super::report::Aim;
use super::task::SHIPPED;
use crate::error::Error;
use crate::files;
use crate::workspace::Workspace;

/// A set of them.
pub(super) struct Set {
    pub(super) name: &'static str,
    file: &'static str,
    text: fn(&str) -> String,
    /// What is wanted: events a second over those of the shipped rules.
    pub(super) aim: Aim,
}

/// All sets.
pub(super) const SETS: [Set; 4] = [
    Set {
        name: "1,000 rules of the shapes that packs have",
        file: "1000.yaml",
        text: |_| mixed(1000),
        aim: Aim::AtLeast(0.9),
    },
    Set {
        name: "10,000 of them",
        file: "10000.yaml",
        text: |_| mixed(10_000),
        aim: Aim::AtLeast(0.7),
    },
    Set {
        name: "100 searches of ct.request, contains and regex",
        file: "searches.yaml",
        text: |_| searches(),
        aim: Aim::AtLeast(0.3),
    },
    Set {
        name: "the 22 and one that every event matches",
        file: "every.yaml",
        text: |shipped| shipped.to_owned() + &rule("every", "ct.name exists"),
        aim: Aim::AtLeast(0.4),
    },
];

impl Set {
    /// The file that it was written to.
    pub(super) fn written(&self, workspace: &Workspace, folder: &Path) -> Result<PathBuf, Error> {
        let shipped = files::read(&workspace.path(SHIPPED))?;
        let text = (self.text)(&String::from_utf8_lossy(&shipped));
        let path = folder.join(self.file);
        files::write(&path, text.as_bytes())?;
        Ok(path)
    }
}

/// Rules of the shapes that packs have, and one that one event in a thousand matches.
pub(super) fn mixed(count: usize) -> String {
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
