use super::*;
use crate::samples::Samples;
use crate::testing::at_mark;

fn completions(texts: &[&str]) -> Completions {
    at_mark(texts, |files, at| {
        complete(files, at, &Catalogue::builtin(), &Samples::default())
    })
}

/// The labels of what is proposed, and what it takes the place of.
fn labels(texts: &[&str]) -> (Vec<String>, String) {
    at_mark(texts, |files, at| {
        let found = complete(files, at, &Catalogue::builtin(), &Samples::default());
        let replaced = at.file.text()[found.label.span.range()].to_owned();
        (
            found.items.into_iter().map(|one| one.label).collect(),
            replaced,
        )
    })
}

/// What is proposed for a condition, in a ruleset with a macro, a list and another file.
fn in_condition(condition: &str) -> (Vec<String>, String) {
    let other =
        "- macro: is_login\n  condition: ct.name = ConsoleLogin\n- list: people\n  items: [a]\n";
    let text = format!("- rule: r\n  condition: {condition}\n  source: aws_cloudtrail\n");
    labels(&[other, &text])
}

fn has(condition: &str, wanted: &[&str], unwanted: &[&str]) {
    let (found, _) = in_condition(condition);
    for name in wanted {
        assert!(
            found.iter().any(|one| one == name),
            "no {name} in {condition}: {found:?}"
        );
    }
    for name in unwanted {
        assert!(
            !found.iter().any(|one| one == name),
            "{name} in {condition}"
        );
    }
}

#[test]
fn a_test_begins_with_a_field_a_macro_or_a_transformer() {
    let wanted = ["ct.name", "evt.num", "is_login", "tolower", "not"];
    let unwanted = ["people", "and", "=", "val"];
    for condition in [
        "‸",
        "ct.na‸",
        "is_login and ‸",
        "not (‸",
        "> \n    ct.name = a and\n    ‸",
        "\"is_login or ‸\"",
    ] {
        has(condition, &wanted, &unwanted);
    }
    assert_eq!(in_condition("is_login and ct.na‸me = x").1, "ct.na");
    has("‸", &[], &["okta.actor.id"]);
}

#[test]
fn a_macro_is_about_the_sources_of_the_rules() {
    let rule = "- rule: r\n  source: okta\n- rule: s\n  source: okta\n";
    let (found, _) = labels(&[rule, "- macro: m\n  condition: ‸"]);
    assert!(found.contains(&"okta.actor.id".to_owned()) && !found.contains(&"ct.name".to_owned()));
}

#[test]
fn operators_are_those_of_the_type() {
    has(
        "ct.name ‸",
        &["=", "!=", "exists", "contains", "in", "glob"],
        &["bcontains", "oneof", "ct.name"],
    );
    has(
        "ec2.imageids ‸",
        &["in", "intersects", "exists"],
        &["=", "contains"],
    );
    has("s3.bytes ‸", &["<", "=", "in"], &["contains", "glob"]);
    has("len(ct.name) ‸", &["<"], &["contains"]);
    has("tolower(ct.name) ‸", &["contains"], &["<x"]);
    has("nope.field ‸", &["=", "<", "contains"], &[]);
}

#[test]
fn values_are_lists_events_and_known_words() {
    has("ct.name in (‸", &["people"], &["is_login"]);
    has("ct.name in (a, ‸)", &["people"], &["and"]);
    has(
        "ct.user.identitytype = ‸",
        &["Root", "IAMUser", "val", "anyof"],
        &["people"],
    );
    has("ct.src = ia‸", &["iam.amazonaws.com"], &[]);
    has("ct.shortsrc = ia‸", &["iam"], &["iam.amazonaws.com"]);
    has("ct.name glob anyof ‸", &["people"], &[]);
    has("ct.error exists ‸", &["and", "or"], &["ct.name"]);
}

#[test]
fn events_are_those_of_the_source_that_the_condition_names() {
    has(
        "ct.src = iam.amazonaws.com and ct.name = ‸",
        &["CreateUser"],
        &["RunInstances"],
    );
    has(
        "ct.shortsrc in (ec2) and ct.name in (Run‸",
        &["RunInstances"],
        &["CreateUser"],
    );
}

#[test]
fn too_many_events_are_those_that_what_is_written_may_become() {
    let found = completions(&["- macro: m\n  condition: ct.name = consolelo‸"]);
    assert!(found.is_incomplete);
    assert_eq!(
        found.items.first().map(|one| &*one.label),
        Some("ConsoleLogin")
    );
    let found = completions(&["- macro: m\n  condition: ct.name = ‸"]);
    assert!(found.is_incomplete && found.items.len() == MOST_COMPLETIONS);
}

#[test]
fn in_quotes_what_is_written_is_looked_for_and_a_closing_quote_is_replaced() {
    for (written, replaced) in [
        ("ct.name = \"Console‸", "\"Console"),
        ("ct.name = \"Console‸\"", "\"Console\""),
        ("ct.name in ('Console‸')", "'Console'"),
    ] {
        let (found, taken) = in_condition(written);
        assert!(found[0].contains("ConsoleLogin"), "{written}: {found:?}");
        assert_eq!(taken, replaced);
    }
}

