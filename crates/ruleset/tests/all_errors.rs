//! Loading that goes on after errors: all of them, and nothing that only follows from another.

#[cfg(test)]
mod all_errors {
    use std::fmt::Write as _;
    use std::time::{Duration, Instant};

    use falconet_event::catalogue::Catalogue;
    use falconet_ruleset::{LoadOptions, Loader};

    /// The messages of all errors of these files, and the names of the rules that compile all the same.
    fn loaded(files: &[&str]) -> (Vec<String>, Vec<String>) {
        let catalogue = Catalogue::builtin();
        let mut loader = Loader::new(&catalogue, LoadOptions::collecting_errors());
        for (number, text) in files.iter().enumerate() {
            loader.load(&format!("{number}.yaml"), text);
        }
        let errors = loader.diagnostics().into_iter();
        let errors = errors.filter(|found| found.severity.word() == "error");
        let rules = loader.ruleset().map(|ruleset| &ruleset.rules);
        let rules = rules.into_iter().flatten();
        (
            errors.map(|found| found.message).collect(),
            rules.map(|rule| rule.name.clone()).collect(),
        )
    }

    fn errors(files: &[&str]) -> Vec<String> {
        loaded(files).0
    }

    fn rule(name: &str, condition: &str) -> String {
        format!(
            "- rule: {name}\n  desc: d\n  condition: {condition}\n  output: o\n  priority: INFO\n  source: aws_cloudtrail\n"
        )
    }

    #[test]
    fn what_has_no_error_is_compiled() {
        let text = rule("bad", "ct.nope = a") + &rule("good", "ct.name = a") + "- macro: m\n";
        let (errors, rules) = loaded(&[&text]);
        assert_eq!(errors.len(), 2, "{errors:?}");
        assert_eq!(rules, ["good"]);
    }

    #[test]
    fn every_check_of_a_condition_is_reported() {
        let found = errors(&[&rule("a", "ct.nope = a or (ct.nil = b and s3.bytes = c)")]);
        assert_eq!(
            found,
            [
                "filter_check called with nonexistent field ct.nope",
                "filter_check called with nonexistent field ct.nil",
                "c is not a valid number"
            ]
        );
    }

    #[test]
    fn every_undefined_macro_of_a_condition_is_reported() {
        let found = errors(&[&rule("a", "one and not two or ct.name = a")]);
        assert_eq!(
            found,
            [
                "Undefined macro 'one' used in filter.",
                "Undefined macro 'two' used in filter."
            ]
        );
    }

    #[test]
    fn every_key_of_a_rule_is_reported_and_its_condition_is_checked() {
        let text = rule("a", "ct.nope = a")
            .replace("  desc: d\n", "")
            .replace("INFO", "LOUD")
            + "  enabled: maybe\n  exceptions: 5\n";
        assert_eq!(errors(&[&text]).len(), 5, "{:?}", errors(&[&text]));
    }

    #[test]
    fn output_and_condition_are_both_reported() {
        let text = rule("a", "ct.nope = a").replace("output: o", "output: '%ct.nil %'");
        assert_eq!(errors(&[&text]).len(), 2);
    }

    #[test]
    fn what_refers_to_a_macro_with_an_error_is_not_blamed() {
        for definition in [
            "- macro: m\n  condition: (ct.name = a\n",
            "- macro: m\n  condition: nope\n",
            "- macro: m\n",
        ] {
            let user = "- macro: n\n  condition: m and ct.name = a\n";
            let text = definition.to_owned() + user + &rule("a", "m or n") + &rule("b", "n");
            let (found, rules) = loaded(&[&text]);
            assert_eq!(found.len(), 1, "{found:?}");
            assert!(rules.is_empty());
        }
    }

    #[test]
    fn the_rest_of_a_condition_with_such_a_macro_is_checked() {
        let text = "- macro: m\n  condition: (\n".to_owned() + &rule("a", "m and ct.nope = a");
        assert_eq!(errors(&[&text]).len(), 2);
    }

    #[test]
    fn a_macro_with_a_wrong_field_is_reported_once() {
        let text = "- macro: m\n  condition: ct.nope = a\n".to_owned()
            + &rule("a", "m")
            + &rule("b", "m and ct.name = b");
        assert_eq!(errors(&[&text]).len(), 1);
    }

