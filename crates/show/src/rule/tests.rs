use falconet_event::catalogue::Catalogue;
use falconet_ruleset::Priority;
use falconet_ruleset::select::{Action, SelectionEntry};

use super::testing::loaded;
use super::*;

const RULES: &str = "\
- list: admins
  items: [alice, bob]
- list: people
  items: [admins, carol]
- macro: is_login
  condition: ct.name = ConsoleLogin or ct.name = SwitchRole
- rule: Login
  desc: Somebody logs in.
  condition: is_login and not ct.user in (people)
  output: user=%ct.user
  priority: WARNING
  source: aws_cloudtrail
  tags: [login]
  exceptions:
  - {name: by_region, fields: [ct.region, ct.user], values: [[eu-west-1, dave]]}
";
const LOCAL: &str = "\
- rule: Login
  condition: and ct.error exists
  output: error=%ct.error
  priority: NOTICE
  enabled: false
  override: {condition: append, output: append, priority: replace, enabled: replace}
";

fn shown(files: &[(&str, &str)], name: &str, entries: &[SelectionEntry]) -> ShownRule {
    let loader = loaded(files);
    let ruleset = loader.ruleset().unwrap();
    let selection = Selection {
        threshold: Priority::Debug,
        entries,
    };
    let rule = find(ruleset, name).unwrap();
    ShownRule::of(
        rule,
        ruleset,
        loader.sources(),
        &Catalogue::builtin(),
        &selection,
    )
}

fn both() -> ShownRule {
    shown(
        &[("rules.yaml", RULES), ("local.yaml", LOCAL)],
        "Login",
        &[],
    )
}

#[test]
fn a_rule_is_shown_with_everything_put_in_and_where_it_comes_from() {
    let expected = "\
Login
  Somebody logs in.

    defined    rules.yaml:7:3
    source     aws_cloudtrail
    priority   Notice (override at local.yaml:1:3)
    enabled    no: an override says so, at local.yaml:1:3
    tags       login
    reads      ct.error, ct.name, ct.region, ct.user
    exception  by_region: ct.region, ct.user; 1 value; rules.yaml:15:5

Condition
  (
    (                                       macro is_login, used at rules.yaml:9:14
      ct.name = ConsoleLogin                rules.yaml:6:14
      or ct.name = SwitchRole               rules.yaml:6:40
    )
    and not ct.user in (alice, bob, carol)  rules.yaml:9:31; list people > admins at rules.yaml:2:11; list people at rules.yaml:4:19
    and ct.error exists                     local.yaml:2:18 (override)
  )
  and not (                                 exception by_region, at rules.yaml:15:5
    ct.region = eu-west-1                   rules.yaml:15:63
    and ct.user = dave                      rules.yaml:15:74
  )

Output
  user=%ct.user
    rules.yaml:10:11
  error=%ct.error
    local.yaml:3:11 (override)

Changes
    define    rules.yaml:7:3: desc, condition, output, priority, source, tags, exceptions
    override  local.yaml:1:3: condition appended, output appended, enabled replaced, priority replaced
";
    assert_eq!(both().text(Page::default()), expected);
}

#[test]
fn no_line_is_wider_than_a_narrow_page() {
    let page = Page {
        width: Some(44),
        color: false,
    };
    let text = both().text(page);
    assert!(
        text.lines().all(|line| line.chars().count() <= 44),
        "{text}"
    );
}

#[test]
fn programs_get_a_tree_with_places() {
    let json = serde_json::to_value(both()).unwrap();
    let tree = &json["condition"]["tree"];
    assert_eq!(tree["kind"], "and");
    let own = &tree["children"][0]["children"];
    assert_eq!(own[0]["kind"], "macro");
    assert_eq!(own[0]["children"][0]["children"][1]["place"]["line"], 6);
    assert_eq!(own[2]["change"], 1);
    let lists = &own[1]["children"][0]["lists"];
    assert_eq!(lists[0]["name"], "admins");
    assert_eq!(lists[0]["through"][1]["name"], "people");
    assert_eq!(lists[1]["values"][0]["text"], "carol");
    assert_eq!(tree["children"][1]["name"], "by_region");
    assert_eq!(json["output"]["parts"][1]["change"], 1);
}

