//! YAML made to break its reader. Each text gets an answer that says where, within a time that grows with the text
//! and not with its square.

#[cfg(test)]
mod hostile_yaml {
    use std::sync::LazyLock;
    use std::time::{Duration, Instant};

    use falconet_event::catalogue::Catalogue;
    use falconet_ruleset::{LoadOptions, Loader};

    /// What the loader says about a text, and how long it took.
    fn timed(text: &str) -> (String, Duration) {
        let catalogue = Catalogue::builtin();
        let mut loader = Loader::new(&catalogue, LoadOptions::default());
        let start = processor_time();
        let error = loader
            .load("r.yaml", text)
            .error()
            .map(|error| error.message.clone());
        loader.load_results();
        (error.unwrap_or_default(), processor_time() - start)
    }

    /// Time that this thread has had, so that a busy machine changes little; where the system does not tell, the time
    /// of the clock.
    fn processor_time() -> Duration {
        static START: LazyLock<Instant> = LazyLock::new(Instant::now);
        let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
        let nanoseconds = told.and_then(|told| told.split(' ').next()?.parse().ok());
        nanoseconds.map_or_else(|| START.elapsed(), Duration::from_nanos)
    }

    fn said(text: &str) -> String {
        timed(text).0
    }

    /// The least of a few times.
    fn least(text: &str) -> Duration {
        let times = (0..3).map(|_| timed(text).1);
        times.min().unwrap_or_default()
    }

    /// Eight times the text may take 24 times as long; a square would take 64 times.
    fn assert_linear(what: &str, text: impl Fn(usize) -> String, size: usize) {
        let (small, large) = (text(size), text(8 * size));
        let (quick, slow) = (least(&small), least(&large));
        println!(
            "{what}: {} bytes {quick:?}, {} bytes {slow:?}",
            small.len(),
            large.len()
        );
        assert!(
            slow < quick * 24 + Duration::from_millis(200),
            "{what}: {quick:?} {slow:?}"
        );
    }

    const RULE: &str = "- rule: a\n  desc: d\n  condition: ct.name = x\n  output: o\n  priority: INFO\n  source: aws_cloudtrail\n";

    #[test]
    fn time_grows_as_the_text_does() {
        type Grow = (&'static str, fn(usize) -> String, usize);
        let texts: [Grow; 13] = [
            ("sequence in a sequence", |n| "- ".repeat(n), 5_000),
            (
                "flow sequence in a flow sequence",
                |n| "[".repeat(n),
                10_000,
            ),
            (
                "mapping in a mapping",
                |n| "- ".to_owned() + &"{a: ".repeat(n),
                10_000,
            ),
            (
                "a long plain scalar",
                |n| format!("- a: {}\n", "x".repeat(n)),
                500_000,
            ),
            (
                "a long plain scalar of many lines",
                |n| format!("- a: x\n{}", "    y\n".repeat(n)),
                50_000,
            ),
            (
                "a long quoted scalar",
                |n| format!("- a: \"{}\"\n", "x\\n".repeat(n)),
                200_000,
            ),
            (
                "a long block scalar",
                |n| format!("- a: |\n{}", "    y\n".repeat(n)),
                50_000,
            ),
            (
                "a quote that is never closed",
                |n| format!("- a: \"{}", "x\n ".repeat(n)),
                50_000,
            ),
            (
                "a long key",
                |n| format!("- ? {}\n  : b\n", "k".repeat(n)),
                100_000,
            ),
            (
                "many items",
                |n| format!("- list: l\n  items: [{}]\n", "x, ".repeat(n)),
                20_000,
            ),
            (
                "many keys",
                |n| {
                    format!(
                        "- list: l\n  items: []\n{}",
                        (0..n).map(|at| format!("  k{at}: x\n")).collect::<String>()
                    )
                },
                1_500,
            ),
            (
                "many documents",
                |n| "---\n- list: l\n  items: []\n".repeat(n),
                1_000,
            ),
            (
                "many anchors",
                |n| {
                    format!(
                        "- list: l\n  items: [{}]\n",
                        (0..n)
                            .map(|at| format!("&a{at} x, *a{at}, "))
                            .collect::<String>()
                    )
                },
                5_000,
            ),
        ];
        for (what, text, size) in texts {
            assert_linear(what, text, size);
        }
    }

    #[test]
    fn rules_with_errors_take_no_longer_than_rules() {
        let broken = |n: usize| {
            (0..n).map(|at| format!("- rule: r{at}\n  desc: d\n  condition: ct.nme = x\n  output: o\n  priority: INFO\n  source: aws_cloudtrail\n")).collect()
        };
        assert_linear("rules with errors", broken, 500);
        let unnamed = |n: usize| "- rule: x\n  condition: [a]\n".repeat(n);
        assert_linear("rules without what they need", unnamed, 500);
    }

    #[test]
    fn nesting_is_refused_where_it_gets_too_deep() {
        assert!(said(&"[".repeat(10_000)).contains("line 1, column"));
        assert!(
            said(&"- ".repeat(10_000))
                .contains("line 1, column 129: the depth of nesting exceeds the limit of 64")
        );
        assert!(said(&"{a: ".repeat(10_000)).contains("line 1, column"));
        let steps: String = (0..10_000)
            .map(|at| format!("{}a:\n", " ".repeat(at.min(300))))
            .collect();
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
        let mut laughs = "- &a0 [lol, lol]\n".to_owned();
        for level in 1..60 {
            let last = level - 1;
            laughs += &format!("- &a{level} [*a{last}, *a{last}, *a{last}, *a{last}]\n");
        }
        assert!(said(&laughs).contains("behind aliases exceeds the limit"));
        let keys = laughs.replace("[", "{k: [").replace(']', "]}");
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
        let (error, took) = timed(&format!("{RULE}  ? {key}\n  : x\n"));
        assert_eq!(error, "");
        assert!(took < Duration::from_secs(30), "{took:?}");
    }
}
