mod likely;

use falconet_condition::print::print_condition;
use falconet_condition::{ParseLimits, parse};
use falconet_diagnostics::Severity;
use falconet_ruleset::{LoadOptions, Loader, Ruleset};

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
        r#"'a \"b\"'"#
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
        ("- macro: ‸\n  append: true", "m"),
        ("- list: ‸\n  override: {items: append}", "people"),
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
    for text in [
        "- rule: r\n  desc: a‸",
        "- macro: ‸",
        "- rule: ‸\n  desc: d",
    ] {
        assert!(labels(&[other, text]).0.is_empty(), "{text}");
    }
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

/// What the editor makes of a text with the proposal of that label.
fn applied(text: &str, samples: &Samples, label: &str) -> String {
    applied_among(&[text], samples, label)
}

/// The same in the last of several files.
fn applied_among(texts: &[&str], samples: &Samples, label: &str) -> String {
    at_mark(texts, |files, at| {
        let found = complete(files, at, &Catalogue::builtin(), samples);
        let item = found.items.iter().find(|item| item.label == label);
        let item = item.unwrap_or_else(|| panic!("no {label} in {texts:?}: {:?}", found.items));
        let mut text = at.file.text().to_owned();
        text.replace_range(found.label.span.range(), &item.insert);
        text
    })
}

/// The rules of a text that has to load.
fn loaded(text: &str) -> Ruleset {
    let catalogue = Catalogue::builtin();
    let mut loader = Loader::new(&catalogue, LoadOptions::collecting_errors());
    loader.load("0.yaml", text);
    let mut errors = loader.diagnostics();
    errors.retain(|one| one.severity == Severity::Error);
    assert!(errors.is_empty(), "{errors:?} in {text}");
    loader.into_parts().0.unwrap()
}

/// The condition of the first macro of a text, printed.
fn condition_of(text: &str) -> String {
    let ruleset = loaded(text);
    let condition = ruleset.macros.first().expect("a macro").condition_span;
    print_condition(&ruleset.tree(condition).unwrap())
}

#[test]
fn a_value_is_read_back_from_every_kind_of_scalar() {
    let values = [
        "a: b",
        "a:",
        "a #b",
        "#",
        "it's",
        "say \"x\"",
        "'\"",
        "back\\slash",
        "a, b",
        "[x]",
        "{y}: #z",
        "a",
        "arn:aws:iam::1:role/x",
        "\u{e9} \u{1f600}",
        "x\\",
        "q\\\"r",
        "%s",
        "& *",
        "- a",
        "a:b",
    ];
    let scalars = [
        "- macro: m\n  condition: ct.user = ‸\n",
        "- macro: m\n  condition: ct.user = ‸ # ours\n",
        "- macro: m\n  condition: ct.user = \"‸\"\n",
        "- macro: m\n  condition: ct.user = '‸\n",
        "- macro: m\n  condition: evt.num > 0 and\n    ct.user = ‸\n",
        "- macro: m\n  condition: \"ct.user = ‸\"\n",
        "- macro: m\n  condition: \"ct.user = \\\"‸\\\"\"\n",
        "- macro: m\n  condition: \"ct.user = '‸'\"\n",
        "- macro: m\n  condition: 'ct.user = ‸'\n",
        "- macro: m\n  condition: 'ct.user = ''‸'''\n",
        "- macro: m\n  condition: 'ct.user = \"‸'\n",
        "- macro: m\n  condition: >\n    ct.user = ‸\n",
        "- macro: m\n  condition: |-\n    ct.user = \"‸\n",
        "- {macro: m, condition: ct.user = ‸}\n",
        "- {macro: m, condition: \"ct.user = ‸\"}\n",
        "- {macro: m, condition: 'ct.user = ‸', append: false}\n",
    ];
    for value in values {
        let seen = serde_json::json!({"ct.user": [[value, 1]]});
        let samples: Samples = serde_json::from_value(seen).unwrap();
        let quoted = value.replace('\\', "\\x5c").replace('"', "\\x22");
        let meant = parse(&format!("ct.user = \"{quoted}\""), ParseLimits::default()).unwrap();
        let expected = print_condition(&meant);
        for scalar in scalars {
            let text = applied(scalar, &samples, value);
            let found = condition_of(&text);
            let found = found.trim_start_matches("(evt.num > 0 and ");
            assert_eq!(
                found.trim_end_matches(')'),
                expected.trim_end_matches(')'),
                "{text}"
            );
        }
    }
}

