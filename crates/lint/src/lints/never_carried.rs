//! FN0404: a field that the named events never carry.

use falconet_event::catalogue::Source;
use falconet_ruleset::Rule;
use falconet_ruleset::typed::{Expression, Leaf};

use crate::aws::facts::Facts;
use crate::aws::request::{fields_of_test, request_member};
use crate::aws::rules::{Problem, cloudtrail_rules, look_at_tests};
use crate::aws::{Carries, Catalogue};
use crate::findings::{Finding, Findings};
use crate::input::Input;
use crate::levels::Level;
use crate::lint::Lint;
use crate::quote::quoted;
use crate::words::joined;

pub(crate) const LINT: Lint = Lint {
    code: "FN0404",
    name: "never-carried",
    level: Level::Warn,
    summary: "a field that the requests of the named events never carry",
    run,
};

/// So many events are named.
const MOST_NAMES: usize = 3;

fn run(input: &Input<'_>, findings: &mut Findings) {
    look_at_tests(input, findings, |rule, leaf, facts, findings| {
        input
            .source(rule)
            .map(|source| look(source, leaf, facts, findings))
            .unwrap_or_default()
    });
    for rule in cloudtrail_rules(input) {
        if let Some(source) = input.source(rule) {
            look_at_output(input, source, rule, findings);
        }
    }
}

fn look(source: &Source, leaf: &Leaf, facts: &Facts, findings: &mut Findings) -> Vec<Problem> {
    let fields = fields_of_test(leaf).into_iter();
    fields
        .filter(|field| is_never_carried(source, field, facts, findings))
        .filter_map(|field| problem(field, facts))
        .collect()
}

fn look_at_output(input: &Input<'_>, source: &Source, rule: &Rule, findings: &mut Findings) {
    let facts = Facts::of(&rule.condition, findings);
    for field in &rule.output.fields {
        if !is_never_carried(source, field, &facts, findings) {
            continue;
        }
        if let Some(problem) = problem(field, &facts) {
            findings.add(finding(input, rule, problem));
        }
    }
}

fn finding(input: &Input<'_>, rule: &Rule, problem: Problem) -> Finding {
    let help = "in the output it is always `<NA>`: leave it out, or read another field";
    Finding::new(input.output_labels(rule), problem.message).help(help)
}

fn is_never_carried(
    source: &Source,
    field: &Expression,
    facts: &Facts,
    findings: &mut Findings,
) -> bool {
    let (Some(names), Some(member)) = (&facts.names, request_member(source, field)) else {
        return false;
    };
    !names.is_empty()
        && names.iter().all(|name| {
            let sources = sources_of(name, facts, findings);
            !sources.is_empty()
                && sources
                    .iter()
                    .all(|one| Catalogue::builtin().carries(one, name, member) == Carries::No)
        })
}

/// The sources that may have written the event; none if that cannot be told.
fn sources_of<'f>(name: &str, facts: &'f Facts, findings: &mut Findings) -> Vec<&'f str> {
    let catalogue = Catalogue::builtin();
    let Some(named) = &facts.sources else {
        let can_look = findings.spend(catalogue.sources().count());
        return if can_look {
            catalogue.sources_of(name)
        } else {
            Vec::new()
        };
    };
    let known = named
        .iter()
        .filter(|source| catalogue.is_known(source, name));
    let can_look = findings.spend(named.len());
    known.filter(|_| can_look).map(String::as_str).collect()
}

fn problem(field: &Expression, facts: &Facts) -> Option<Problem> {
    let names = facts.names.as_ref()?;
    let names: Vec<String> = names.iter().map(|name| quoted(name)).collect();
    let events = if names.len() <= MOST_NAMES {
        joined(&names, "or")
    } else {
        format!("these {} events", names.len())
    };
    Some(Problem {
        message: format!("no request of {events} carries {}", quoted(&field.text)),
        help: Some(
            "the test never holds: leave it out, read another field, or name other events".into(),
        ),
        value: None,
    })
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::testing::{messages_of, told_rule};

    #[test]
    fn a_member_that_the_request_does_not_have_is_found() {
        for (condition, message) in [
            (
                "ct.src = iam.amazonaws.com and ct.name = CreateUser and ct.request.functionname = x",
                "no request of `CreateUser` carries `ct.request.functionname`",
            ),
            (
                "ct.src = iam.amazonaws.com and ct.name in (CreateUser, DeleteUser) and json.value[/requestParameters/roleName] exists",
                "no request of `CreateUser` or `DeleteUser` carries `json.value[/requestParameters/roleName]`",
            ),
            (
                "ct.name = StopLogging and not s3.bucket = x",
                "no request of `StopLogging` carries `s3.bucket`",
            ),
            (
                "ct.name = CreateAccessKey and tolower(ct.request.groupname) = x",
                "no request of `CreateAccessKey` carries `ct.request.groupname`",
            ),
        ] {
            assert_eq!(messages_of(&LINT, &told_rule(condition)), [message]);
        }
    }

    #[test]
    fn what_requests_have_or_may_have_is_right() {
        for condition in [
            "ct.src = iam.amazonaws.com and ct.name = CreateUser and ct.request.username = x",
            "ct.src = iam.amazonaws.com and ct.name in (CreateUser, CreateRole) and ct.request.username = x",
            "ct.src = s3.amazonaws.com and ct.name = PutBucketPolicy and s3.bucket = x",
            "ct.src = lambda.amazonaws.com and ct.name = UpdateFunctionCode20150331v2 and ct.request.functionname = x",
            "ct.name = ConsoleLogin and ct.request.username = x",
            "ct.name = CreateUser and json.value[/requestParameters/colour] = x",
            "ct.name startswith Create and ct.request.functionname = x",
            "ct.name = CreateUsr and ct.request.functionname = x",
            "not ct.name = CreateUser and ct.request.functionname = x",
            "(ct.name = CreateUser or ct.user = x) and ct.request.functionname = x",
            "ct.src = nowhere.amazonaws.com and ct.name = CreateUser and ct.request.functionname = x",
        ] {
            assert!(
                messages_of(&LINT, &told_rule(condition)).is_empty(),
                "{condition}"
            );
        }
    }

    #[test]
    fn an_output_that_is_never_filled_is_found() {
        let text = told_rule("ct.src = iam.amazonaws.com and ct.name = CreateUser")
            .replace("%ct.user)", "%ct.user function=%ct.request.functionname)");
        assert_eq!(
            messages_of(&LINT, &text),
            ["no request of `CreateUser` carries `ct.request.functionname`"]
        );
    }
}
