//! FN0402: an event source that AWS does not write.

use falconet_diagnostics::Hint;
use falconet_ruleset::Rule;
use falconet_ruleset::typed::Leaf;

use crate::aws::Catalogue;
use crate::aws::catalogue::DOMAIN;
use crate::aws::facts::Facts;
use crate::aws::question::{Question, plain_field};
use crate::aws::rules::{Problem, look_at_tests};
use crate::findings::Findings;
use crate::input::Input;
use crate::levels::Level;
use crate::lint::Lint;

pub(crate) const LINT: Lint = Lint {
    code: "FN0402",
    name: "event-source",
    level: Level::Warn,
    summary: "an event source that AWS does not write to CloudTrail",
    run,
};

/// Behind an event source in China, where some services write the whole host name.
const CHINA: &str = ".cn";

/// Which way a field writes sources.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// `ct.src`
    Full,
    /// `ct.shortsrc`
    Short,
}

fn run(input: &Input<'_>, findings: &mut Findings) {
    look_at_tests(input, findings, look);
}

fn look(_: &Rule, leaf: &Leaf, _: &Facts, findings: &mut Findings) -> Vec<Problem> {
    let form = match plain_field(&leaf.left) {
        Some("ct.src") => Form::Full,
        Some("ct.shortsrc") => Form::Short,
        _ => return Vec::new(),
    };
    Question::all(&leaf.test)
        .filter(|(_, question)| findings.spend(steps(question)) && !has_answer(form, question))
        .map(|(number, question)| problem(form, &question).about(number))
        .collect()
}

fn steps(question: &Question<'_>) -> usize {
    match question {
        Question::Is(_) => 1,
        _ => Catalogue::builtin().sources().count(),
    }
}

fn has_answer(form: Form, question: &Question<'_>) -> bool {
    if let Question::Is(text) = question {
        return form.is_source(text);
    }
    let mut sources = Catalogue::builtin().sources();
    sources.any(|source| {
        question.holds(form.of(source.name()))
            || form == Form::Full && question.holds(&format!("{}{CHINA}", source.name()))
    })
}

impl Form {
    /// Whether a source is written so.
    fn is_source(self, text: &str) -> bool {
        let catalogue = Catalogue::builtin();
        match self {
            Self::Full => {
                let name = text.strip_suffix(CHINA).unwrap_or(text);
                catalogue.source(name).is_some()
            }
            Self::Short => catalogue.source(&format!("{text}{DOMAIN}")).is_some(),
        }
    }

    /// A source's full name in this form.
    fn of(self, name: &str) -> &str {
        match self {
            Self::Full => name,
            Self::Short => name.strip_suffix(DOMAIN).unwrap_or(name),
        }
    }
}

fn problem(form: Form, question: &Question<'_>) -> Problem {
    let message = format!("AWS does not write an event source {}", question.words());
    let help = Some(help(form, question.text()));
    Problem {
        message,
        help,
        value: None,
    }
}

fn help(form: Form, text: &str) -> Hint {
    let catalogue = Catalogue::builtin();
    let is_short = catalogue.source(&format!("{text}{DOMAIN}")).is_some();
    match form {
        Form::Full if is_short => format!("write `{text}{DOMAIN}`, or test `ct.shortsrc`").into(),
        Form::Short if catalogue.source(text).is_some() => {
            format!("write `{}`, or test `ct.src`", form.of(text)).into()
        }
        _ => near(form, text),
    }
}

fn near(form: Form, text: &str) -> Hint {
    let full = match form {
        Form::Full => text.to_owned(),
        Form::Short => format!("{text}{DOMAIN}"),
    };
    let near: Vec<&str> = Catalogue::builtin()
        .nearest_source(&full)
        .into_iter()
        .map(|name| form.of(name))
        .collect();
    if near.is_empty() {
        "if AWS does write it, say so in a comment that allows this".into()
    } else {
        Hint::did_you_mean(text, &near)
    }
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::testing::{helps_of, messages_of, rule};

    #[test]
    fn sources_that_aws_does_not_write_are_found_with_what_was_meant() {
        for (condition, help) in [
            (
                "ct.src = s3",
                "write `s3.amazonaws.com`, or test `ct.shortsrc`",
            ),
            (
                "ct.shortsrc = s3.amazonaws.com",
                "write `s3`, or test `ct.src`",
            ),
            (
                "ct.src = cloudwatch.amazonaws.com",
                "did you mean `monitoring.amazonaws.com`?",
            ),
            ("ct.shortsrc = stepfunctions", "did you mean `states`?"),
            (
                "ct.src in (iam.amazonaws.com, lamda.amazonaws.com)",
                "did you mean `lambda.amazonaws.com`?",
            ),
            (
                "ct.src = IAM.amazonaws.com",
                "did you mean `iam.amazonaws.com`?",
            ),
            (
                "ct.src endswith .amazonws.com",
                "if AWS does write it, say so in a comment that allows this",
            ),
        ] {
            let text = rule(&format!("{condition} and ct.name exists"));
            assert_eq!(helps_of(&LINT, &text), [help], "{condition}");
        }
    }

    #[test]
    fn sources_that_aws_writes_are_right() {
        for condition in [
            "ct.src = s3.amazonaws.com",
            "ct.src = monitoring.amazonaws.com.cn",
            "ct.shortsrc = signin",
            "ct.src startswith sso",
            "ct.src contains lambda",
            "ct.src endswith .amazonaws.com",
            "ct.src exists",
        ] {
            assert!(
                messages_of(&LINT, &rule(condition)).is_empty(),
                "{condition}"
            );
        }
    }

    #[test]
    fn nothing_is_near_to_nonsense() {
        for value in ["''", "'日本語'", "'\u{e9}\u{e9}'", &"x".repeat(200)] {
            let text = rule(&format!("ct.src = {value}"));
            assert_eq!(messages_of(&LINT, &text).len(), 1, "{value}");
        }
    }
}
