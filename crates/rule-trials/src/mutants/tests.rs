//! Mutants of a small ruleset, from files of tests to reports.

use falconet_rule_tests::{Audience, TestFile};
use falconet_show::Page;

use super::*;
use crate::testing::{case, fires, silent, workshop};

fn file(cases: &[String]) -> TestFile {
    TestFile::read("t_test.yaml", &format!("cases:\n{}", cases.concat()))
}

fn mutants(file: &TestFile, rules: &str, most: usize, chunk: usize) -> Mutants {
    let workshop = workshop(file, rules);
    let mut engine = workshop.judge().unwrap();
    let mut cases = Cases::default();
    let mut audience = Audience {
        explain: &mut |_, _| None,
        attend: &mut |trial| cases.keep(trial),
    };
    let inputs = std::collections::BTreeMap::default();
    let outcome = file.run(&workshop.ruleset, &mut engine, &inputs, &mut audience);
    assert_eq!((outcome.failed(), outcome.problems()), (0, 0));
    Mutants::of(file, &workshop, cases, &inputs, most, chunk).unwrap()
}

fn rule(condition: &str) -> String {
    format!(
        "- rule: r\n  desc: d\n  condition: {condition}\n  output: o\n  priority: INFO\n  source: aws_cloudtrail\n"
    )
}

/// What survives, as what it was and what it becomes.
fn survivors(condition: &str, cases: &[String]) -> Vec<String> {
    let mutants = mutants(&file(cases), &rule(condition), 1000, 0);
    let survivors = mutants
        .rules
        .into_iter()
        .flat_map(|rule| rule.survivors.into_values());
    survivors
        .map(|one| format!("{} -> {}", one.before, one.after.unwrap_or_default()))
        .collect()
}

#[test]
fn what_no_case_notices_survives() {
    let cases = [fires("r", "eventName: A, awsRegion: x")];
    let expected = [
        "ct.name = A and ct.region = x -> ct.name = A or ct.region = x",
        "ct.name = A -> ",
        "ct.name = A -> ct.name startswith A",
        "ct.region = x -> ",
        "ct.region = x -> ct.region startswith x",
    ];
    assert_eq!(survivors("ct.name = A and ct.region = x", &cases), expected);
}

#[test]
fn every_kind_of_mutant_is_noticed_by_cases_that_look_for_it() {
    let cases = [
        fires("r", "eventName: A, awsRegion: x"),
        fires("r", "eventName: B, awsRegion: x"),
        silent("r", "eventName: AB, awsRegion: x"),
        silent("r", "eventName: C, awsRegion: x"),
        silent("r", "eventName: A, awsRegion: y"),
        silent("r", "eventName: A, awsRegion: xy"),
        silent("r", "eventName: A, awsRegion: x, errorCode: e"),
    ];
    let condition = "ct.name in (A, B) and ct.region = x and not ct.error exists";
    assert_eq!(survivors(condition, &cases), [""; 0]);
    let without_list = [cases[0].clone(), cases[3].clone(), cases[4].clone()];
    assert!(
        survivors("ct.name in (A, B)", &without_list[..2])
            .contains(&"ct.name in (A, B) -> ct.name in A".to_owned())
    );
}

#[test]
fn a_survivor_comes_with_a_case_that_notices_it() {
    let cases = [fires("r", "eventName: A, awsRegion: x")];
    let condition = "ct.name = A and not ct.error exists";
    let mutants = mutants(&file(&cases), &rule(condition), 1000, 0);
    let all: Vec<&Survivor> = mutants
        .rules
        .iter()
        .flat_map(|rule| rule.survivors.values())
        .collect();
    let dropped = all
        .iter()
        .find(|one| one.before == "not ct.error exists")
        .unwrap();
    let case = dropped.case.as_ref().unwrap();
    assert!(
        case.contains("patch: {errorCode: other}\n  silent: r\n"),
        "{case}"
    );
    for survivor in all {
        let case = survivor.case.as_ref().unwrap();
        let lines: Vec<String> = case.lines().map(|line| format!("  {line}\n")).collect();
        let more = [cases[0].clone(), lines.concat()];
        let left = survivors(condition, &more);
        let own = format!(
            "{} -> {}",
            survivor.before,
            survivor.after.clone().unwrap_or_default()
        );
        assert!(!left.contains(&own), "{own}: {case}");
    }
}

