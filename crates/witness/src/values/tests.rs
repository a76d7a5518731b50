use falconet_event::catalogue::Catalogue;
use falconet_ruleset::{LoadOptions, Loader};
use falconet_workbench::leaves_of;

use super::*;

/// Values for tests that all have to hold, or of which those behind `not` must not.
fn values(tests: &str) -> Vec<Value> {
    let catalogue = Catalogue::builtin();
    let mut loader = Loader::new(&catalogue, LoadOptions::default());
    let rule = format!(
        "- rule: r\n  desc: d\n  condition: {tests}\n  output: o\n  priority: INFO\n  source: aws_cloudtrail\n"
    );
    let report = loader.load("r.yaml", &rule);
    assert!(report.successful(), "{}", report.summary());
    let ruleset = loader.into_parts().0.unwrap();
    let condition = &ruleset.rules[0].condition;
    let leaves = leaves_of(condition);
    let words: Vec<_> = tests.split(" and ").collect();
    let is_met = |at: usize| !words[at].starts_with("not ");
    let ask = Ask {
        met: (0..leaves.len())
            .filter(|at| is_met(*at))
            .map(|at| leaves[at])
            .collect(),
        unmet: (0..leaves.len())
            .filter(|at| !is_met(*at))
            .map(|at| leaves[at])
            .collect(),
        usual: vec!["GetUser", "PutUser"],
        most: 40,
    };
    ask.proposed().values
}

fn one(text: &str) -> Value {
    Value::One(text.to_owned())
}

#[test]
fn values_are_those_that_tests_name() {
    assert_eq!(values("ct.name = a")[0], one("a"));
    assert_eq!(values("ct.name in (a, b)")[..2], [one("a"), one("b")]);
    assert_eq!(values("not ct.name exists")[0], Value::Absent);
    assert!(!values("ct.name exists").contains(&Value::Absent));
    assert!(values("s3.bytes > 7").contains(&one("8")));
}

#[test]
fn what_is_usual_comes_first_where_it_fits() {
    assert_eq!(values("ct.name startswith Put")[0], one("PutUser"));
    assert_eq!(
        values("ct.name exists")[..2],
        [one("GetUser"), one("PutUser")]
    );
}

#[test]
fn parts_are_put_together() {
    let all = values("ct.user startswith a/ and ct.user contains b and ct.user endswith .c");
    assert!(all.contains(&one("a/b.c")), "{all:?}");
    assert!(values("ct.user contains allof (x, y)").contains(&one("xy")));
    assert!(values("ct.user contains anyof (xx, yy)").contains(&one("yy")));
}

#[test]
fn no_more_values_come_than_are_asked_for() {
    let list: Vec<_> = (0..100).map(|number| format!("v{number}")).collect();
    let tests = format!("ct.user in ({})", list.join(", "));
    assert_eq!(values(&tests).len(), 40);
}

#[test]
fn lists_have_elements() {
    let images = values("ec2.imageids in (ami-1, ami-2)");
    assert_eq!(images[0], Value::Many(vec!["ami-1".to_owned()]));
}
