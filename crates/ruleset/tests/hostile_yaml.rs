//! YAML made to break its reader. Each text gets an answer that says where.

#[cfg(test)]
mod hostile_yaml {
    use falconet_event::catalogue::Catalogue;
    use falconet_ruleset::{LoadOptions, Loader};

    /// What the loader says about a text first, if anything.
    fn said(text: &str) -> String {
        let catalogue = Catalogue::builtin();
        let mut loader = Loader::new(&catalogue, LoadOptions::default());
        let report = loader.load("r.yaml", text);
        let error = report.errors().first().map(|error| error.message.clone());
        assert!(!loader.load_results().is_empty());
        error.unwrap_or_default()
    }

    /// A text so large that a reader whose time grows with the square of it would not come back.
    fn comes_back(text: &str) {
        said(text);
    }

    const RULE: &str = "- rule: a\n  desc: d\n  condition: ct.name = x\n  output: o\n  priority: INFO\n  source: aws_cloudtrail\n";

    /// One text for each number up to `n`, one behind the other.
    fn each(n: usize, text: impl Fn(usize) -> String) -> String {
        (0..n).map(text).collect()
    }

    fn list(items: &str) -> String {
        format!("- list: l\n  items: [{items}]\n")
    }

    #[test]
    fn large_collections_come_back() {
        comes_back(&"- ".repeat(40_000));
        comes_back(&"[".repeat(80_000));
        comes_back(&format!("- {}", "{a: ".repeat(80_000)));
        comes_back(&list(&"x, ".repeat(160_000)));
        let keys = each(12_000, |at| format!("  k{at}: x\n"));
        comes_back(&(list("") + &keys));
        comes_back(&"---\n- list: l\n  items: []\n".repeat(8_000));
        comes_back(&list(&each(40_000, |at| format!("&a{at} x, *a{at}, "))));
    }

    #[test]
    fn large_scalars_come_back() {
        comes_back(&format!("- a: {}\n", "x".repeat(4_000_000)));
        comes_back(&format!("- a: x\n{}", "    y\n".repeat(400_000)));
        comes_back(&format!("- a: \"{}\"\n", "x\\n".repeat(1_600_000)));
        comes_back(&format!("- a: |\n{}", "    y\n".repeat(400_000)));
        comes_back(&format!("- a: \"{}", "x\n ".repeat(400_000)));
        comes_back(&format!("- ? {}\n  : b\n", "k".repeat(800_000)));
    }

    #[test]
    fn many_rules_with_errors_come_back() {
        comes_back(&each(4_000, |at| {
            let named = RULE.replace("rule: a", &format!("rule: r{at}"));
            named.replace("ct.name", "ct.nme")
        }));
        comes_back(&"- rule: x\n  condition: [a]\n".repeat(4_000));
    }

    #[test]
    fn nesting_is_refused_where_it_gets_too_deep() {
        assert!(said(&"[".repeat(10_000)).contains("line 1, column"));
        assert!(
            said(&"- ".repeat(10_000))
                .contains("line 1, column 129: the depth of nesting exceeds the limit of 64")
        );
        assert!(said(&"{a: ".repeat(10_000)).contains("line 1, column"));
        let steps = each(10_000, |at| format!("{}a:\n", " ".repeat(at.min(300))));
        assert!(said(&steps).contains("the depth of nesting"));
        assert!(said(&"? ".repeat(10_000)).contains("line 1, column"));
        assert!(said(&"- - ? ".repeat(3_000)).contains("line 1, column"));
    }

    #[test]
    fn texts_beyond_the_bounds_are_refused() {
        let large = format!("- a: {}\n", "x".repeat(100 << 20));
        assert!(said(&large).contains("the size in bytes exceeds the limit of 16777216"));
        let items = format!("- list: l\n  items: [{}]\n", "x,".repeat(1_000_001));
        assert!(said(&items).contains("the number of nodes exceeds the limit of 1000000"));
    }

