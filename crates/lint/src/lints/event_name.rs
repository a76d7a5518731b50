//! FN0401: an event name that AWS does not write, or not for the service that the rule names.

use falconet_diagnostics::Hint;
use falconet_ruleset::Rule;
use falconet_ruleset::typed::Leaf;

use crate::aws::facts::Facts;
use crate::aws::question::{Question, plain_field};
use crate::aws::rules::{Problem, look_at_tests};
use crate::aws::{Catalogue, Source};
use crate::findings::Findings;
use crate::input::Input;
use crate::levels::Level;
use crate::lint::Lint;
use crate::words::one_of;

pub(crate) const LINT: Lint = Lint {
    code: "FN0401",
    name: "event-name",
    level: Level::Warn,
    summary: "an event name that AWS does not write to CloudTrail, or not for that service",
    run,
};

/// Steps that finding a name among those of a source takes.
const LOOKING_UP: usize = 2;
/// Steps that comparing two names takes: most are told apart by their first letters.
const COMPARING: usize = 2;
/// So many services that do write an event are named.
const MOST_SOURCES: usize = 3;

fn run(input: &Input<'_>, findings: &mut Findings) {
    look_at_tests(input, findings, look);
}

fn look(_: &Rule, leaf: &Leaf, facts: &Facts, findings: &mut Findings) -> Vec<Problem> {
    if plain_field(&leaf.left) != Some("ct.name") {
        return Vec::new();
    }
    let sources = named_sources(facts);
    Question::all(&leaf.test)
        .filter_map(|(number, question)| {
            let problem = problem(&question, sources.as_deref(), findings)?;
            Some(problem.about(number))
        })
        .collect()
}

/// The sources that the rule names, if they are known.
fn named_sources(facts: &Facts) -> Option<Vec<&'static Source>> {
    let mut found: Vec<&'static Source> = Vec::new();
    for name in facts.sources.as_ref()?.iter() {
        let source = Catalogue::builtin().source(name)?;
        if found.iter().all(|other| other.name() != source.name()) {
            found.push(source);
        }
    }
    Some(found)
}

fn problem(
    question: &Question<'_>,
    sources: Option<&[&'static Source]>,
    findings: &mut Findings,
) -> Option<Problem> {
    let answers = |source: &Source| has_answer(source, question);
    let all = || Catalogue::builtin().sources();
    let steps = match sources {
        Some(named) => steps(named.iter().copied(), question),
        None => steps(all(), question),
    };
    if !findings.spend(steps) {
        return None;
    }
    let answered = match sources {
        Some(named) => named.iter().copied().any(answers),
        None => all().any(answers),
    };
    if answered {
        return None;
    }
    let named = sources.unwrap_or_default();
    Some(Problem {
        message: message(question, named),
        help: Some(help(question, named, findings)),
        value: None,
    })
}

/// How many steps it takes to look at the names of sources.
fn steps<'s>(sources: impl Iterator<Item = &'s Source>, question: &Question<'_>) -> usize {
    match question {
        Question::Is(_) | Question::Begins(_) => LOOKING_UP * sources.count(),
        _ => sources.map(Source::len).sum(),
    }
}

fn has_answer(source: &Source, question: &Question<'_>) -> bool {
    match question {
        Question::Is(name) => source.has(name),
        Question::Begins(beginning) => source.has_beginning(beginning),
        _ => source.names().any(|name| question.holds(name)),
    }
}

fn message(question: &Question<'_>, named: &[&Source]) -> String {
    let event = question.words();
    if named.is_empty() {
        return format!("AWS does not write an event {event}");
    }
    if named.len() > MOST_SOURCES {
        return format!(
            "none of these {} services writes an event {event}",
            named.len()
        );
    }
    let services: Vec<&str> = named.iter().map(|source| source.name()).collect();
    format!("{} does not write an event {event}", one_of(&services))
}

fn help(question: &Question<'_>, named: &[&Source], findings: &mut Findings) -> Hint {
    let elsewhere = elsewhere(question, named, findings);
    let near = near(question, named, findings);
    match (elsewhere.as_slice(), near.as_slice()) {
        ([], []) => "if AWS does write it, say so in a comment that allows this".into(),
        ([], near) => Hint::did_you_mean(question.text(), near),
        (elsewhere, _) if elsewhere.len() > MOST_SOURCES => {
            format!("{} other services write it", elsewhere.len()).into()
        }
        (elsewhere, []) => format!("events of {} have that name", one_of(elsewhere)).into(),
        (elsewhere, near) => {
            let mut hint = Hint::did_you_mean(question.text(), near);
            hint.text.push_str(" Events of ");
            hint.text.push_str(&one_of(elsewhere));
            hint.text.push_str(" have that name");
            hint
        }
    }
}

/// The sources that are not named and have an answer.
fn elsewhere(
    question: &Question<'_>,
    named: &[&Source],
    findings: &mut Findings,
) -> Vec<&'static str> {
    let all = || Catalogue::builtin().sources();
    if named.is_empty() || !findings.spend_on_help(steps(all(), question)) {
        return Vec::new();
    }
    all()
        .filter(|source| has_answer(source, question))
        .map(Source::name)
        .collect()
}

