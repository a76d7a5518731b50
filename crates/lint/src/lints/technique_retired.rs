//! FN0503: a technique that ATT&CK retired, without the one that took its place.

use falconet_ruleset::Rule;

use crate::findings::{Finding, Findings};
use crate::input::Input;
use crate::levels::Level;
use crate::lint::Lint;
use crate::technique::Technique;

pub(crate) const LINT: Lint = Lint {
    code: "FN0503",
    name: "technique-retired",
    level: Level::Warn,
    summary: "a tag with a technique that MITRE ATT&CK retired, without its successor",
    run,
};

fn run(input: &Input<'_>, findings: &mut Findings) {
    for rule in &input.ruleset.rules {
        look(rule, findings);
    }
}

fn look(rule: &Rule, findings: &mut Findings) {
    let techniques: Vec<Technique> = rule
        .tags
        .iter()
        .filter_map(|tag| Technique::of_tag(tag))
        .collect();
    for technique in &techniques {
        let successor = technique.successor();
        let is_there = |id: &str| techniques.iter().any(|other| other.id() == id);
        if let Some(successor) = successor.filter(|id| !is_there(id)) {
            findings.add(finding(rule, technique, successor));
        }
    }
}

fn finding(rule: &Rule, technique: &Technique, successor: &str) -> Finding {
    let id = technique.id();
    let message = format!("ATT&CK 19 retired `{id}`, and `{successor}` takes its place");
    let help = format!("add `{successor}`; keep `{id}` as long as something reads older versions");
    Finding::new(rule.labels.clone(), message).help(help)
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::testing::{messages_of, told_rule};

    fn tagged(tags: &str) -> String {
        let rule = told_rule("ct.name = StopLogging");
        format!("{}\n  tags: [{tags}]\n", rule.trim_end())
    }

    #[test]
    fn a_retired_technique_is_found_with_its_successor() {
        for tag in ["T1562.008", "attack.t1562.008", "mitre_T1562.008"] {
            assert_eq!(
                messages_of(&LINT, &tagged(tag)),
                ["ATT&CK 19 retired `T1562.008`, and `T1685.002` takes its place"],
                "{tag}"
            );
        }
    }

    #[test]
    fn both_ids_and_current_techniques_are_right() {
        for tags in ["T1562.008, T1685.002", "T1078.004", "aws", ""] {
            assert!(messages_of(&LINT, &tagged(tags)).is_empty(), "{tags}");
        }
    }
}