#[test]
fn the_words_are_those_of_falcos_description() {
    let words = serde_json::to_value(both()).unwrap()["details"].clone();
    assert_eq!(words["macros"], serde_json::json!(["is_login"]));
    assert_eq!(words["lists"], serde_json::json!(["people"]));
    assert_eq!(
        words["condition_operators"],
        serde_json::json!(["=", "exists", "in"])
    );
    assert_eq!(words["exception_names"], serde_json::json!(["by_region"]));
    assert_eq!(words["plugins"], serde_json::json!(["cloudtrail"]));
    assert_eq!(
        words["events"],
        serde_json::json!(["asyncevent", "pluginevent"])
    );
}

#[test]
fn what_enables_a_rule_is_the_last_word() {
    let reason = |files: &[(&str, &str)], entries: &[SelectionEntry]| {
        let rule = shown(files, "Login", entries);
        (rule.enabled.value, rule.enabled.reason)
    };
    let plain = reason(&[("rules.yaml", RULES)], &[]);
    assert_eq!(
        plain,
        (true, "no file and no setting says otherwise".to_owned())
    );
    let entry = SelectionEntry {
        action: Action::Disable,
        rule: "Log*".to_owned(),
        tag: String::new(),
    };
    let disabled = reason(&[("rules.yaml", RULES)], &[entry]);
    assert_eq!(
        disabled,
        (false, "the setting `rules[].disable.rule=Log*`".to_owned())
    );
    let alone = "- rule: Login\n  enabled: false\n";
    let old = reason(&[("rules.yaml", RULES), ("local.yaml", alone)], &[]);
    assert_eq!(
        old,
        (false, "an item with `enabled` alone says so".to_owned())
    );
}

#[test]
fn a_condition_that_macros_make_huge_is_shown_up_to_a_bound() {
    let mut rules = "- {macro: m0, condition: ct.name = a}\n".to_owned();
    for level in 1..12 {
        let used = vec![format!("m{}", level - 1); 3].join(" or ");
        rules.extend([
            "- {macro: m",
            &level.to_string(),
            ", condition: ",
            &used,
            "}\n",
        ]);
    }
    rules.push_str(
        "- {rule: r, desc: d, condition: m11, output: o, priority: INFO, source: aws_cloudtrail}\n",
    );
    let rule = shown(&[("r.yaml", &rules)], "r", &[]);
    let length = serde_json::to_string(&rule.condition.tree).unwrap().len();
    assert!(length < 16 << 20, "{length}");
}

#[test]
fn text_of_others_cannot_steer_a_terminal() {
    let rules = RULES
        .replace("desc: Somebody", "desc: \"\\e[31mred\"\n  source_:")
        .replace("Somebody logs", "x");
    let rules = rules.replace("  source_: logs in.\n", "");
    let text = shown(&[("r\u{1b}.yaml", &rules)], "Login", &[]).text(Page::default());
    assert!(!text.contains('\u{1b}'), "{text}");
}

#[test]
fn tests_of_an_exception_are_shown_where_their_values_are() {
    let appended = "\
- rule: Login
  exceptions:
  - {name: by_region, values: [[us-east-1, erin]]}
  override: {exceptions: append}
";
    let files = [("rules.yaml", RULES), ("local.yaml", appended)];
    let text = shown(&files, "Login", &[]).text(Page::default());
    let line = |value: &str| {
        text.lines()
            .find(|line| line.contains(value))
            .unwrap()
            .to_owned()
    };
    assert!(
        line("ct.user = dave").contains("rules.yaml:15:74"),
        "{text}"
    );
    assert!(line("ct.user = erin").contains("local.yaml:3:44"), "{text}");
}
