//! Our own diagnostics: what is underlined, and how one gets there.

#[cfg(test)]
mod diagnostics {
    use falconet_diagnostics::{Diagnostic, Severity, Sources, render};
    use falconet_event::catalogue::Catalogue;
    use falconet_ruleset::{LoadOptions, Loader};

    /// The first diagnostic of a file, and for each of its labels the underlined text and what is said of it.
    fn first(text: &str) -> (Diagnostic, Vec<(String, String)>) {
        let catalogue = Catalogue::builtin();
        let mut loader = Loader::new(&catalogue, LoadOptions::default());
        let diagnostic = loader.load("r.yaml", text).diagnostics().remove(0);
        let labels = underlined(&diagnostic, loader.sources());
        (diagnostic, labels)
    }

    fn underlined(diagnostic: &Diagnostic, sources: &Sources) -> Vec<(String, String)> {
        let labels = diagnostic.labels.iter();
        let text = |label: &falconet_diagnostics::Label| {
            sources.get(label.source).unwrap().text()[label.span.range()].to_owned()
        };
        labels
            .map(|label| (text(label), label.text.clone()))
            .collect()
    }

    fn rule(condition: &str) -> String {
        format!(
            "- rule: a\n  desc: d\n  condition: {condition}\n  output: o\n  priority: INFO\n  source: aws_cloudtrail\n"
        )
    }

    #[test]
    fn a_field_is_underlined_in_a_folded_condition() {
        let (diagnostic, labels) = first(&rule(">\n    ct.name = a\n    and ct.nope = b"));
        assert_eq!(diagnostic.severity, Severity::Error);
        assert_eq!(
            diagnostic.message,
            "filter_check called with nonexistent field ct.nope"
        );
        assert_eq!(labels[0], ("ct.nope".to_owned(), "rule `a`".to_owned()));
        assert!(diagnostic.help.is_some());
    }

    #[test]
    fn a_field_is_underlined_behind_escapes() {
        let (_, labels) = first(&rule("\"ct.name = \\\"x\\\" and ct.nope exists\""));
        assert_eq!(labels[0].0, "ct.nope");
    }

    #[test]
    fn an_appended_part_is_underlined_where_it_was_appended() {
        let text = rule("ct.name = a")
            + "- rule: a\n  condition: and ct.nope = b\n  override: {condition: append}\n";
        let (_, labels) = first(&text);
        assert_eq!(labels[0].0, "ct.nope");
    }

    #[test]
    fn an_item_of_a_list_is_underlined_with_the_use_of_the_list() {
        let text = "- list: sizes\n  items: [1, two]\n".to_owned() + &rule("s3.bytes in (sizes)");
        let (_, labels) = first(&text);
        assert_eq!(labels[0].0, "two");
        assert_eq!(
            labels[1],
            ("sizes".to_owned(), "list `sizes`, used here".to_owned())
        );
    }

    #[test]
    fn a_list_in_a_list_is_explained_step_by_step() {
        let text = "- list: one\n  items: [two]\n- list: more\n  items: [1, one]\n".to_owned()
            + &rule("s3.bytes in (more)");
        let (_, labels) = first(&text);
        let texts: Vec<_> = labels.iter().map(|(text, _)| text.as_str()).collect();
        assert_eq!(texts, ["two", "one", "more"]);
    }

    #[test]
    fn a_check_in_a_macro_is_underlined_in_the_macro() {
        let text = "- macro: m\n  condition: ct.name = a or ct.nope = b\n".to_owned() + &rule("m");
        let (_, labels) = first(&text);
        assert_eq!(labels[0], ("ct.nope".to_owned(), "in macro `m`".to_owned()));
    }

    #[test]
    fn a_value_of_an_exception_is_underlined() {
        let text = rule("ct.name = a")
            + "  exceptions: [{name: e, fields: [s3.bytes], values: [[many]]}]\n";
        let (_, labels) = first(&text);
        assert_eq!(labels[0].0, "many");
    }

    #[test]
    fn an_undefined_macro_is_underlined() {
        let (_, labels) = first(&rule("ct.name = a and nope"));
        assert_eq!(labels[0].0, "nope");
    }

    #[test]
    fn a_byte_order_mark_moves_nothing() {
        let (_, labels) = first(&("\u{feff}".to_owned() + &rule("ct.nope = b")));
        assert_eq!(labels[0].0, "ct.nope");
    }

    #[test]
    fn a_value_of_the_wrong_shape_is_underlined() {
        let (_, labels) = first(&rule("[ct.name = a]"));
        assert_eq!(labels[0].0, "[ct.name = a]");
    }

    #[test]
    fn a_warning_without_a_message_says_what_its_code_means() {
        let catalogue = Catalogue::builtin();
        let mut loader = Loader::new(&catalogue, LoadOptions::default());
        let report = loader.load("r.yaml", "- macro: m\n  condition: ct.name = a\n");
        assert_eq!(report.diagnostics()[0].severity, Severity::Warning);
        let diagnostics = report.diagnostics();
        let text = render::terminal::render(
            &diagnostics,
            loader.sources(),
            render::terminal::Look::default(),
        );
        assert!(
            text.contains("warning[LOAD_UNUSED_MACRO]: Macro not referred to"),
            "{text}"
        );
        assert!(text.contains("r.yaml:1:3"), "{text}");
    }
}
