//! FN0502: a rule without a technique of ATT&CK in a file whose rules have them.

use falconet_ruleset::{Priority, Rule};

use crate::findings::{Finding, Findings};
use crate::input::Input;
use crate::levels::Level;
use crate::lint::Lint;
use crate::quote::quoted;
use crate::technique::is_of_attack;

pub(crate) const LINT: Lint = Lint {
    code: "FN0502",
    name: "technique-missing",
    level: Level::Warn,
    summary: "a rule without a tag of MITRE ATT&CK among rules that have one",
    run,
};

/// The rules of a file.
struct File<'r> {
    source: Option<u32>,
    with: usize,
    without: Vec<&'r Rule>,
}

fn run(input: &Input<'_>, findings: &mut Findings) {
    let mut files: Vec<File<'_>> = Vec::new();
    for rule in &input.ruleset.rules {
        let source = rule.labels.first().map(|label| label.source.0);
        match files.iter_mut().rfind(|file| file.source == source) {
            Some(file) => file.add(rule),
            None => files.push(File::of(source, rule)),
        }
    }
    for file in files.iter().filter(|file| file.has_the_habit()) {
        for rule in &file.without {
            findings.add(finding(rule));
        }
    }
}

impl<'r> File<'r> {
    fn of(source: Option<u32>, rule: &'r Rule) -> Self {
        let mut file = Self {
            source,
            with: 0,
            without: Vec::new(),
        };
        file.add(rule);
        file
    }

    fn add(&mut self, rule: &'r Rule) {
        if rule.tags.iter().any(|tag| is_of_attack(tag)) {
            self.with += 1;
        } else if rule.priority != Priority::Debug {
            self.without.push(rule);
        }
    }

    /// Whether most of its rules have a tag of ATT&CK.
    fn has_the_habit(&self) -> bool {
        self.with > self.without.len()
    }
}

fn finding(rule: &Rule) -> Finding {
    let message = format!("rule {} has no tag of MITRE ATT&CK", quoted(&rule.name));
    let help = "other rules of this file have one: add the technique, such as `T1078.004`";
    Finding::new(rule.labels.clone(), message).help(help)
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::testing::{messages_of, named_rule};

    fn rules(tags: &[&str]) -> String {
        let rules = tags.iter().enumerate().map(|(number, tags)| {
            let rule = named_rule(&format!("Rule {number}"), "ct.name = CreateUser");
            format!("{}\n  tags: [{tags}]\n\n", rule.trim_end())
        });
        rules.collect()
    }

    #[test]
    fn a_rule_without_a_technique_among_rules_with_one_is_found() {
        let text = rules(&["aws, T1078", "aws", "aws, mitre_persistence"]);
        assert_eq!(
            messages_of(&LINT, &text),
            ["rule `Rule 1` has no tag of MITRE ATT&CK"]
        );
    }

    #[test]
    fn files_without_the_habit_are_left_alone() {
        assert!(messages_of(&LINT, &rules(&["aws", "aws", "aws, T1078"])).is_empty());
        assert!(messages_of(&LINT, &rules(&["aws"])).is_empty());
    }

    #[test]
    fn rules_for_debugging_need_none() {
        let text = rules(&["T1078", "T1078", "aws"]);
        let at = text.rfind("NOTICE").unwrap();
        let text = format!("{}DEBUG{}", &text[..at], &text[at + "NOTICE".len()..]);
        assert!(messages_of(&LINT, &text).is_empty());
    }
}
