//! Files made to exhaust the loader. Each must be answered, and soon.

#[cfg(test)]
mod hostile {
    use std::fmt::Write as _;
    use std::time::{Duration, Instant};

    use falconet_event::catalogue::Catalogue;
    use falconet_ruleset::{LoadOptions, Loader};

    /// Loads a file and says what is wrong with it; empty if nothing is.
    fn load(text: &str) -> String {
        let catalogue = Catalogue::builtin();
        let mut loader = Loader::new(&catalogue, LoadOptions::default());
        let start = Instant::now();
        let error = loader
            .load("r.yaml", text)
            .errors()
            .first()
            .map(|error| error.message.clone());
        loader.load_results();
        assert!(
            start.elapsed() < Duration::from_mins(1),
            "took {:?}",
            start.elapsed()
        );
        error.unwrap_or_default()
    }

    fn rule(condition: &str, more: &str) -> String {
        format!(
            "- rule: a\n  desc: d\n  condition: {condition}\n  output: o\n  priority: INFO\n  source: aws_cloudtrail\n{more}"
        )
    }

    #[test]
    fn many_exceptions_of_one_rule() {
        let mut more = "  exceptions:\n".to_owned();
        for number in 0..20_000 {
            let _ = writeln!(
                more,
                "  - {{name: e{number}, fields: ct.name, values: [x{number}]}}"
            );
        }
        load(&rule("ct.name = a", &more));
    }

    #[test]
    fn many_lists_in_one_condition() {
        let mut text = String::new();
        let names: Vec<_> = (0..3000).map(|number| format!("list{number}")).collect();
        for name in &names {
            let _ = writeln!(text, "- list: {name}\n  items: [x]");
        }
        assert_eq!(
            load(&(text + &rule(&format!("ct.name in ({})", names.join(", ")), ""))),
            ""
        );
    }

    #[test]
    fn lists_that_double_each_other() {
        let mut text = String::new();
        for number in 0..60 {
            let next = number + 1;
            let _ = writeln!(text, "- list: l{number}\n  items: [l{next}, l{next}]");
        }
        assert!(load(&(text + &rule("ct.name in (l0)", ""))).contains("longer than"));
    }

    #[test]
    fn macros_that_double_each_other() {
        let mut text = "- macro: m0\n  condition: ct.name = a\n".to_owned();
        for number in 1..60 {
            let last = number - 1;
            let _ = writeln!(text, "- macro: m{number}\n  condition: m{last} or m{last}");
        }
        assert!(load(&text).contains("longer than"));
    }

    #[test]
    fn a_long_chain_of_macros() {
        let mut text = "- macro: m0\n  condition: ct.name = a\n".to_owned();
        for number in 1..3000 {
            let _ = writeln!(
                text,
                "- macro: m{number}\n  condition: (not m{})",
                number - 1
            );
        }
        assert!(load(&text).contains("nest deeper"));
    }

    #[test]
    fn many_warnings_of_one_condition() {
        let checks = vec!["ct.name = ct.user"; 5000].join(" or ");
        assert_eq!(load(&rule(&checks, "")), "");
    }

    #[test]
    fn many_unknown_keys() {
        let mut text = String::new();
        for number in 0..10_000 {
            let _ = writeln!(text, "  k{number}: x");
        }
        assert_eq!(load(&rule("ct.name = a", &text)), "");
    }

    #[test]
    fn more_warnings_than_anyone_reads() {
        let mut keys = String::new();
        for number in 0..100_000 {
            let _ = writeln!(keys, "  k{number}: x");
        }
        assert!(load(&rule("ct.name = a", &keys)).contains("warnings about the file are longer"));
        let nulls = "- \n".repeat(500_000);
        assert!(load(&nulls).contains("warnings about the file are longer"));
    }

    #[test]
    fn a_list_of_references_to_a_long_list() {
        let items = |item: &str| vec![item; 50_000].join(",");
        let text = format!(
            "- {{list: l, items: [{}]}}\n- {{list: m, items: [{}]}}\n",
            items("x"),
            items("l")
        );
        assert!(load(&text).contains("longer than"));
    }

    #[test]
    fn a_long_chain_of_lists() {
        let mut text = String::new();
        for number in 0..30_000 {
            let _ = writeln!(text, "- {{list: l{number}, items: [l{}]}}", number + 1);
        }
        assert_eq!(load(&(text + &rule("ct.name in (l0)", ""))), "");
    }

    #[test]
    fn many_lists_whose_names_are_not_one_word() {
        let mut text = String::new();
        for number in 0..20_000 {
            let _ = writeln!(text, "- {{list: 'a {number}', items: []}}");
            let _ = writeln!(text, "- {{macro: m{number}, condition: a.b exists}}");
        }
        assert!(load(&text).contains("substituting lists takes more than"));
    }

    #[test]
    fn long_texts_repeated_by_aliases_and_exceptions() {
        let long = "x".repeat(1 << 20);
        let aliases = vec!["*a"; 10_000].join(",");
        let list = format!("- {{list: l, items: [&a {long},{aliases}]}}\n");
        assert!(load(&list).contains("bytes behind aliases"));
        let field = "a".repeat(100_000);
        let values = vec!["[x]"; 20_000].join(",");
        let exception = format!(
            "  exceptions: [{{name: e, fields: ['json.value[/{field}]'], values: [{values}]}}]\n"
        );
        assert!(load(&rule("ct.name = a", &exception)).contains("longer than"));
    }

    #[test]
    fn many_appends_to_one_rule() {
        let mut text = rule("ct.name = a", "");
        for number in 0..10_000 {
            let _ = writeln!(
                text,
                "- {{rule: a, desc: d, exceptions: [{{name: e{number}, fields: [ct.name], values: [[b]]}}], override: {{desc: append, exceptions: append}}}}"
            );
        }
        assert_eq!(load(&text), "");
    }

    #[test]
    fn nested_collections_and_alias_bombs() {
        for text in [
            "- ".repeat(100_000),
            "[".repeat(100_000),
            "- ".to_owned() + &"{a: ".repeat(50_000),
        ] {
            assert!(!load(&text).is_empty());
        }
        let mut bomb = "- &a0 {exceptions: [x]}\n".to_owned();
        for number in 1..40 {
            let last = number - 1;
            let _ = writeln!(bomb, "- &a{number} {{exceptions: [*a{last}, *a{last}]}}");
        }
        assert!(load(&bomb).contains("exceeds the limit"));
    }
}
