use super::*;

#[test]
fn what_is_likeliest_comes_first() {
    let (operators, _) = in_condition("ct.name ‸");
    assert_eq!(operators[..3], ["=", "in", "!="]);
    assert_eq!(operators.iter().filter(|one| *one == "=").count(), 1);
    let (values, _) = in_condition("ct.user.identitytype = ‸");
    let place = |word: &str| values.iter().position(|one| one == word).unwrap();
    assert!(place("Root") < place("anyof") && place("Root") < place("val"));
}

#[test]
fn a_list_that_is_begun_with_a_value_has_parentheses() {
    let inserted = |condition: &str| {
        let text = format!("- rule: r\n  condition: {condition}\n  source: aws_cloudtrail\n");
        let found = completions(&[&text]).items.into_iter();
        let mut roots = found.filter(|one| one.label == "Root");
        roots.next().map(|root| root.insert)
    };
    for (condition, insert) in [
        ("ct.user.identitytype in ‸", "(Root)"),
        ("ct.user.identitytype in (‸", "Root"),
        ("ct.user.identitytype = ‸", "Root"),
        ("ct.user.identitytype startswith anyof ‸", "(Root)"),
    ] {
        assert_eq!(inserted(condition).as_deref(), Some(insert), "{condition}");
    }
}

#[test]
fn in_an_argument_nothing_is_proposed() {
    for condition in ["json.value[/a‸", "ct.name = x and json.value[‸"] {
        assert!(in_condition(condition).0.is_empty(), "{condition}");
    }
    has("json.value[/a] ‸", &["="], &["ct.name"]);
}
