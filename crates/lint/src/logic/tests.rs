//! What is proved impossible, and what is not.

use falconet_event::catalogue::Catalogue;
use falconet_ruleset::{LoadOptions, Loader, Ruleset};

use super::{EmptyLists, Goal, Logic, Solver};

fn ruleset(catalogue: &Catalogue, source: &str, conditions: &[&str]) -> Ruleset {
    let rules = conditions.iter().enumerate().map(|(number, condition)| {
        format!("- rule: r{number}\n  desc: d\n  condition: >\n    {condition}\n  output: o\n  priority: ERROR\n  source: {source}\n")
    });
    let text = format!(
        "- {{list: none, items: []}}\n- {{macro: never_true, condition: evt.num = 0}}\n{}",
        rules.collect::<String>()
    );
    let mut loader = Loader::new(catalogue, LoadOptions::default());
    let report = loader.load("r.yaml", &text);
    assert!(report.successful(), "{:?}", report.errors());
    loader.into_ruleset().unwrap()
}

fn refutes(source: &str, conditions: &[&str], last_holds: bool) -> bool {
    let catalogue = Catalogue::builtin();
    let ruleset = ruleset(&catalogue, source, conditions);
    let source = catalogue.get(catalogue.source(source).unwrap()).unwrap();
    let mut logic = Logic::new(&ruleset, source);
    let nodes: Vec<_> = ruleset
        .rules
        .iter()
        .map(|rule| logic.add(&rule.condition))
        .collect();
    let mut goals: Vec<_> = nodes.into_iter().map(Goal::holds).collect();
    if !last_holds {
        *goals.last_mut().unwrap() = goals.last().unwrap().denied();
    }
    Solver::new(&logic, EmptyLists::MayBeFilled)
        .refutes(goals)
        .0
}

fn is_never(condition: &str) -> bool {
    refutes("aws_cloudtrail", &[condition], true)
}

fn is_always(condition: &str) -> bool {
    refutes("aws_cloudtrail", &[condition], false)
}

fn implies(one: &str, other: &str) -> bool {
    refutes("aws_cloudtrail", &[one, other], false)
}

#[test]
fn one_field_has_one_value() {
    for never in [
        "ct.name = a and ct.name = b",
        "ct.name in (a, b) and ct.name = c",
        "ct.name in (a, b) and not ct.name in (a, b, c)",
        "ct.name = a and ct.name != a",
        "ct.name exists and not ct.name exists",
        "ct.name = abc and not ct.name startswith ab",
        "ct.name in (abc, xbc) and not ct.name endswith bc",
        "ct.name startswith ab and ct.name startswith b",
        "ct.name endswith ab and ct.name endswith cb",
        "ct.name startswith abc and not ct.name contains b",
        "ct.name glob 'ab*' and ct.name = b",
        "ct.name icontains B and ct.name = a",
        "ct.name = a and (ct.name = b or ct.name = c)",
        "(ct.name = a or ct.name = b) and (ct.name = c or ct.name = d)",
        "not (ct.name = a or not ct.name = a)",
        "ct.name = anyof (a, b) and ct.name = allof (c, d)",
        "ct.name = oneof (a, a) and ct.name = a",
        "s3.bytes > 5 and s3.bytes < 5",
        "s3.bytes >= 5 and s3.bytes <= 6 and s3.bytes != 5 and not s3.bytes = 6",
        "s3.bytes < 0",
        "ct.readonly = True",
        "evt.source = okta",
        "not evt.source exists",
        "evt.is_async = true",
        "tolower(ct.name) = A",
        "tolower(ct.name) startswith A",
        "basename(ct.name) = a/b",
        "ec2.imageids in (a) and ec2.imageids intersects (b)",
        "ec2.imageids in (a) and ec2.imageids in (b)",
        "ec2.imageids in (a) and not ec2.imageids in (a, b)",
        "ct.name regex 'a.*' and not ct.name regex 'a.*'",
    ] {
        assert!(is_never(never), "{never}");
    }
}

#[test]
fn what_some_event_fits_is_possible() {
    for possible in [
        "ct.name != a and ct.name != b",
        "not ct.name = a and not ct.name exists",
        "ct.name = a and ct.src = b",
        "ct.name startswith ab and ct.name startswith a",
        "ct.name contains a and ct.name contains b",
        "ct.name startswith a and not ct.name startswith ab",
        "ct.name regex 'a.*' and ct.name = b",
        "ct.name = a or ct.name = b",
        "tolower(ct.name) = a and ct.name = A",
        "ct.name = oneof (a, b) and ct.name = a",
        "s3.bytes > 5 and s3.bytes < 7",
        "ct.readonly = true",
        "evt.num = 0",
        "never_true",
        "ct.name in (none)",
        "not ct.name in (none)",
        "ec2.imageids intersects (a) and ec2.imageids intersects (b)",
        "ec2.imageids in (a, b) and not ec2.imageids in (a)",
        "ct.name = val(ct.src) and ct.name = a",
        "ct.name pmatch (a, b) and ct.name = c",
        "ct.name < 5 and ct.name > 6",
    ] {
        assert!(!is_never(possible), "{possible}");
    }
}

#[test]
fn absent_fields_keep_conditions_from_being_always_true() {
    assert!(is_always("ct.name exists or not ct.name exists"));
    assert!(is_always("not ct.name = a or not ct.name = b"));
    assert!(is_always("evt.source = aws_cloudtrail"));
    assert!(!is_always("ct.name = a or ct.name != a"));
    assert!(!is_always("ct.name != a or ct.name != b"));
    assert!(!is_always("s3.bytes >= 0"));
}

#[test]
fn one_condition_implies_another() {
    assert!(implies("ct.name in (a, b)", "ct.name in (b, c, a)"));
    assert!(implies("ct.name = ab and ct.src = x", "ct.name glob 'a*'"));
    assert!(implies("ct.name = a", "ct.name exists"));
    assert!(implies(
        "ct.name = a and (ct.src = x or ct.src = y)",
        "ct.src in (x, y)"
    ));
    assert!(implies("ct.name startswith ''", "ct.name exists"));
    assert!(!implies("ct.name != a", "ct.name = b"));
    assert!(!implies("not ct.name = a", "ct.name != a"));
}

#[test]
fn values_of_other_sources_are_known() {
    assert!(refutes("github", &["github.repo.public = yes"], true));
}

#[test]
fn hard_questions_are_given_up() {
    let hard: Vec<_> = (0..200)
        .map(|number| format!("(ct.name regex '{number}.*' or ct.src regex '{number}.*')"))
        .collect();
    assert!(!is_never(&hard.join(" and ")));
    let pigeons = (0..9).map(|pigeon| {
        let holes = (0..8).map(|hole| format!("json.value[/{hole}] = p{pigeon}"));
        format!("({})", holes.collect::<Vec<_>>().join(" or "))
    });
    assert!(!is_never(&pigeons.collect::<Vec<_>>().join(" and ")));
}
