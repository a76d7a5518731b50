//! What is said to make a rule fire: in words, and tried on the event.

use crate::fixes::{Fields, Random, applied};
use crate::rule::{explained, fires, ways};

const EVENT: &str = r#"{"eventTime":"2026-01-02T03:04:05Z","eventType":"x","eventName":"GetUser","awsRegion":"us-east-1","readOnly":true,"errorCode":"AccessDenied"}"#;

fn said(condition: &str) -> Vec<String> {
    let ways = ways(condition, EVENT).into_iter();
    ways.map(|way| way.strip_prefix("would fire if ").unwrap().to_owned())
        .collect()
}

#[test]
fn the_smallest_change_comes_first_and_larger_ones_that_contain_it_never() {
    assert_eq!(
        said("ct.name = GetUser and not ct.error exists"),
        ["`ct.error` were absent (it is `AccessDenied`)"]
    );
    assert_eq!(
        said("ct.name = A and (ct.region = B or (ct.region = C and ct.src = D))"),
        [
            "`ct.name` were `A` (it is `GetUser`) and `ct.region` were `B` (it is `us-east-1`)",
            "`ct.name` were `A` (it is `GetUser`) and `ct.region` were `C` (it is `us-east-1`) and `ct.src` were `D` (it is absent)"
        ]
    );
}

#[test]
fn a_field_cannot_be_two_values_at_once() {
    assert!(said("ct.name = A and ct.name = B").is_empty());
    assert_eq!(
        said("ct.name in (A, B) and ct.name in (B, C)"),
        ["`ct.name` were `B` (it is `GetUser`)"]
    );
    assert!(said("ct.name = Put and ct.name startswith Get").is_empty());
    assert!(said("ct.name exists and not ct.name exists").is_empty());
    assert!(said("not ct.src exists and ct.src = A").is_empty());
}

#[test]
fn tests_that_many_values_pass_are_said_as_such() {
    assert_eq!(
        said("ct.name startswith Put"),
        ["`ct.name` began with `Put` (it is `GetUser`)"]
    );
    assert_eq!(
        said("not ct.name contains User"),
        ["`ct.name` did not contain `User` (it is `GetUser`)"]
    );
    assert_eq!(
        said("ct.name != GetUser"),
        ["`ct.name` were something else (it is `GetUser`)"]
    );
    assert_eq!(
        said("ct.readonly = false"),
        ["`ct.readonly` were `false` (it is `true`)"]
    );
    assert_eq!(
        said("ct.src exists"),
        ["`ct.src` were there (it is absent)"]
    );
}

#[test]
fn the_same_test_at_two_places_turns_at_both() {
    let condition = "(ct.name = A and ct.region = us-east-1) or (ct.name = A and ct.src = B)";
    assert_eq!(said(condition), ["`ct.name` were `A` (it is `GetUser`)"]);
    let one = explained(condition, EVENT);
    assert_eq!(one["near"][0]["tests"], serde_json::json!([0]));
}

#[test]
fn one_of_two_contradicting_exceptions_is_enough_to_silence_a_rule() {
    let reasons = explained(
        "ct.name = GetUser and (ct.error exists or ct.src exists)",
        EVENT,
    );
    let texts: Vec<_> = reasons["reasons"].as_array().unwrap().iter().collect();
    assert_eq!(texts.len(), 2, "{texts:?}");
    assert!(reasons["fired"] == true && reasons["near"].as_array().unwrap().is_empty());
}

#[test]
fn a_condition_of_very_many_tests_is_searched_within_bounds() {
    let tests = |field: &str| {
        let each = (0..300).map(|number| format!("{field} contains x{number}x"));
        each.collect::<Vec<_>>().join(" or ")
    };
    let fields = ["ct.name", "ct.region", "ct.error"].map(tests);
    let one = explained(&format!("({})", fields.join(") and (")), EVENT);
    assert_eq!(one["reasons"].as_array().unwrap().len(), 300);
    assert_eq!(
        one["near_exact"], false,
        "there are too many ways to look at all"
    );
}

#[test]
fn events_that_are_changed_as_it_is_said_fire() {
    let random = &mut Random(5);
    let mut tried = 0;
    for _ in 0..400 {
        let condition = random.condition(3);
        let fields = Fields::of(random);
        let event = fields.event();
        assert_eq!(
            fires(&condition, &event),
            explained(&condition, &event)["fired"] == true
        );
        for way in ways(&condition, &event) {
            let changed = applied(&fields, &way).event();
            assert!(
                fires(&condition, &changed),
                "{condition}\n{event}\n{way}\n{changed}"
            );
            tried += 1;
        }
    }
    assert!(tried > 200, "{tried}");
}