    #[test]
    fn a_loop_is_reported_once() {
        let text = "- macro: m\n  condition: ct.name = a\n- macro: n\n  condition: m\n- macro: m\n  condition: n\n".to_owned()
            + &rule("a", "m or n");
        assert_eq!(errors(&[&text]), ["reference loop in macro 'n'"]);
    }

    #[test]
    fn a_list_that_cannot_be_read_is_no_wrong_value() {
        let text = "- list: sizes\n  items: 5\n".to_owned() + &rule("a", "s3.bytes in (sizes)");
        assert_eq!(errors(&[&text]), ["Value is not a sequence"]);
    }

    #[test]
    fn changes_of_items_that_cannot_be_read_are_not_blamed() {
        let text = "- list: l\n- list: l\n  items: [a]\n  override: {items: append}\n- macro: m\n- macro: m\n  condition: or ct.name = a\n  append: true\n- rule: a\n  desc: d\n  output: o\n  priority: INFO\n- rule: a\n  condition: and ct.name = a\n  override: {condition: append}\n- rule: a\n  enabled: true\n";
        let found = errors(&[text]);
        assert_eq!(found.len(), 3, "{found:?}");
        assert!(
            found
                .iter()
                .all(|message| !message.contains("already exists"))
        );
    }

    #[test]
    fn a_file_that_is_no_yaml_may_have_defined_anything() {
        let later = rule("a", "unknown_macro")
            + "- rule: b\n  condition: and ct.name = a\n  override: {condition: append}\n"
            + &rule("c", "ct.nope = a");
        let (found, _) = loaded(&["- [", &later]);
        assert_eq!(found.len(), 2, "{found:?}");
    }

    #[test]
    fn every_file_is_read_and_an_earlier_mistake_is_not_told_again() {
        let found = errors(&[
            &rule("a", "ct.nope = a"),
            &rule("b", "ct.nil = a"),
            &rule("c", "ct.name = a"),
        ]);
        assert_eq!(found.len(), 2, "{found:?}");
    }

    #[test]
    fn every_exception_is_reported() {
        let text = rule("a", "ct.name = a")
            + "  exceptions:\n    - {name: e, fields: [ct.nope], values: []}\n    - {name: f, fields: [ct.name], comps: [is], values: []}\n";
        assert_eq!(errors(&[&text]).len(), 2);
    }

    #[test]
    fn a_rule_that_asks_for_it_is_left_out_unless_it_has_other_errors() {
        let skip = "  skip-if-unknown-filter: true\n";
        assert!(errors(&[&(rule("a", "ct.nope = a or s3.bytes = x") + skip)]).is_empty());
        let found = errors(&[&(rule("a", "s3.bytes = x or ct.nope = a") + skip)]);
        assert_eq!(found, ["x is not a valid number"]);
    }

    #[test]
    fn plugins_that_do_not_do_are_reported_where_they_are_required() {
        let text = "- required_plugin_versions:\n    - {name: cloudtrail, version: 99.0.0}\n    - {name: nothing, version: 1.0.0}\n";
        let found = errors(&[text]);
        assert_eq!(found.len(), 2, "{found:?}");
    }

    #[test]
    fn errors_are_bounded_and_so_is_the_time_for_them() {
        let started = Instant::now();
        let names = (0..3000).fold(String::new(), |mut text, number| {
            writeln!(
                text,
                "- macro: macro_of_some_length_{number}\n  condition: ct.name = a"
            )
            .unwrap();
            text
        });
        let rules: String = (0..1500)
            .map(|number| {
                rule(
                    &format!("r{number}"),
                    &format!("macro_of_same_length_{number}x"),
                )
            })
            .collect();
        let found = errors(&[&(names + &rules)]);
        assert_eq!(found.len(), 1000);
        assert!(
            started.elapsed() < Duration::from_mins(1),
            "{:?}",
            started.elapsed()
        );
    }

    #[test]
    fn a_macro_of_mistakes_that_everybody_uses_is_told_in_reasonable_time() {
        let started = Instant::now();
        let wrong: Vec<String> = (0..100)
            .map(|number| format!("ct.nope{number} exists"))
            .collect();
        let rules: String = (0..2000)
            .map(|number| rule(&format!("r{number}"), "m"))
            .collect();
        let text = format!("- macro: m\n  condition: {}\n{rules}", wrong.join(" or "));
        assert_eq!(errors(&[&text]).len(), 64);
        assert!(
            started.elapsed() < Duration::from_mins(1),
            "{:?}",
            started.elapsed()
        );
    }
}