    #[test]
    fn aliases_that_multiply_are_refused() {
        let laughs = each(60, |level| match level.checked_sub(1) {
            None => "- &a0 [lol, lol]\n".to_owned(),
            Some(last) => format!(
                "- &a{level} [{}]\n",
                vec![format!("*a{last}"); 4].join(", ")
            ),
        });
        assert!(said(&laughs).contains("behind aliases exceeds the limit"));
        let keys = laughs.replace('[', "{k: [").replace(']', "]}");
        assert!(said(&keys).contains("exceeds the limit"));
        assert!(said("- &a [*a]\n").contains("the referenced anchor is not defined"));
        assert!(said("- *b\n- &b x\n").contains("line 1, column 3"));
    }

    #[test]
    fn an_anchor_means_what_it_was_last_given() {
        let text = "- list: l\n  items: [&a x, *a, &a y, *a]\n";
        let catalogue = Catalogue::builtin();
        let mut loader = Loader::new(&catalogue, LoadOptions::default());
        assert!(loader.load("r.yaml", text).successful());
        assert_eq!(
            loader.ruleset().unwrap().lists[0].items,
            ["x", "x", "y", "y"]
        );
        assert!(said("- &a x\n---\n- *a\n").contains("line 3, column 3"));
    }

    #[test]
    fn tags_change_nothing_but_null() {
        for tag in ["!!binary", "!!int", "!!str", "!custom", "!<tag:x>", "!"] {
            let text = RULE.replace("priority: INFO", &format!("priority: {tag} INFO"));
            assert_eq!(said(&text), "", "{tag}");
        }
        assert_eq!(said(&RULE.replace("- rule", "- !rule\n  rule")), "");
        assert_eq!(said(&RULE.replace("desc: d", "desc: !!str ~")), "");
        assert_eq!(
            said(&RULE.replace("desc: d", "desc: ~")),
            "Mapping for key 'desc' is empty"
        );
    }

    #[test]
    fn merge_keys_are_unknown_keys() {
        let text = format!(
            "- &m {{output: o}}\n{}",
            RULE.replace("output: o", "<<: *m")
        );
        assert_eq!(said(&text), "Item has no mapping for key 'output'");
    }

    #[test]
    fn of_equal_keys_the_first_counts() {
        let text = RULE.replace("priority: INFO", "priority: INFO\n  priority: nonsense");
        assert_eq!(said(&text), "");
    }

    #[test]
    fn line_ends_and_byte_order_marks_are_those_of_any_editor() {
        let windows = RULE.replace('\n', "\r\n");
        for text in [
            format!("\u{feff}{RULE}"),
            windows.clone(),
            format!("\u{feff}{windows}"),
        ] {
            assert_eq!(said(&text), "");
        }
        let inside = RULE.replace("desc: d", "desc: \u{feff}d");
        assert!(
            said(&inside)
                .contains("line 2, column 9: a byte order mark must not appear inside a document")
        );
    }

    #[test]
    fn control_characters_and_tabs_are_refused_at_their_place_or_kept() {
        let nul = RULE.replace("desc: d", "desc: a\0b");
        assert!(said(&nul).contains("line 2, column 10"), "{}", said(&nul));
        let tab = RULE.replace("  output", "\toutput");
        assert!(said(&tab).contains("line 4, column 1"), "{}", said(&tab));
        for kept in ["\u{1}", "\u{7f}", "\u{85}", "\u{2028}", "\t"] {
            let text = RULE.replace("desc: d", &format!("desc: a{kept}b"));
            assert_eq!(said(&text), "", "{kept:?}");
        }
    }

    #[test]
    fn documents_are_read_one_after_the_other() {
        assert_eq!(
            said(&format!(
                "---\n---\n{RULE}...\n---\n- list: l\n  items: []\n"
            )),
            ""
        );
        assert_eq!(
            said("---\na: b\n"),
            "Rules content is not yaml array of objects"
        );
        assert_eq!(
            said(&format!("{RULE}---\nword\n")),
            "Rules content is not yaml"
        );
        assert_eq!(said(""), "");
    }

    #[test]
    fn a_key_of_a_million_characters_is_an_unknown_key() {
        let key = "k".repeat(1_000_000);
        assert_eq!(said(&format!("{RULE}  ? {key}\n  : x\n")), "");
    }
}
