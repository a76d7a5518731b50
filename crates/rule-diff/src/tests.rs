//! Two small rulesets over a few events, from text to text.

use falconet_engine::{BatchResult, Engine, Environment, Limits, Settings};
use falconet_event::catalogue::Catalogue;
use falconet_ruleset::{LoadOptions, Loader, Ruleset};
use serde_json::Value;

use super::*;

const OLD: &str = "\
- {list: admins, items: [alice]}
- {list: same, items: [a, b]}
- {macro: created, condition: ct.name = CreateUser}
- {macro: gone, condition: ct.name = X}
- {rule: user created, desc: d, condition: created and not ct.user in (admins), output: user %ct.user, priority: WARNING, source: aws_cloudtrail}
- {rule: user deleted, desc: d, condition: ct.name=DeleteUser, output: deleted, priority: INFO, source: aws_cloudtrail}
- {rule: removed, desc: d, condition: gone, output: o, priority: INFO, source: aws_cloudtrail}
";
const NEW: &str = "\
- {list: admins, items: [alice, bob]}
- {list: same, items: [a, b]}
- {macro: created, condition: ct.name = CreateUser}
- {rule: user created, desc: d, condition: created and not ct.user in (admins), output: 'by %ct.user', priority: WARNING, source: aws_cloudtrail}
- {rule: user deleted, desc: d, condition: (ct.name = DeleteUser), output: deleted, priority: INFO, source: aws_cloudtrail}
- {rule: key made, desc: d, condition: ct.name = CreateAccessKey, output: key, priority: INFO, source: aws_cloudtrail}
";

fn loaded(text: &str) -> (Ruleset, Engine) {
    let catalogue = Catalogue::builtin();
    let mut given = Settings {
        alert_id: true,
        ..Settings::default()
    };
    for setting in settings().iter().chain(&["rule_matching=all".to_owned()]) {
        given.apply(setting).unwrap();
    }
    let options = LoadOptions {
        append_output: given.append_output.clone(),
        ..LoadOptions::default()
    };
    let mut loader = Loader::new(&catalogue, options);
    assert!(loader.load("rules.yaml", text).successful());
    let ruleset = loader.ruleset().unwrap().clone();
    let engine = Engine::new(
        &ruleset,
        &catalogue,
        &given,
        &Environment::default(),
        Limits::default(),
    );
    (ruleset, engine.unwrap())
}

fn event(name: &str, user: &str) -> String {
    format!(
        "{{\"eventTime\":\"2026-11-30T10:00:00Z\",\"eventType\":\"AwsApiCall\",\"eventName\":\"{name}\",\"userIdentity\":{{\"type\":\"IAMUser\",\"userName\":\"{user}\",\"arn\":\"arn:{user}\"}}}}\n"
    )
}

/// The lines that say how the alerts of two rulesets differ.
fn changes(old: &str, new: &str, events: &str) -> String {
    let ((_, mut old), (_, mut new)) = (loaded(old), loaded(new));
    let (mut before, mut after) = (BatchResult::default(), BatchResult::default());
    old.eval(events.as_bytes(), true, true, &mut before);
    new.eval(events.as_bytes(), true, true, &mut after);
    let mut out = Vec::new();
    let side = |engine, batch| Side { engine, batch };
    compare(side(&old, &before), side(&new, &after), &mut out);
    String::from_utf8(out).unwrap()
}

fn events() -> String {
    let events = [
        event("CreateUser", "eve"),
        event("CreateUser", "bob"),
        event("CreateUser", "bob"),
        event("CreateUser", "alice"),
        event("DeleteUser", "eve"),
        event("CreateAccessKey", "eve"),
        event("Nothing", "eve"),
    ];
    events.concat()
}

fn report(format: Format) -> String {
    let definitions = Definitions::of(&loaded(OLD).0, &loaded(NEW).0);
    let mut traffic = Traffic::new(1);
    traffic.add(&changes(OLD, NEW, &events())).unwrap();
    render(&definitions, Some(&traffic), format, Look::default())
}

#[test]
fn alerts_are_lost_gained_and_changed() {
    let lines = changes(OLD, NEW, &events());
    let lines: Vec<Value> = lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(
        lines[0],
        serde_json::json!({
            "events": 7,
            "old": {"user created": 3, "user deleted": 1},
            "new": {"user created": 1, "user deleted": 1, "key made": 1},
        })
    );
    let told = |line: &Value| {
        format!(
            "{} {}",
            line["change"].as_str().unwrap(),
            line["alert"]["rule"].as_str().unwrap()
        )
    };
    let told: Vec<String> = lines[1..].iter().map(told).collect();
    assert_eq!(
        told,
        [
            "changed user created",
            "lost user created",
            "lost user created",
            "gained key made"
        ]
    );
}

#[test]
fn equal_alerts_of_equal_events_are_paired_one_by_one() {
    let twice = [event("DeleteUser", "eve"), event("DeleteUser", "eve")].concat();
    assert_eq!(changes(OLD, NEW, &twice).lines().count(), 1);
    assert_eq!(changes(OLD, NEW, ""), "");
}

