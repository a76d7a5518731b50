//! FN0501: an output that does not say who did it, or from where.

use falconet_event::catalogue::SourceKind;
use falconet_ruleset::{Priority, Rule};

use crate::findings::{Finding, Findings};
use crate::input::Input;
use crate::levels::Level;
use crate::lint::Lint;
use crate::words::joined;

pub(crate) const LINT: Lint = Lint {
    code: "FN0501",
    name: "output-context",
    level: Level::Warn,
    summary: "an output that does not say who did it, from where, or in which region",
    run,
};

/// Something that an alert should say.
struct Need {
    /// What it is.
    what: &'static str,
    /// The field to add.
    field: &'static str,
    /// The fields that say it, by their starts.
    starts: &'static [&'static str],
}

const CLOUDTRAIL: &[Need] = &[
    Need {
        what: "who did it",
        field: "ct.user",
        starts: &["ct.user", "ct.originaluser", "json.value[/userIdentity"],
    },
    Need {
        what: "the address it came from",
        field: "ct.srcip",
        starts: &["ct.srcip", "json.value[/sourceIPAddress]"],
    },
    Need {
        what: "the region",
        field: "ct.region",
        starts: &["ct.region", "json.value[/awsRegion]"],
    },
];
const OKTA: &[Need] = &[
    Need {
        what: "who did it",
        field: "okta.actor.name",
        starts: &["okta.actor", "json.value[/actor"],
    },
    Need {
        what: "the address it came from",
        field: "okta.client.ip",
        starts: &["okta.client.ip", "json.value[/client"],
    },
];
const GITHUB: &[Need] = &[Need {
    what: "who did it",
    field: "github.user",
    starts: &["github.user", "json.value[/sender"],
}];
const GCP_AUDIT: &[Need] = &[
    Need {
        what: "who did it",
        field: "gcp.user",
        starts: &["gcp.user", "json.value[/protoPayload/authenticationInfo"],
    },
    Need {
        what: "the address it came from",
        field: "gcp.callerIP",
        starts: &["gcp.callerIP", "json.value[/protoPayload/requestMetadata"],
    },
];
/// These say everything.
const EVERYTHING: [&str; 3] = ["evt.plugininfo", "json.obj", "ct.info"];

fn run(input: &Input<'_>, findings: &mut Findings) {
    for rule in &input.ruleset.rules {
        let kind = input.source(rule).map(|source| source.kind);
        let needs = kind.map(needs_of).unwrap_or_default();
        if rule.priority != Priority::Debug && !says_any(rule, &EVERYTHING) {
            look(input, rule, needs, findings);
        }
    }
}

const fn needs_of(kind: SourceKind) -> &'static [Need] {
    match kind {
        SourceKind::CloudTrail => CLOUDTRAIL,
        SourceKind::Okta => OKTA,
        SourceKind::GitHub => GITHUB,
        SourceKind::GcpAudit => GCP_AUDIT,
        SourceKind::Flat | SourceKind::Silent => &[],
    }
}

fn look(input: &Input<'_>, rule: &Rule, needs: &[Need], findings: &mut Findings) {
    let missing: Vec<&Need> = needs
        .iter()
        .filter(|need| !says_any(rule, need.starts))
        .collect();
    if missing.is_empty() {
        return;
    }
    let whats: Vec<&str> = missing.iter().map(|need| need.what).collect();
    let fields: Vec<String> = missing
        .iter()
        .map(|need| format!("`%{}`", need.field))
        .collect();
    let message = format!(
        "an alert of this rule does not say {}",
        joined(&whats, "or")
    );
    let help = format!("add {} to the output", joined(&fields, "and"));
    findings.add(Finding::new(input.output_labels(rule), message).help(help));
}

fn says_any(rule: &Rule, starts: &[&str]) -> bool {
    let mut fields = rule.output.fields.iter();
    fields.any(|field| starts.iter().any(|start| field.text.starts_with(start)))
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::testing::{helps_of, messages_of, told_rule};

    fn output(output: &str) -> String {
        told_rule("ct.name = CreateUser").replace("Seen (user=%ct.user)", output)
    }

    #[test]
    fn what_is_missing_is_named_with_its_field() {
        assert_eq!(
            messages_of(&LINT, &output("Seen")),
            [
                "an alert of this rule does not say who did it, the address it came from or the region"
            ]
        );
        assert_eq!(
            helps_of(&LINT, &output("Seen (user=%ct.user)")),
            ["add `%ct.srcip` and `%ct.region` to the output"]
        );
        assert_eq!(
            helps_of(&LINT, &output("Seen (user=%ct.user.arn ip=%ct.srcip)")),
            ["add `%ct.region` to the output"]
        );
    }

    #[test]
    fn complete_outputs_are_right() {
        for text in [
            "Seen (user=%ct.user ip=%ct.srcip region=%ct.region)",
            "Seen (%json.value[/userIdentity/arn] %json.value[/sourceIPAddress] %json.value[/awsRegion])",
            "Seen (%evt.plugininfo)",
            "Seen (%toupper(ct.user) %ct.srcip %ct.region)",
        ] {
            assert!(messages_of(&LINT, &output(text)).is_empty(), "{text}");
        }
    }

    #[test]
    fn rules_for_debugging_may_say_what_they_like() {
        let text = output("Seen").replace("NOTICE", "DEBUG");
        assert!(messages_of(&LINT, &text).is_empty());
    }

    #[test]
    fn other_sources_have_their_own_fields() {
        let okta = "- rule: Rule\n  desc: d\n  condition: okta.evt.type = x\n  output: Seen (user=%okta.actor.name)\n  priority: NOTICE\n  source: okta\n";
        assert_eq!(
            helps_of(&LINT, okta),
            ["add `%okta.client.ip` to the output"]
        );
        let github = "- rule: Rule\n  desc: d\n  condition: github.type = push\n  output: Seen\n  priority: NOTICE\n  source: github\n";
        assert_eq!(
            helps_of(&LINT, github),
            ["add `%github.user` to the output"]
        );
    }
}