#[test]
fn names_of_several_words_are_replaced_as_a_whole_and_quoted_where_they_have_to_be() {
    let other =
        "- rule: 'AWS: it''s root'\n- list: my list\n  items: [a]\n- rule: r\n  tags: ['a, b']\n";
    for (text, label, expected) in [
        (
            "- rule: AWS: it‸\n  append: true",
            "AWS: it's root",
            "- rule: 'AWS: it''s root'\n  append: true",
        ),
        (
            "- rule: \"AWS: ‸\"\n  append: true",
            "AWS: it's root",
            "- rule: \"AWS: it's root\"\n  append: true",
        ),
        (
            "- rule: 'AWS‸'\n  append: true\n",
            "AWS: it's root",
            "- rule: 'AWS: it''s root'\n  append: true\n",
        ),
        (
            "- list: l\n  items: [x, my l‸]",
            "my list",
            "- list: l\n  items: [x, my list]",
        ),
        (
            "- list: l\n  items:\n  - my ‸\n",
            "my list",
            "- list: l\n  items:\n  - my list\n",
        ),
        (
            "- list: my ‸\n  append: true",
            "my list",
            "- list: my list\n  append: true",
        ),
        (
            "- macro: m\n  condition: ct.user in (x, my l‸)",
            "my list",
            "- macro: m\n  condition: ct.user in (x, my list)",
        ),
        (
            "- rule: s\n  tags: [x, a‸]",
            "a, b",
            "- rule: s\n  tags: [x, 'a, b']",
        ),
    ] {
        assert_eq!(
            applied_among(&[other, text], &Samples::default(), label),
            expected
        );
    }
}

#[test]
fn an_override_has_the_keys_and_operations_that_there_are() {
    let (keys, _) = labels(&["- rule: r\n  tags: [a]\n  override:\n    tags: append\n    ‸\n"]);
    assert!(keys.contains(&"enabled".to_owned()) && !keys.contains(&"tags".to_owned()));
    assert!(!keys.contains(&"source".to_owned()));
    assert_eq!(labels(&["- list: l\n  override: {‸}"]).0, ["items"]);
    assert_eq!(
        labels(&["- macro: m\n  override:\n    co‸"]),
        (vec!["condition".to_owned()], "co".to_owned())
    );
    for (key, operations) in [
        ("condition", &["append", "replace"][..]),
        ("enabled", &["replace"]),
        ("source", &[]),
    ] {
        let (found, _) = labels(&[&format!("- rule: r\n  override:\n    {key}: ‸\n")]);
        assert_eq!(found, operations, "{key}");
    }
}

#[test]
fn every_override_that_is_proposed_loads() {
    let rule = "- rule: r\n  desc: d\n  condition: evt.num = 1\n  output: o\n  priority: INFO\n  source: aws_cloudtrail\n";
    let changed = "- rule: r\n  condition: and evt.num = 2\n  output: p\n  desc: e\n  priority: ERROR\n  enabled: true\n  tags: [a]\n  exceptions: []\n  warn_evttypes: false\n  skip-if-unknown-filter: true\n  capture: false\n  capture_duration: 1\n";
    let text = format!("{rule}{changed}  override:\n    ‸\n");
    let (keys, _) = labels(&[&text]);
    assert!(keys.len() > 8, "{keys:?}");
    for key in keys {
        // Of what is not overridden there may be nothing.
        let lines = changed.split_inclusive('\n');
        let kept =
            lines.filter(|line| line.contains("rule:") || line.contains(&format!(" {key}:")));
        let text = format!("{rule}{}  override:\n    ‸\n", kept.collect::<String>());
        let text = applied(&text, &Samples::default(), &key);
        let text = format!("{}‸\n", text.trim_end_matches('\n'));
        for operation in labels(&[&text]).0 {
            let text = match &*operation {
                "replace" => text.replace("and evt", "evt"),
                _ => text.clone(),
            };
            loaded(&applied(&text, &Samples::default(), &operation));
        }
    }
}

