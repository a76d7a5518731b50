use crate::scanning::{RULES, workplace};

/// Checks these rules; what is shown, and the exit code.
fn checked(rules: &[u8]) -> Option<(String, Option<i32>)> {
    let workplace = workplace()?;
    workplace.file("r.yaml", rules);
    let ran = workplace.run(&["check", "r.yaml"]);
    Some((ran.stdout, ran.code))
}

#[test]
fn an_unknown_field_is_shown_with_place_cause_and_help() {
    let Some((shown, code)) = checked(RULES.replace("ct.name", "ct.nme").as_bytes()) else {
        return;
    };
    let expected = "\
error[FN0001]: filter_check called with nonexistent field ct.nme
 --> r.yaml:3:14
  |
3 |   condition: ct.nme = CreateUser
  |              ^^^^^^ rule `user created`
  |
  = help: did you mean `ct.name` or `ct.time`?

1 error in 1 file
";
    assert_eq!(shown, expected);
    assert_eq!(code, Some(1));
}

#[test]
fn rules_may_have_a_byte_order_mark_and_line_ends_of_windows() {
    let clean = RULES
        .replace("CreateUser", "CreateUser and not ct.error exists")
        .replace("user=", "by=%ct.user ip=%ct.srcip region=%ct.region user=");
    let windows = clean.replace('\n', "\r\n");
    for rules in [format!("\u{feff}{clean}"), windows] {
        let Some((shown, code)) = checked(rules.as_bytes()) else {
            return;
        };
        assert_eq!(shown, "ok: 1 rule, 0 macros, 0 lists in 1 file\n");
        assert_eq!(code, Some(0));
    }
}

#[test]
fn rules_nested_ten_thousand_deep_are_refused_in_words() {
    let condition = [
        "(".repeat(10_000),
        "ct.name=x".to_owned(),
        ")".repeat(10_000),
    ]
    .concat();
    let deep_condition = RULES.replace("ct.name = CreateUser", &condition);
    for (rules, cause) in [
        (deep_condition, "exceeded max depth limit of 1000"),
        ("[".repeat(10_000), "recursion limit exceeded"),
    ] {
        let Some((shown, code)) = checked(rules.as_bytes()) else {
            return;
        };
        assert!(shown.lines().next().unwrap().ends_with(cause), "{shown}");
        assert_eq!(code, Some(1));
    }
}

#[test]
fn bad_settings_name_what_would_be_good_ones() {
    let Some(workplace) = workplace() else { return };
    for (setting, said) in [
        ("rule_matching=some", "must be one of first, all"),
        ("priority=loud", "must be one of emergency, alert"),
        (
            "json_output=maybe",
            "`maybe` is not a boolean value of `json_output`",
        ),
        ("no.such.key=1", "unknown setting `no.such.key`"),
    ] {
        workplace.scan(&["-o", setting, "-"]).expect(2, said);
    }
}

/// What a check of these rules with these options shows, and its exit code.
fn linted(rules: &str, options: &[&str]) -> Option<(String, Option<i32>)> {
    let workplace = workplace()?;
    workplace.file("r.yaml", rules.as_bytes());
    let arguments: Vec<_> = ["check", "r.yaml"].iter().chain(options).copied().collect();
    let ran = workplace.run(&arguments);
    Some((ran.stdout + &ran.stderr, ran.code))
}

#[test]
fn lints_are_warnings_until_they_are_denied() {
    let never = RULES.replace("ct.name = CreateUser", "ct.name = A and ct.name = B");
    let alone = ["--allow", "all", "--warn", "never-true"];
    let Some((shown, code)) = linted(&never, &alone) else {
        return;
    };
    assert!(
        shown.contains("warning[FN0101]: rule `user created` can never match"),
        "{shown}"
    );
    assert_eq!(code, Some(0));
    let (_, code) = linted(&never, &["--allow", "all", "--deny", "FN0101"]).unwrap();
    assert_eq!(code, Some(1));
    let (_, code) = linted(&never, &["--deny", "FN0101", "--allow", "all", "--strict"]).unwrap();
    assert_eq!(code, Some(0));
}

#[test]
fn an_unknown_lint_is_wrong_usage() {
    let Some((shown, code)) = linted(RULES, &["--deny", "nevertrue"]) else {
        return;
    };
    assert!(shown.contains("did you mean `never-true`?"), "{shown}");
    assert_eq!(code, Some(2));
}