#[test]
fn a_proposal_is_made_of_a_case_in_which_the_rule_fires_if_there_is_one() {
    let rules = format!(
        "{}{}",
        rule("ct.name = A and ct.region = x"),
        rule("ct.name = B and ct.region = x").replace("rule: r", "rule: s")
            + &rule("ct.name = B").replace("rule: r", "rule: t")
    );
    let cases = [
        case("silent: r", "eventName: B, awsRegion: x").replace("name: n", "name: other"),
        fires("r", "eventName: A, awsRegion: x"),
    ];
    let mutants = mutants(&file(&cases), &rules, 1000, 0);
    let near: Vec<_> = names(&mutants)
        .iter()
        .map(|(_, one)| one.near.clone())
        .collect();
    assert!(
        !near.is_empty() && near.iter().all(|near| near.as_deref() == Some("n")),
        "{near:?}"
    );
}

#[test]
fn a_case_notices_what_it_says_something_of() {
    let rules = format!(
        "{}{}",
        rule("ct.name = A"),
        rule("ct.name exists").replace("rule: r", "rule: s")
    );
    let file = file(&[fires("s", "eventName: A")]);
    let of_others = mutants(&file, &rules, 1000, 0);
    let names: Vec<_> = of_others.rules.iter().map(|rule| &*rule.name).collect();
    assert_eq!(names, ["s"]);
}

#[test]
fn of_too_many_mutants_some_from_all_over_are_tried_in_chunks() {
    let items: Vec<String> = (0..270).map(|number| format!("n{number}")).collect();
    let condition = format!("ct.name in ({})", items.join(", "));
    let file = file(&[fires("r", "eventName: n7")]);
    let first = mutants(&file, &rule(&condition), 260, 0);
    assert_eq!((first.chunks, first.total), (2, 260));
    let second = mutants(&file, &rule(&condition), 260, 1);
    let both = Mutated::of([&first, &second]);
    assert_eq!((both.tried(), both.possible), (260, 272));
    assert!(both.summary().ends_with(", of 272 that there could be"));
    assert_eq!(first, mutants(&file, &rule(&condition), 260, 0));
    assert_eq!(mutants(&file, &rule(&condition), 260, 2).rules, []);
}

#[test]
fn of_a_rule_with_several_files_a_mutant_survives_if_none_notices_it() {
    let rules = rule("ct.name = A and ct.region = x");
    let fires = fires("r", "eventName: A, awsRegion: x");
    let one = file(&[fires.clone(), silent("r", "eventName: A, awsRegion: y")]);
    let other = TestFile::read("u_test.yaml", &format!("cases:\n{fires}"));
    let one = mutants(&one, &rules, 1000, 0);
    let other = mutants(&other, &rules, 1000, 0);
    let (alone, both) = (Mutated::of([&one]), Mutated::of([&one, &other]));
    assert_eq!(
        alone.rules[0].survivors.len(),
        both.rules[0].survivors.len()
    );
    assert_eq!((alone.tried(), both.tried()), (7, 7));
    assert!(alone.percent() > Mutated::of([&other]).percent());
}

#[test]
fn survivors_are_told_with_their_places() {
    let mutants = mutants(
        &file(&[fires("r", "eventName: A")]),
        &rule("ct.name = A"),
        1000,
        0,
    );
    let skipped = Mutants::skipped(&TestFile::read("x_test.yaml", ""), "its cases fail");
    let told = mutants_text(&Mutated::of([&mutants, &skipped]), Page::default());
    let expected = "\
mutants: 1 of 2 mutants noticed (50 %)
     none of x_test.yaml: its cases fail

survives r  rules.yaml:3:14
     `ct.name = A` becomes `ct.name startswith A`
     a case like `n` would notice it if `ct.name` were something else (it is `A`)
";
    assert!(told.starts_with(expected), "{told}");
    assert!(
        told.contains("patch: {eventName: AX}\n         silent: r\n"),
        "{told}"
    );
}

