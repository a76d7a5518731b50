//! FN0403: a value that a field with a few known values never has.

use falconet_diagnostics::Hint;
use falconet_ruleset::Rule;
use falconet_ruleset::typed::Leaf;

use crate::aws::facts::Facts;
use crate::aws::question::{Question, plain_field};
use crate::aws::rules::{Problem, look_at_tests};
use crate::aws::vocabulary::{VOCABULARIES, Vocabulary};
use crate::findings::Findings;
use crate::input::Input;
use crate::levels::Level;
use crate::lint::Lint;
use crate::nearest::{distance, nearest};
use crate::words::one_of;

pub(crate) const LINT: Lint = Lint {
    code: "FN0403",
    name: "event-value",
    level: Level::Warn,
    summary: "a value that this field of CloudTrail never has",
    run,
};

/// All words are named if they are no more than these.
const MOST_WORDS: usize = 5;
/// A word that takes more changes was not meant.
const MOST_CHANGES: usize = 3;

fn run(input: &Input<'_>, findings: &mut Findings) {
    look_at_tests(input, findings, look);
}

fn look(_: &Rule, leaf: &Leaf, _: &Facts, findings: &mut Findings) -> Vec<Problem> {
    let field = plain_field(&leaf.left);
    let Some(vocabulary) = VOCABULARIES
        .iter()
        .find(|vocabulary| Some(vocabulary.field) == field)
    else {
        return Vec::new();
    };
    Question::all(&leaf.test)
        .filter(|(_, question)| {
            findings.spend(vocabulary.words.len()) && vocabulary.has_no_answer(question)
        })
        .map(|(number, question)| problem(vocabulary, &question).about(number))
        .collect()
}

impl Vocabulary {
    fn has_no_answer(&self, question: &Question<'_>) -> bool {
        let is_known = self.words.iter().any(|word| question.holds(word));
        !is_known && (!self.is_open || self.only_case_differs(question))
    }

    fn only_case_differs(&self, question: &Question<'_>) -> bool {
        let Question::Is(text) = question else {
            return false;
        };
        let mut words = self.words.iter();
        words.any(|word| word.eq_ignore_ascii_case(text))
    }
}

fn problem(vocabulary: &Vocabulary, question: &Question<'_>) -> Problem {
    let is = match question {
        Question::Is(_) => "is never",
        _ => "never has a value",
    };
    let (field, words) = (vocabulary.field, question.words());
    Problem {
        message: format!("`{field}` {is} {words}"),
        help: Some(help(vocabulary, question.text())),
        value: None,
    }
}

fn help(vocabulary: &Vocabulary, text: &str) -> Hint {
    let words = vocabulary.words;
    let near = nearest(text, words.iter().copied());
    if distance(text, near) <= MOST_CHANGES.min(text.len() / 2) {
        Hint::did_you_mean(text, &[near])
    } else if words.len() <= MOST_WORDS {
        format!("it is {}", one_of(words)).into()
    } else {
        "if AWS does write it, say so in a comment that allows this".into()
    }
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::testing::{helps_of, messages_of, rule};

    #[test]
    fn values_that_a_field_never_has_are_found_with_what_was_meant() {
        for (condition, help) in [
            ("ct.user.identitytype = IamUser", "did you mean `IAMUser`?"),
            (
                "ct.region in (us-east-1, us-esat-1)",
                "did you mean `us-east-1`?",
            ),
            (
                "ct.region startswith us-nort",
                "if AWS does write it, say so in a comment that allows this",
            ),
            (
                "ct.eventtype = AwsConsoleSignin",
                "did you mean `AwsConsoleSignIn`?",
            ),
            ("ct.readonly = True", "did you mean `true`?"),
            ("ct.readonly = yes", "it is `true` or `false`"),
            ("ct.error = accessdenied", "did you mean `AccessDenied`?"),
            (
                "ct.eventcategory = ''",
                "it is `Data`, `Insight`, `Management` or `NetworkActivity`",
            ),
        ] {
            assert_eq!(helps_of(&LINT, &rule(condition)), [help], "{condition}");
        }
    }

    #[test]
    fn the_message_names_the_field() {
        assert_eq!(
            messages_of(&LINT, &rule("ct.user.identitytype = root")),
            ["`ct.user.identitytype` is never `root`"]
        );
    }

    #[test]
    fn values_that_a_field_has_are_right() {
        for condition in [
            "ct.user.identitytype in (Root, IAMUser, AssumedRole)",
            "ct.region startswith us-",
            "ct.region contains gov",
            "ct.error = SomeServiceSpecificException",
            "ct.error contains denied",
            "not ct.error exists",
            "ct.readonly = false",
            "ct.user = root",
        ] {
            assert!(
                messages_of(&LINT, &rule(condition)).is_empty(),
                "{condition}"
            );
        }
    }
}
