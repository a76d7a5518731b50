//! Coverage of a small ruleset, from files of tests to reports.

use falconet_rule_tests::{Audience, TestFile};
use falconet_show::Page;

use super::*;
use crate::testing::{self, case, workshop};

const RULES: &str = "\
- list: names
  items: [CreateUser, DeleteUser]
- macro: is_denied
  condition: (ct.error exists)
- rule: Users
  desc: d
  condition: ct.name in (names) and not is_denied
  output: o
  priority: INFO
  source: aws_cloudtrail
  exceptions:
    - name: robots
      fields: [ct.user]
      values: [[robot], [other]]
- rule: Untested
  desc: d
  condition: ct.region = x and is_denied
  output: o
  priority: INFO
  source: aws_cloudtrail
";

fn covered(cases: &[String]) -> Coverage {
    let text = format!("cases:\n{}", cases.concat());
    let file = TestFile::read("t_test.yaml", &text);
    let workshop = workshop(&file, RULES);
    let mut engine = workshop.judge().unwrap();
    let mut watch = CoverageWatch::new(&file, &workshop).unwrap();
    let mut audience = Audience {
        explain: &mut |_, _| None,
        attend: &mut |trial| watch.see(trial),
    };
    let outcome = file.run(
        &workshop.ruleset,
        &mut engine,
        &std::collections::BTreeMap::default(),
        &mut audience,
    );
    assert_eq!((outcome.failed(), outcome.passed()), (0, cases.len()));
    watch.coverage()
}

fn fires(members: &str) -> String {
    testing::fires("Users", members)
}

fn silent(members: &str) -> String {
    testing::silent("Users", members)
}

#[test]
fn what_was_not_seen_is_told_with_its_place() {
    let coverage = covered(&[
        fires("eventName: CreateUser, userIdentity: {type: IAMUser, userName: a}"),
        silent("eventName: CreateUser, userIdentity: {type: IAMUser, userName: robot}"),
    ]);
    let expected = "\
coverage: 1 of 6 tests seen both ways (16 %), 1 of 2 items of lists met, 1 of 1 exception seen both ways

gaps Users  rules.yaml:5:3
     1 of 4 tests seen both ways (25 %), 1 of 2 items of lists met, 1 of 1 exception seen both ways
     never false  ct.name in (CreateUser, DeleteUser)  rules.yaml:7:14
     never met    `DeleteUser` of ct.name in (CreateUser, DeleteUser)  rules.yaml:2:23
     never true   ct.error exists  rules.yaml:4:15
     never true   ct.user = other  rules.yaml:14:26

no case is about 1 rule:
     Untested  rules.yaml:15:3
";
    assert_eq!(text(&coverage, Page::default()), expected);
}

#[test]
fn what_short_circuits_is_never_asked() {
    let coverage = covered(&[silent("eventName: Other")]);
    let told = text(&coverage, Page::default());
    assert!(told.contains("never asked  ct.error exists"), "{told}");
    assert!(told.contains("never asked  exception robots"), "{told}");
}

#[test]
fn a_rule_is_seen_only_by_cases_that_are_about_it() {
    let coverage = covered(&[case("only: [Users]", "eventName: DeleteUser")]);
    let cases: Vec<_> = coverage.rules.iter().map(|rule| rule.cases).collect();
    assert_eq!(cases, [1, 1]);
    let coverage = covered(&[fires("eventName: DeleteUser")]);
    assert_eq!((coverage.rules[1].cases, coverage.rules[1].size), (0, 2));
    assert!(coverage.rules[1].tests.is_empty());
}

#[test]
fn files_of_tests_add_up() {
    let one = covered(&[fires("eventName: CreateUser")]);
    let other = covered(&[
        silent("eventName: Other"),
        silent("eventName: DeleteUser, errorCode: x"),
    ]);
    let both = Coverage::merged([one.clone(), other.clone()]);
    assert_eq!(both.rules.len(), 2);
    let users = &both.rules[0];
    assert_eq!((users.cases, users.fired), (3, 1));
    assert_eq!(users.tests[0].seen, Counts { holds: 2, fails: 1 });
    assert!(users.tests[0].items.iter().all(|item| item.met == 1));
    assert_eq!(both.seen().tests, Share { seen: 2, all: 6 });
    let untold = covered(&[case("fires: Untested", "awsRegion: x, errorCode: x")]);
    let all = Coverage::merged([one, untold]);
    assert_eq!((all.rules.len(), all.rules[1].tests.len()), (2, 2));
}

#[test]
fn a_tracefile_has_rules_branches_and_lines() {
    let coverage = covered(&[
        fires("eventName: CreateUser"),
        silent("eventName: CreateUser, errorCode: x"),
    ]);
    let told = lcov(&coverage);
    assert!(told.starts_with("TN:\nSF:rules.yaml\nFN:5,Users\nFN:15,Untested\nFNDA:1,Users\nFNDA:0,Untested\nFNF:2\nFNH:1\n"), "{told}");
    assert!(told.contains("BRDA:4,0,0,1\nBRDA:4,0,1,1\n"), "{told}");
    assert!(told.contains("DA:4,2\n"), "{told}");
    assert!(told.contains("\nDA:15,0\n"), "{told}");
    assert!(told.ends_with("end_of_record\n"), "{told}");
}

#[test]
fn the_page_colours_the_text_of_the_rules_and_asks_for_nothing() {
    let coverage = covered(&[fires("eventName: CreateUser")]);
    let page = html(&coverage, [("rules.yaml", RULES)]);
    let met = "<span class=\"all\" title=\"met 1 times\">CreateUser</span>, <span class=\"none\" title=\"met 0 times\">DeleteUser</span>";
    assert!(page.contains(met), "{page}");
    let test = "<span class=\"some\" title=\"true 0 times, false 1\">ct.error exists</span>";
    assert!(page.contains(test), "{page}");
    for word in ["http", "src=", "url(", "@import", "<script"] {
        assert!(!page.contains(word), "{word}");
    }
}