#[test]
fn under_first_a_rule_that_hides_others_is_noticed_by_their_cases() {
    let rules = format!(
        "{}{}",
        rule("ct.name = A"),
        rule("ct.region = x").replace("rule: r", "rule: s")
    );
    let text = format!(
        "settings: [rule_matching=first]\ncases:\n{}{}",
        fires("r", "eventName: A, awsRegion: x"),
        "  - {name: m, event: {eventTime: 2026-11-30T10:00:00Z, eventType: x, eventName: B, awsRegion: x}, only: s}\n"
    );
    let mutants = mutants(&TestFile::read("t_test.yaml", &text), &rules, 1000, 0);
    let of_r = mutants.rules.iter().find(|rule| rule.name == "r").unwrap();
    let survivors: Vec<_> = of_r.survivors.values().map(|one| one.kind).collect();
    assert_eq!((of_r.tried.len(), survivors), (2, vec![Kind::Widened]));
}

#[test]
fn what_is_changed_for_several_rules_is_told_once() {
    let shared = "- macro: m\n  condition: (ct.name = A)\n".to_owned();
    let rules = shared + &rule("m") + &rule("m").replace("rule: r", "rule: s");
    let file = file(&[fires("[r, s]", "eventName: A")]);
    let told = mutants_text(
        &Mutated::of([&mutants(&file, &rules, 1000, 0)]),
        Page::default(),
    );
    assert!(told.starts_with("mutants: 2 of 4 mutants noticed (50 %)\n\nsurvives r and 1 other rule  rules.yaml:2:15\n"), "{told}");
    assert_eq!(told.matches("survives").count(), 1);
}

/// The cases, and after them those that are proposed for survivors.
fn with_proposals(text: &str, mutants: &Mutants) -> String {
    let survivors = mutants
        .rules
        .iter()
        .flat_map(|rule| rule.survivors.values());
    let proposed = survivors.filter_map(|one| one.case.as_ref());
    let lines = proposed.flat_map(|case| case.lines().map(|line| format!("  {line}\n")));
    lines.fold(text.to_owned(), |text, line| text + &line)
}

fn names(mutants: &Mutants) -> Vec<(&str, &Survivor)> {
    let rules = mutants.rules.iter();
    rules
        .flat_map(|rule| rule.survivors.values().map(|one| (&*rule.name, one)))
        .collect()
}

#[test]
fn under_first_cases_that_are_proposed_pass_and_notice_what_they_are_for() {
    let rules = format!(
        "{}{}",
        rule("ct.name = A and ct.region = x"),
        rule("ct.name in (A, B) and not ct.error exists").replace("rule: r", "rule: s")
    );
    let text = format!(
        "settings: [rule_matching=first]\ncases:\n{}{}",
        fires("r", "eventName: A, awsRegion: x"),
        fires("s", "eventName: A, awsRegion: y"),
    );
    let read = |text: &str| TestFile::read("t_test.yaml", text);
    let before = mutants(&read(&text), &rules, 1000, 0);
    let proposed: Vec<_> = names(&before);
    let proposed = proposed.iter().filter(|(_, one)| one.case.is_some());
    let proposed: Vec<_> = proposed
        .map(|(rule, one)| (*rule, one.kind, &one.before))
        .collect();
    assert!(proposed.len() >= 8, "{proposed:?}");
    let after = mutants(&read(&with_proposals(&text, &before)), &rules, 1000, 0);
    for (rule, one) in names(&after) {
        let own = (rule, one.kind, &one.before);
        assert!(!proposed.contains(&own), "{own:?} survives its case");
    }
}

#[test]
fn under_first_nothing_is_proposed_where_another_rule_hides_the_difference() {
    let rules = format!(
        "{}{}",
        rule("ct.name exists").replace("rule: r", "rule: first"),
        rule("ct.name = A and ct.region = x")
    );
    let text = format!(
        "settings: [rule_matching=first]\ncases:\n{}",
        silent("r", "eventName: A, awsRegion: x")
    );
    let mutants = mutants(&TestFile::read("t_test.yaml", &text), &rules, 1000, 0);
    let dropped = names(&mutants);
    let dropped: Vec<_> = dropped
        .iter()
        .filter(|(_, one)| one.before == "ct.region = x")
        .collect();
    assert!(!dropped.is_empty());
    assert!(
        dropped
            .iter()
            .all(|(_, one)| (&one.case, &one.hint) == (&None, &None)),
        "{dropped:?}"
    );
}