#[test]
fn a_remark_is_nobodys_business() {
    for text in ["# This is ‸", "- rule: r\n  # a note ‸\n  desc: d"] {
        assert!(labels(&[text]).0.is_empty(), "{text}");
    }
}

#[test]
fn values_of_samples_come_first_and_are_quoted_where_they_have_to_be() {
    let samples: Samples =
        serde_json::from_str(r#"{"ct.user":[["a \"b\"",3]],"ct.name":[["CreateUser",2]]}"#)
            .unwrap();
    let insert = |text: &str| {
        at_mark(&[text], |files, at| {
            let found = complete(files, at, &Catalogue::builtin(), &samples);
            let replaced = at.file.text()[found.label.span.range()].to_owned();
            let first = found.items.into_iter().next().unwrap();
            (first.insert, first.detail, replaced)
        })
    };
    let seen = |count: u64| Some(format!("seen {count} times"));
    assert_eq!(
        insert("- macro: m\n  condition: ct.user = ‸"),
        (r#""a \"b\"""#.to_owned(), seen(3), String::new())
    );
    assert_eq!(
        insert("- macro: m\n  condition: ct.user in (x, 'a ‸"),
        (r#"'a "b"'"#.to_owned(), seen(3), "'a ".to_owned())
    );
    assert_eq!(
        insert("- macro: m\n  condition: \"ct.user = ‸").0,
        r#"'a "b"'"#
    );
    assert_eq!(
        insert("- macro: m\n  condition: ct.name = Cr‸").0,
        "CreateUser"
    );
}

#[test]
fn keys_are_those_that_an_item_has_not_got() {
    let (found, replaced) = labels(&["- rule: r\n  condition: a\n  out‸\n  tags: []\n"]);
    assert!(found.contains(&"output".to_owned()) && !found.contains(&"condition".to_owned()));
    assert_eq!(replaced, "out");
    assert_eq!(
        labels(&["- list: l\n  ‸"]).0,
        ["items", "override", "append"]
    );
    assert_eq!(labels(&["- rule: r\n  exceptions:\n  - ‸"]).0[0], "name");
    assert!(
        labels(&["- macro: m\n  override:\n    ‸"])
            .0
            .contains(&"condition".to_owned())
    );
}

#[test]
fn whole_items_have_places_to_fill_in() {
    let insert = |text: &str| completions(&[text]).items[0].insert.clone();
    assert!(insert("‸").starts_with("- rule: ${1:"));
    assert!(insert("- ‸").starts_with("rule: ${1:"));
    assert!(insert("- list: l\n  items: []\n‸").starts_with("- rule"));
}

#[test]
fn other_keys_have_the_values_that_there_are() {
    let other = "- rule: a\n  tags: [x, y]\n- list: people\n  items: []\n- macro: m\n";
    for (text, wanted) in [
        ("- rule: r\n  priority: ‸", "WARNING"),
        ("- rule: r\n  source: ‸", "aws_cloudtrail"),
        ("- rule: r\n  tags: [‸", "y"),
        ("- list: l\n  items: [‸", "people"),
        ("- list: l\n  items:\n  - ‸", "people"),
        ("- rule: r\n  enabled: ‸", "false"),
        ("- macro: ‸", "m"),
        (
            "- rule: r\n  exceptions:\n  - {name: e, fields: [ct.‸",
            "ct.name",
        ),
        (
            "- rule: r\n  exceptions:\n  - name: e\n    comps: [‸",
            "startswith",
        ),
        (
            "- rule: r\n  exceptions:\n  - name: e\n    values:\n    - [‸",
            "people",
        ),
        ("- rule: r\n  override: {condition: ‸", "append"),
    ] {
        let (found, _) = labels(&[other, text]);
        assert!(
            found.iter().any(|one| one == wanted),
            "no {wanted} in {text}: {found:?}"
        );
    }
    assert!(labels(&["- rule: r\n  desc: a‸"]).0.is_empty());
}

#[test]
fn outputs_take_fields_behind_a_percent_sign() {
    let (found, replaced) = labels(&["- rule: r\n  output: a %ct.‸ b\n  source: aws_cloudtrail"]);
    assert!(found.contains(&"%ct.name".to_owned()));
    assert_eq!(replaced, "%ct.");
    assert!(labels(&["- rule: r\n  output: a ct.‸"]).0.is_empty());
}

#[test]
fn any_place_of_any_text_can_be_asked_for() {
    let text = "- rule: \"a\n  exceptions: [{name: é, \n  condition: ct.x in (\"b\n- {list: l, items: [\n\0 - %‸";
    let text = text.replace('‸', "");
    let files = Files::of([("a.yaml", &*text)]);
    for offset in 0..text.len() + 2 {
        let at = files.locate("a.yaml", offset).unwrap();
        let found = complete(&files, at, &Catalogue::builtin(), &Samples::default());
        assert!(found.label.span.end <= text.len());
        crate::hover(&files, at, &Catalogue::builtin());
        crate::references(&files, at);
    }
}