fn near(question: &Question<'_>, named: &[&Source], findings: &mut Findings) -> Vec<&'static str> {
    let (Question::Is(text) | Question::Begins(text)) = question else {
        return Vec::new();
    };
    let catalogue = Catalogue::builtin();
    match named {
        [only] if findings.spend_on_help(only.len() * COMPARING) => {
            catalogue.nearest(text, Some(only.name()))
        }
        [] if findings
            .spend_on_help(catalogue.sources().map(Source::len).sum::<usize>() * COMPARING) =>
        {
            catalogue.nearest(text, None)
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::testing::{helps_of, messages_of, named_rule, rule, shown_places};

    #[test]
    fn an_operation_that_has_another_name_is_found_with_that_name() {
        let text = rule("ct.src = lambda.amazonaws.com and ct.name = UpdateFunctionCode");
        assert_eq!(
            messages_of(&LINT, &text),
            ["`lambda.amazonaws.com` does not write an event `UpdateFunctionCode`"]
        );
        let help = "did you mean `UpdateFunctionCode20150331v2` or `UpdateFunctionCode20150331`?";
        assert_eq!(helps_of(&LINT, &text), [help]);
    }

    #[test]
    fn an_event_of_another_service_is_found_with_that_service() {
        let text = rule("ct.src = iam.amazonaws.com and ct.name = StopLogging");
        assert_eq!(
            helps_of(&LINT, &text),
            ["events of `cloudtrail.amazonaws.com` have that name"]
        );
    }

    #[test]
    fn the_source_may_stand_anywhere_in_the_conjunction() {
        for condition in [
            "ct.name = CreateTrail and (not ct.error exists and ct.src = iam.amazonaws.com)",
            "ct.shortsrc = iam and (ct.name = CreateTrail or ct.name = CreateUser)",
            "ct.src in (iam.amazonaws.com, ec2.amazonaws.com) and not ct.name = CreateTrail",
            "(ct.src = iam.amazonaws.com or ct.shortsrc = ec2) and ct.name in (CreateTrail, CreateUser)",
        ] {
            assert_eq!(messages_of(&LINT, &rule(condition)).len(), 1, "{condition}");
        }
    }

    #[test]
    fn names_that_some_service_writes_are_right() {
        for condition in [
            "ct.name = CreateUser",
            "ct.name startswith UpdateFunctionCode",
            "ct.name startswith anyof (Create, Delete)",
            "ct.name glob *BucketPolicy",
            "ct.name regex '(Put|Delete)BucketPolicy'",
            "ct.name contains Login",
            "ct.src = cloudfront.amazonaws.com and ct.name = CreateDistribution2020_05_31",
            "(ct.src = iam.amazonaws.com and ct.name = CreateUser) or (ct.src = cloudtrail.amazonaws.com and ct.name = CreateTrail)",
            "ct.src = nowhere.amazonaws.com and ct.name = CreateTrail",
            "tolower(ct.name) = createuser",
        ] {
            assert!(
                messages_of(&LINT, &rule(condition)).is_empty(),
                "{condition}"
            );
        }
    }

    #[test]
    fn every_way_of_asking_for_a_name_is_looked_at() {
        for condition in [
            "ct.name = CreateUsr",
            "ct.name != CreateUsr",
            "ct.name in (CreateUser, CreateUsr)",
            "ct.name startswith Creaet",
            "ct.name endswith Usr",
            "ct.name contains createuser",
            "ct.name glob Create*Usr",
            "ct.name regex '(Creaet|Dlete).*'",
            "ct.name = anyof (CreateUser, CreateUsr)",
            "ct.name = ''",
            "ct.name = 'Käse'",
        ] {
            assert_eq!(messages_of(&LINT, &rule(condition)).len(), 1, "{condition}");
        }
    }

    #[test]
    fn a_macro_that_many_rules_use_is_reported_once() {
        let rules: String = (0..5)
            .map(|number| named_rule(&format!("Rule {number}"), "bad"))
            .collect();
        let text = format!("- macro: bad\n  condition: ct.name = CreateUsr\n\n{rules}");
        assert_eq!(messages_of(&LINT, &text).len(), 1);
    }

    #[test]
    fn an_item_of_a_list_is_found_where_it_stands_and_once() {
        let one = |name| named_rule(name, "ct.name in (calls)");
        let list = "- list: calls\n  items: [CreateUser, CreateUsr]\n\n";
        let text = format!("{list}{}{}", one("r"), one("s"));
        assert_eq!(shown_places(&LINT, &text), [["CreateUsr", "calls"]]);
        let allowed = format!("# falconet: allow(event-name) a new one\n{text}");
        assert!(messages_of(&LINT, &allowed).is_empty());
    }

    #[test]
    fn an_item_of_a_list_of_lists_is_found_where_it_stands() {
        let lists = "- list: inner\n  items: [CreateUsr]\n\n- list: outer\n  items: [inner, CreateUser]\n\n";
        let text = format!(
            "{lists}- macro: m\n  condition: ct.name in (outer)\n\n{}",
            rule("m")
        );
        assert_eq!(
            shown_places(&LINT, &text),
            [["CreateUsr", "inner", "outer"]]
        );
    }

    #[test]
    fn the_value_is_pointed_at() {
        let text = rule("ct.name in (CreateUser, \"CreateUsr\")");
        assert_eq!(shown_places(&LINT, &text), [["\"CreateUsr\""]]);
        let exception = format!(
            "{}  exceptions:\n  - {{name: e, fields: [ct.name], values: [[CreateUsr]]}}\n",
            rule("ct.src = iam.amazonaws.com")
        );
        assert_eq!(shown_places(&LINT, &exception)[0][0], "CreateUsr");
    }

    #[test]
    fn hostile_rules_end() {
        let items: Vec<String> = (0..3_000).map(|number| format!("Create{number}")).collect();
        let list = items.join(", ");
        let text = rule(&format!(
            "ct.name in ({list}) or ct.name startswith anyof ({list})"
        ));
        assert!(!messages_of(&LINT, &text).is_empty());
    }
}