#[test]
fn people_see_what_differs() {
    let expected = "\
+ rule key made
- rule removed
~ rule user created
    condition
      - (ct.name = CreateUser and not ct.user in (alice))
      + (ct.name = CreateUser and not ct.user in (alice, bob))
    output
      - user %ct.user
      + by %ct.user
= rule user deleted (written in another way)
- macro gone
~ list admins
    items
      - alice
      + alice, bob

events 7, alerts before 4, after 3

  rule           before    after   gained     lost  changed
  key made            0        1        1        0        0
  user created        3        1        0        2        1

  principal   gained     lost  changed
  arn:bob          0        2        0
  arn:eve          1        0        1

~ 2026-11-30T10:00:00.000000000Z  user created
      - 10:00:00.000000000: Warning user eve
      + 10:00:00.000000000: Warning by eve
- 2026-11-30T10:00:00.000000000Z  user created
      10:00:00.000000000: Warning user bob
+ 2026-11-30T10:00:00.000000000Z  key made
      10:00:00.000000000: Informational key
";
    assert_eq!(report(Format::Text), expected);
}

#[test]
fn a_pull_request_gets_tables_and_folded_examples() {
    let text = report(Format::Markdown);
    assert!(
        text.starts_with("### What this change of rules does\n\n- **added** rule `key made`\n"),
        "{text}"
    );
    assert!(text.contains("| `user created` | 0 | 2 | 1 |\n"), "{text}");
    assert!(text.ends_with("\n```\n\n</details>\n"), "{text}");
}

#[test]
fn programs_get_everything_and_nothing_that_was_put_in() {
    let text = report(Format::Json);
    assert!(
        !text.contains("falconet.principal") && !text.contains("alert_id"),
        "{text}"
    );
    let json: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(json["differs"], true);
    assert_eq!(
        json["rules"]["reformatted"],
        serde_json::json!(["user deleted"])
    );
    assert_eq!(json["traffic"]["examples"].as_array().unwrap().len(), 3);
}

#[test]
fn the_same_rules_differ_in_nothing() {
    let definitions = Definitions::of(&loaded(OLD).0, &loaded(OLD).0);
    let mut traffic = Traffic::new(1);
    traffic.add(&changes(OLD, OLD, &events())).unwrap();
    assert!(!definitions.differ() && !traffic.differs());
    let text = render(&definitions, Some(&traffic), Format::Text, Look::default());
    assert_eq!(
        text,
        "The rules mean the same.\n\nevents 7, alerts before 4, after 4\nNo alert differs.\n"
    );
    let quiet = render(&definitions, None, Format::Markdown, Look::default());
    assert_eq!(
        quiet,
        "### What this change of rules does\n\nThe rules mean the same.\n"
    );
}

#[test]
fn lines_that_are_none_are_told() {
    let error = Traffic::new(1)
        .add("{\"events\":1,\"old\":{},\"new\":{}}\n{}\n")
        .unwrap_err();
    assert!(
        error.starts_with("line 2 of the changes is not understood: "),
        "{error}"
    );
}

#[test]
fn hostile_names_are_shown_and_not_obeyed() {
    let rules = OLD
        .replace("user deleted", "\"a`|\\x1b[31m\"")
        .replace("ct.name=DeleteUser", "ct.name=Y");
    let definitions = Definitions::of(&loaded(OLD).0, &loaded(&rules).0);
    for format in [Format::Text, Format::Markdown] {
        let text = render(&definitions, None, format, Look::default());
        assert!(!text.contains('\u{1b}'), "{text:?}");
    }
    let text = render(&definitions, None, Format::Markdown, Look::default());
    assert!(text.contains("rule `a'\\|\\u{1b}[31m`"), "{text}");
}

/// What there is to say in Markdown of two rulesets over the events.
fn markdown(old: &str, new: &str) -> String {
    let definitions = Definitions::of(&loaded(old).0, &loaded(new).0);
    let mut traffic = Traffic::new(1);
    traffic.add(&changes(old, new, &events())).unwrap();
    render(
        &definitions,
        Some(&traffic),
        Format::Markdown,
        Look::default(),
    )
}

#[test]
fn where_the_output_is_the_same_it_is_shown_what_else_changed_of_an_alert() {
    let rule = |tags: &str| {
        format!(
            "- {{rule: r, desc: d, condition: ct.name = DeleteUser, output: deleted, priority: INFO, source: aws_cloudtrail, tags: [{tags}]}}\n"
        )
    };
    let told = markdown(&rule("a, b"), &rule("a, c"));
    assert!(told.contains("  - tags: a, b\n  + tags: a, c\n"), "{told}");
    let example = "- r: tags: [\"a\",\"b\"]\n+ r: tags: [\"a\",\"c\"]\n";
    assert!(told.contains(example), "{told}");
}

#[test]
fn a_comment_has_bounds_and_says_what_is_left_out() {
    let rules = |region: &str, from: usize| -> String {
        let rule = |number: usize| {
            let long = "xxx, ".repeat(100);
            format!(
                "- rule: r{number}\n  desc: d\n  condition: ct.region in ({long}{region})\n  output: o\n  priority: INFO\n  source: aws_cloudtrail\n"
            )
        };
        (from..from + 60).map(rule).collect()
    };
    let told = markdown(&rules("A", 0), &rules("B", 0));
    assert_eq!(told.matches("**changed** rule").count(), 50);
    assert!(told.contains("\n- changed 10 more rules\n"), "{told}");
    assert!(told.contains(", A)\n") && told.contains(", B)\n"), "{told}");
    assert!(told.len() < 60_000, "{}", told.len());
    let told = markdown(&rules("A", 0), &rules("A", 60));
    assert!(told.contains("\n- **added** 10 more rules\n"), "{told}");
    assert!(told.contains("\n- **removed** 10 more rules\n"), "{told}");
}