#[test]
fn an_item_far_into_a_list_is_told_with_its_place_and_survives_by_itself() {
    let items: Vec<String> = (10..40).map(|number| format!("name{number}")).collect();
    let condition = format!("ct.name in ({})", items.join(", "));
    let mutants = mutants(
        &file(&[fires("r", "eventName: name10")]),
        &rule(&condition),
        1000,
        0,
    );
    let survivors = names(&mutants);
    let is_last = |(_, one): &&(&str, &Survivor)| one.item.as_deref() == Some("name39");
    let (_, last) = survivors.iter().find(is_last).unwrap();
    assert_eq!(
        last.before,
        "ct.name in (name10, name…, name35, name36, name37, name38, name39)"
    );
    assert_eq!(
        last.after.as_ref().unwrap(),
        "ct.name in (name10, name…, name35, name36, name37, name38)"
    );
    let told = mutants_text(&Mutated::of([&mutants]), Page::default());
    assert!(!told.contains("other rule"), "{told}");
    assert_eq!(told.matches("survives r").count(), survivors.len());
    assert!(
        told.contains(
            "survives r  rules.yaml:3:258\n     `name39` is left out of `ct.name in (name10, "
        ),
        "{told}"
    );
}

#[test]
fn a_mutant_that_two_files_try_counts_once_and_survives_where_none_of_them_notices_it() {
    let items: Vec<String> = (0..20).map(|number| format!("n{number}")).collect();
    let rules = rule(&format!("ct.name in ({})", items.join(", ")))
        + &rule("ct.name = A and ct.region = x").replace("rule: r", "rule: s");
    let one = file(&[fires("r", "eventName: n7")]);
    let other = TestFile::read(
        "u_test.yaml",
        &format!(
            "cases:\n{}{}",
            fires("r", "eventName: n7"),
            silent("s", "eventName: n8")
        ),
    );
    let one = mutants(&one, &rules, 15, 0);
    let other = mutants(&other, &rules, 15, 0);
    let of_r = |part: &Mutants| part.rules[0].clone();
    let (first, second) = (of_r(&one), of_r(&other));
    let shared = first.tried.intersection(&second.tried).count();
    assert!(shared > 0 && shared < 15);
    let both = Mutated::of([&one, &other]);
    let joined = &both.rules[0];
    assert_eq!(
        (joined.possible, joined.tried.len()),
        (22, 30 - other.rules[1].tried.len() - shared)
    );
    let survivors: BTreeSet<usize> = first
        .survivors
        .keys()
        .chain(second.survivors.keys())
        .copied()
        .collect();
    let noticed =
        |number: &usize| first.tried.contains(number) && !first.survivors.contains_key(number);
    let left: Vec<usize> = survivors
        .into_iter()
        .filter(|number| !noticed(number))
        .collect();
    assert_eq!(joined.survivors.keys().copied().collect::<Vec<_>>(), left);
    assert!(both.noticed() <= both.tried());
    assert_eq!(Mutated::of([&one, &one]).rules, Mutated::of([&one]).rules);
}

#[test]
fn survivors_are_warnings_at_their_lines_of_which_the_first_are_told() {
    const MOST: usize = 50;
    let items: Vec<String> = (0..60).map(|number| format!("n{number}")).collect();
    let rules = rule(&format!("ct.name in ({})", items.join(", ")));
    let mutants = mutants(&file(&[fires("r", "eventName: n0")]), &rules, 1000, 0);
    let told = mutants_github(&Mutated::of([&mutants]));
    let lines: Vec<&str> = told.lines().collect();
    assert_eq!(lines.len(), MOST + 1);
    assert!(lines.iter().all(|line| !line.ends_with("%0A")));
    let first = "::warning file=rules.yaml,line=3,title=a change that no case notices::no case notices that `ct.name in (n0, ";
    assert!(lines[0].starts_with(first), "{}", lines[0]);
    assert!(
        lines[1].contains("::no case notices that `n1` is left out of `ct.name in (n0, "),
        "{}",
        lines[1]
    );
    assert!(
        lines[1].contains("%0A- name: n with another eventName%0A  event: "),
        "{}",
        lines[1]
    );
    assert_eq!(
        lines[MOST],
        "::notice title=a change that no case notices::and 10 more survivors"
    );
}
