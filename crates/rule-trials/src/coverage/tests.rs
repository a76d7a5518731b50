//! Coverage of a small ruleset, from files of tests to reports.

use std::collections::BTreeMap;

use falconet_rule_tests::{Audience, Outcome, TestFile};
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
    covered_of(RULES, cases)
}

fn covered_of(rules: &str, cases: &[String]) -> Coverage {
    let text = format!("cases:\n{}", cases.concat());
    let file = TestFile::read("t_test.yaml", &text);
    let (outcome, coverage) = watched(&file, rules, &BTreeMap::default());
    assert_eq!((outcome.failed(), outcome.passed()), (0, cases.len()));
    coverage
}

/// How the cases of a file went, and what they have seen of rules.
fn watched<'f>(
    file: &'f TestFile,
    rules: &str,
    inputs: &BTreeMap<String, String>,
) -> (Outcome<'f>, Coverage) {
    let workshop = workshop(file, rules);
    let mut engine = workshop.judge().unwrap();
    let mut watch = CoverageWatch::new(file, &workshop, engine.source()).unwrap();
    let mut audience = Audience {
        explain: &mut |_, _| None,
        attend: &mut |trial| watch.see(trial),
    };
    let outcome = file.run(&workshop.ruleset, &mut engine, inputs, &mut audience);
    (outcome, watch.coverage())
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
fn an_item_that_rules_share_is_met_by_those_whose_test_was_asked() {
    let rules = RULES.replace(
        "ct.region = x and",
        "ct.region = x and ct.name in (names) and",
    );
    let cases = [
        fires("eventName: CreateUser"),
        case("silent: Untested", "eventName: DeleteUser"),
        case(
            "fires: Untested, silent: Users",
            "eventName: DeleteUser, awsRegion: x, errorCode: x",
        ),
    ];
    let coverage = covered_of(&rules, &cases);
    let met = |rule: usize, test: usize| -> Vec<u64> {
        let items = &coverage.rules[rule].tests[test].items;
        items.iter().map(|item| item.met).collect()
    };
    assert_eq!((met(0, 0), met(1, 1)), (vec![1, 1], vec![0, 1]));
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
fn a_rule_that_files_of_tests_make_several_of_is_one_function_of_a_tracefile() {
    let one = covered(&[fires("eventName: CreateUser")]);
    let mut appended = one.clone();
    appended.rules[0].size += 1;
    let told = lcov(&Coverage::merged([one, appended]));
    assert_eq!(told.matches("FN:5,Users\n").count(), 1, "{told}");
    assert!(
        told.contains("FNDA:2,Users\nFNDA:0,Untested\nFNF:2\nFNH:1\n"),
        "{told}"
    );
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

const MANY: &str = "\
- macro: is_denied
  condition: (ct.error exists)
- rule: Users
  desc: d
  condition: ct.name in (a, b, c, d) and (ct.region startswith anyof (x, y, z) or ct.src in (s, t)) and not is_denied
  output: o
  priority: INFO
  source: aws_cloudtrail
  exceptions:
    - name: robots
      fields: [ct.user, ct.srcip]
      values: [[robot, 1.1.1.1], [other, 2.2.2.2]]
- rule: Others
  desc: d
  condition: not ct.region = x and (ct.name glob \"*z\" or not (ct.src = s and is_denied)) and ct.user in (root, robot)
  output: o
  priority: INFO
  source: aws_cloudtrail
";

/// Events whose values are rare, and the rarer the farther back.
fn many_events(count: u32) -> Vec<String> {
    let mut state = 7_u32;
    let mut pick = |texts: &[&str]| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let at = (state >> 16).trailing_zeros() as usize;
        (*texts.get(at).unwrap_or(&"")).to_owned()
    };
    let event = |_| {
        format!(
            r#"{{"eventTime":"2026-11-30T10:00:00Z","eventType":"x","eventName":"{}","awsRegion":"{}","eventSource":"{}","sourceIPAddress":"{}","userIdentity":{{"type":"IAMUser","userName":"{}"}},"errorCode":{}}}"#,
            pick(&["q", "a", "", "b", "", "z", "c", "", "d"]),
            pick(&["x", "w", "xx", "yy", "", "zz"]),
            pick(&["r", "s", "r", "t"]),
            pick(&["3.3.3.3", "1.1.1.1", "2.2.2.2"]),
            pick(&["u", "robot", "other", "", "", "", "root"]),
            if pick(&["no", "no", "yes"]) == "yes" {
                "\"e\""
            } else {
                "null"
            },
        )
    };
    (0..count).map(event).collect()
}

/// What cases of files have seen, each with some events.
fn covered_by(files: &[Vec<String>]) -> Coverage {
    let cases: Vec<String> = (0..files.len())
        .map(|at| format!("  - {{name: n{at}, event: {{file: f{at}}}, silent: [Users, Others]}}\n"))
        .collect();
    let file = TestFile::read("t_test.yaml", &format!("cases:\n{}", cases.concat()));
    let named = files.iter().enumerate();
    let inputs = named.map(|(at, events)| (format!("f{at}"), events.join("\n")));
    let (outcome, coverage) = watched(&file, MANY, &inputs.collect());
    assert_eq!(outcome.problems(), 0);
    coverage
}

/// Everything that there is to see, and whether it was seen.
fn all_seen(coverage: &Coverage) -> Vec<(String, bool, bool)> {
    let mut all = Vec::new();
    let both = |text: &str, seen: Counts| (text.to_owned(), seen.holds > 0, seen.fails > 0);
    for rule in &coverage.rules {
        for test in &rule.tests {
            all.push(both(&test.text, test.seen));
            all.extend(
                test.items
                    .iter()
                    .map(|item| (item.text.clone(), item.met > 0, false)),
            );
        }
        all.extend(rule.exceptions.iter().map(|one| both(&one.name, one.seen)));
    }
    all
}

#[test]
fn of_a_large_file_as_much_is_seen_as_of_small_ones_without_looking_at_every_event_closely() {
    let events = many_events(4_000);
    let large = covered_by(std::slice::from_ref(&events));
    let small: Vec<Vec<String>> = events.chunks(200).map(<[String]>::to_vec).collect();
    let small = covered_by(&small);
    assert_eq!(all_seen(&large), all_seen(&small));
    assert!(
        all_seen(&large)
            .iter()
            .filter(|(_, holds, _)| *holds)
            .count()
            > 15
    );
    let looked = |coverage: &Coverage| {
        let first = coverage.rules[0].tests[0].seen;
        first.holds + first.fails
    };
    assert_eq!(looked(&small), 4_000);
    assert!((256..1_500).contains(&looked(&large)), "{}", looked(&large));
    assert_eq!(large.rules[0].fired, small.rules[0].fired);
}

#[test]
fn where_looking_would_take_too_long_it_is_said_of_which_cases() {
    let file = TestFile::read(
        "t_test.yaml",
        &format!("cases:\n{}", fires("eventName: CreateUser")),
    );
    let workshop = workshop(&file, RULES);
    let mut engine = workshop.judge().unwrap();
    let mut watch = CoverageWatch::new(&file, &workshop, engine.source()).unwrap();
    watch.tally.borrow_mut().judged = super::tally::MOST_JUDGED;
    let mut audience = Audience {
        explain: &mut |_, _| None,
        attend: &mut |trial| watch.see(trial),
    };
    let inputs = std::collections::BTreeMap::default();
    let outcome = file.run(&workshop.ruleset, &mut engine, &inputs, &mut audience);
    assert_eq!(outcome.passed(), 1);
    let told = text(&watch.coverage(), Page::default());
    assert!(told.contains("\nnot all events were looked at, since that would take too long, in 1 case:\n     t_test.yaml: n\n"), "{told}");
}
