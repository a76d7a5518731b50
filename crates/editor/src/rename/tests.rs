use super::*;
use crate::testing::{MARK, marked};

const RULES: &str = "- list: people
  items: [alice]
- list: all_people
  items: [people, bob]
- macro: is_login
  condition: ct.name = ConsoleLogin
- macro: unused
  condition: is_login and ct.user in (people)
- rule: Login
  desc: d
  condition: >
    is_login and not ct.user in (all_people)
    and ct.region != is_login
  output: is_login people %ct.user
  priority: ERROR
  source: aws_cloudtrail
  exceptions:
  - {name: people, fields: [ct.user], comps: [in], values: [[people]]}
";
const LOCAL: &str = "- macro: is_login
  condition: or ct.name = SwitchRole
  override: {condition: append}
- list: people
  items: [carol]
  override: {items: append}
";

fn at(texts: &[&str], name: &str) -> Result<Vec<String>, RenameError> {
    let (files, file, offset) = marked(texts);
    let at = files.locate(&file, offset).unwrap();
    let renaming = rename(&files, at, name, &Catalogue::builtin())?;
    Ok(with_name(&files, &renaming.labels, &renaming.new_name))
}

/// [`RULES`] with the mark before the first `word`.
fn before(word: &str) -> String {
    RULES.replacen(word, &format!("{MARK}{word}"), 1)
}

#[test]
fn a_macro_gets_another_name_in_every_file_and_nothing_else_does() {
    let changed = at(&[&before("is_login and not"), LOCAL], "logs_in").unwrap();
    let expected = RULES
        .replace("macro: is_login", "macro: logs_in")
        .replace("is_login and", "logs_in and");
    assert_eq!(changed, [expected, LOCAL.replace("is_login", "logs_in")]);
}

#[test]
fn a_list_gets_another_name_where_its_items_are_meant() {
    let changed = at(&[&before("people, bob"), LOCAL], "staff-1").unwrap();
    let expected = RULES
        .replace("list: people", "list: staff-1")
        .replace("[people, bob]", "[staff-1, bob]")
        .replace("(people)", "(staff-1)")
        .replace("[[people]]", "[[staff-1]]");
    assert_eq!(changed, [expected, LOCAL.replace("people", "staff-1")]);
}

#[test]
fn the_same_name_changes_nothing() {
    let changed = at(&[&before("people, bob")], "people").unwrap();
    assert_eq!(changed, [RULES]);
}

#[test]
fn what_cannot_be_a_name_is_refused_with_the_reason() {
    for (word, name, reason) in [
        (
            "is_login and not",
            "1st",
            "`1st` cannot be the name of a macro",
        ),
        (
            "is_login and not",
            "a-b",
            "`a-b` cannot be the name of a macro",
        ),
        ("is_login and not", "", "`` cannot be the name of a macro"),
        (
            "is_login and not",
            "a\n- rule: b",
            "cannot be the name of a macro",
        ),
        ("people, bob", "a b", "`a b` cannot be the name of a list"),
        ("people, bob", "\u{e9}", "cannot be the name of a list"),
        ("is_login and not", "not", "`not` is a word of conditions"),
        (
            "is_login and not",
            "unused",
            "there is a macro `unused` already",
        ),
        (
            "is_login and not",
            "people",
            "there is a list `people` already",
        ),
        (
            "people, bob",
            "all_people",
            "there is a list `all_people` already",
        ),
    ] {
        let error = at(&[&before(word), LOCAL], name).unwrap_err().to_string();
        assert!(error.contains(reason), "{name}: {error}");
    }
}

#[test]
fn a_name_that_would_change_what_the_rules_mean_is_refused() {
    // `alice` is a value in a condition: a list of that name would be put there.
    let rules =
        "- list: l\n  items: [x]\n- macro: m\n  condition: ct.user in (l) and ct.user = alice\n";
    let marked = rules.replacen("list: l", "list: ‸l", 1);
    assert!(matches!(
        at(&[&marked], "alice"),
        Err(RenameError::Unsound { .. })
    ));
    assert!(at(&[&marked], "people").is_ok());
    // An operator, where a test begins.
    let rules = "- macro: ‸m\n  condition: ct.user = a\n- macro: n\n  condition: not m\n";
    assert!(at(&[rules], "exists").is_ok());
}

#[test]
fn a_name_is_changed_however_it_is_spelled() {
    let rules = "- macro: ‸abc\n  condition: ct.user = a\n- macro: n\n  condition: \"\\x61bc and ct.user = \\\"b\\\"\"\n";
    let changed = at(&[rules], "x").unwrap();
    let expected = rules.replace("‸abc", "x").replace("\\x61bc", "x");
    assert_eq!(changed, [expected]);
}

#[test]
fn a_list_whose_name_has_blanks_gets_another_name() {
    let rules = "- list: my ‸list\n  items: [\"my list, x\"]\n- list: b\n  items: [c, 'my list' , d]\n- macro: m\n  condition: 'ct.user in (my list,b) and ct.name != ''my listing'' '\n";
    let expected = rules
        .replace("my ‸list", "staff")
        .replace("'my list'", "'staff'")
        .replace("(my list,", "(staff,");
    assert_eq!(at(&[rules], "staff").unwrap(), [&*expected]);
    let in_condition = rules.replace('‸', "").replace("in (my l", "in (my‸ l");
    assert_eq!(at(&[&in_condition], "staff").unwrap(), [expected]);
}

#[test]
fn rules_with_errors_are_left_alone() {
    let rules = "- macro: ‸m\n  condition: ct.user = a\n- macro: n\n  condition: ct.user =\n";
    let error = at(&[rules], "x").unwrap_err().to_string();
    assert!(error.starts_with("the rules have errors"), "{error}");
}

#[test]
fn what_has_no_name_to_change_is_told() {
    for (text, reason) in [
        (
            "- rule: ‸Login\n  condition: a\n",
            "alerts carry the name of rule `Login`",
        ),
        (
            "- macro: m\n  condition: ‸other\n",
            "no file of these rules defines macro `other`",
        ),
        (
            "- macro: m\n  condition: ct.n‸ame = x\n",
            "here is no macro and no list",
        ),
        ("‸", "here is no macro and no list"),
    ] {
        let error = at(&[text], "x").unwrap_err().to_string();
        assert!(error.contains(reason), "{error}");
    }
}

#[test]
fn what_can_have_another_name_is_told_with_its_place() {
    let (files, file, offset) = marked(&["- macro: is_‸login\n  condition: a\n"]);
    let found = renamable(&files, files.locate(&file, offset).unwrap()).unwrap();
    assert_eq!(
        (found.kind, &*found.name, found.label.span.start),
        (ItemKind::Macro, "is_login", 9)
    );
}