#[test]
fn every_comparison_of_an_exception_that_is_proposed_loads() {
    let rule = "- rule: r\n  desc: d\n  condition: evt.num = 1\n  output: o\n  priority: INFO\n  source: aws_cloudtrail\n  exceptions:\n  - name: e\n";
    for (exception, unwanted) in [
        (
            "    fields: [ct.user, s3.bytes]\n    comps: [‸, =]\n",
            "exists",
        ),
        (
            "    comps: [in, ‸]\n    fields: [ct.user, s3.bytes]\n",
            "contains",
        ),
        ("    fields: ct.user\n    comps: ‸\n", "="),
        ("    fields: [ct.user]\n    comps:\n    - ‸\n", "exists"),
    ] {
        let text = format!("{rule}{exception}");
        let (found, _) = labels(&[&text]);
        assert!(
            found.len() > 2 && !found.iter().any(|one| one == unwanted),
            "{text}: {found:?}"
        );
        for label in found {
            loaded(&applied(&text, &Samples::default(), &label));
        }
    }
}

/// A snippet whose places hold what they propose.
fn filled(text: &str) -> String {
    let mut parts = text.split("${");
    let first = parts.next().unwrap().to_owned();
    parts.fold(first, |text, part| {
        let (inside, behind) = part.split_once('}').unwrap();
        text + inside.split_once(':').unwrap().1 + behind
    })
}

#[test]
fn whole_items_load_wherever_they_are_written() {
    let okta = "- rule: o\n  desc: d\n  condition: okta.evt.type = x\n  output: o\n  priority: INFO\n  source: okta\n";
    let indented = "  - list: x\n    items: []\n";
    for (before, marked) in [
        ("", "‸"),
        ("", "-‸"),
        ("", "- ‸"),
        ("", "-   ru‸"),
        (indented, "‸"),
        (indented, "  - ‸"),
        (indented, "  -‸"),
        (okta, "‸\n"),
        (okta, "- ‸"),
    ] {
        let text = format!("{before}{marked}");
        for label in labels(&[&text]).0.iter().take(3) {
            // Editors indent the lines of a snippet as the one that it stands in.
            let text = at_mark(&[&text], |files, at| {
                let found = complete(files, at, &Catalogue::builtin(), &Samples::default());
                let item = found
                    .items
                    .iter()
                    .find(|item| item.label == *label)
                    .unwrap();
                let indent = if marked.starts_with(' ') {
                    "\n  "
                } else {
                    "\n"
                };
                let mut text = at.file.text().to_owned();
                text.replace_range(found.label.span.range(), &item.insert.replace('\n', indent));
                filled(&text)
            });
            let found = loaded(&text);
            let items = found.rules.len() + found.macros.len() + found.lists.len();
            assert_eq!(items, 1 + usize::from(!before.is_empty()), "{text}");
        }
    }
}

#[test]
fn every_source_has_a_rule_to_begin_with() {
    for source in &Catalogue::builtin().sources {
        let rule = format!(
            "- rule: r\n  desc: d\n  condition: evt.num = 1\n  output: o\n  priority: INFO\n  source: {}\n",
            source.name
        );
        for label in ["- rule", "- macro"] {
            let text = applied(&format!("{rule}‸"), &Samples::default(), label);
            loaded(&filled(&text));
        }
    }
}

#[test]
fn nothing_is_proposed_in_comments() {
    for text in [
        "- macro: m\n  condition: ct.name = a # ct.‸",
        "- list: l\n  items: [a] # pe‸\n- list: people",
        "- rule: r\n  priority: INFO # W‸",
        "- rule: r # ‸",
    ] {
        assert!(labels(&[text]).0.is_empty(), "{text}");
    }
}
