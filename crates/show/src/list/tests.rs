use falconet_ruleset::Priority;

use super::*;
use crate::rule::Selection;
use crate::rule::testing::loaded;

fn wanted(words: &[&str], source: Option<&str>) -> Wanted {
    Wanted {
        words: words.iter().map(|word| (*word).to_owned()).collect(),
        source: source.map(str::to_owned),
    }
}

fn names(what: &str, wanted: &Wanted) -> Vec<String> {
    let listing = vocabulary(what, &Catalogue::builtin(), wanted).unwrap();
    let items = serde_json::to_value(listing.items()).unwrap();
    let items = items.as_array().unwrap().iter();
    items
        .map(|item| item["name"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn a_field_is_found_by_its_name_or_by_what_it_holds() {
    let found = names("fields", &wanted(&["ct.user."], None));
    assert_eq!(found[0], "ct.user.accountid");
    assert!(names("fields", &wanted(&["Role", "name"], None)).contains(&"iam.role".to_owned()));
    assert!(names("fields", &wanted(&["nonsense"], None)).is_empty());
}

#[test]
fn every_field_is_listed_once() {
    let all = names("fields", &Wanted::default());
    let distinct: std::collections::BTreeSet<_> = all.iter().collect();
    assert_eq!(all.len(), distinct.len());
    let okta = names("fields", &wanted(&[], Some("okta")));
    assert!(
        okta.iter().any(|name| name == "evt.num") && !okta.iter().any(|name| name == "ct.name")
    );
    let error =
        vocabulary("fields", &Catalogue::builtin(), &wanted(&[], Some("otka"))).unwrap_err();
    assert!(error.to_string().starts_with(
        "there is no source `otka`; the nearest name is `okta`, and there are `syscall`"
    ));
}

#[test]
fn an_exact_name_is_listed_alone() {
    assert_eq!(names("operators", &wanted(&["in"], None)), ["in"]);
    assert_eq!(names("fields", &wanted(&["CT.User"], None)), ["ct.user"]);
    assert!(names("operators", &wanted(&["i"], None)).len() > 1);
}

#[test]
fn few_entries_are_told_whole_and_many_are_a_table() {
    let catalogue = Catalogue::builtin();
    let page = Page {
        width: Some(80),
        color: false,
    };
    let one = vocabulary("fields", &catalogue, &wanted(&["ct.user.arn"], None)).unwrap();
    let expected = "\
ct.user.arn  string
    ARN of who made the call.
    source   aws_cloudtrail
    reads    /userIdentity/arn
    note     Anything there that is no text, null too, gives the empty text,
             which exists; no value only without the path.
    example  arn:aws:iam::123456789012:user/alice from
             {\"userIdentity\":{\"arn\":\"arn:aws:iam::123456789012:user/alice\"}}
";
    assert_eq!(one.text(page), expected);
    let all = vocabulary("fields", &catalogue, &Wanted::default())
        .unwrap()
        .text(page);
    let row = "ct.error                       string       Code of the error; the call failed\n";
    assert!(all.contains(row), "{all}");
}

#[test]
fn without_a_width_an_entry_of_a_table_is_a_line() {
    let all = vocabulary("operators", &Catalogue::builtin(), &Wanted::default()).unwrap();
    let text = all.text(Page::default());
    assert_eq!(text.lines().count(), all.items().len());
}

#[test]
fn rules_macros_and_lists_say_where_they_are_and_whether_they_are_used() {
    let rules = "\
- list: people
  items: [alice]
- macro: idle
  condition: ct.name = x
- rule: r
  desc: d
  condition: ct.user in (people)
  output: o
  priority: INFO
  source: aws_cloudtrail
";
    let loader = loaded(&[("r.yaml", rules)]);
    let selection = Selection {
        threshold: Priority::Warning,
        entries: &[],
    };
    let of = Definitions {
        ruleset: loader.ruleset().unwrap(),
        sources: loader.sources(),
        selection: &selection,
    };
    let items = |what| {
        serde_json::to_value(definitions(what, of, &Wanted::default()).unwrap().items()).unwrap()
    };
    assert_eq!(items("lists")[0]["used"], true);
    assert_eq!(items("macros")[0]["used"], false);
    assert_eq!(items("macros")[0]["place"]["line"], 3);
    assert_eq!(items("rules")[0]["enabled"], false);
    let text = definitions("rules", of, &Wanted::default())
        .unwrap()
        .text(Page::default());
    assert_eq!(
        text,
        "r  Informational  aws_cloudtrail  disabled\n    r.yaml:5:3\n    means  d\n"
    );
    assert!(definitions("cats", of, &Wanted::default()).is_err());
}
