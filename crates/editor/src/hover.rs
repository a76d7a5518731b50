//! What a word means.

use std::collections::HashSet;

use falconet_diagnostics::Label;
use falconet_event::catalogue::{Catalogue, Source};

use crate::documentation as known;
use crate::files::{Files, Location};
use crate::outline::ItemKind;
use crate::subject::{SubjectKind, subject};

/// What a word means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hover {
    /// Markdown.
    pub text: String,
    /// The word.
    pub label: Label,
}

/// What the word at a place means; nothing if nobody knows.
pub fn hover(files: &Files, at: Location<'_>, catalogue: &Catalogue) -> Option<Hover> {
    let found = subject(files, at)?;
    let sources = sources_at(files, at, catalogue);
    let name = &*found.name;
    let text = match &found.kind {
        SubjectKind::Key => known::of_key(name),
        SubjectKind::Item(kind) => known::of_item(*kind, name, files),
        SubjectKind::Field => known::of_field(name, &sources),
        SubjectKind::Word => known::of_word(name),
        SubjectKind::Source => known::of_source(name, catalogue),
        SubjectKind::Value { field } if field == "ct.name" => {
            known::of_event(name.trim_matches(['"', '\'']))
        }
        SubjectKind::Value { .. } => None,
    };
    Some(Hover {
        text: text?,
        label: found.label,
    })
}

/// The sources whose fields are meant at a place: that of the item, or those that rules are about.
pub(crate) fn sources_at<'c>(
    files: &Files,
    at: Location<'_>,
    catalogue: &'c Catalogue,
) -> Vec<&'c Source> {
    let item = at.file.outline.at(at.offset);
    let own = item.and_then(|item| item.key("source"));
    let mut names = HashSet::new();
    if let Some(key) = own {
        names.insert(at.file.value(key).trimmed().1.to_owned());
    } else {
        let rules = files.items(ItemKind::Rule);
        names.extend(rules.filter_map(|rule| rule.line("source")));
    }
    known::sources(catalogue, &names)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{at_mark, shown};

    /// The word at the mark and what is said of it.
    fn told(texts: &[&str]) -> Option<(String, String)> {
        at_mark(texts, |files, at| {
            let found = hover(files, at, &Catalogue::builtin())?;
            let word = shown(files, &[found.label]).remove(0);
            Some((word, found.text))
        })
    }

    #[test]
    fn fields_operators_and_transformers_have_their_documentation() {
        for (text, word, says) in [
            (
                "- rule: r\n  condition: ct.na‸me = x",
                "0:2:14 ct.name",
                "string",
            ),
            (
                "- macro: m\n  condition: tolow‸er(ct.name) = x",
                "0:2:14 tolower",
                "lower case",
            ),
            (
                "- macro: m\n  condition: ct.name ‸!= x",
                "0:2:22 !=",
                "present and not equal",
            ),
            (
                "- macro: m\n  condition: ct.name glob any‸of (x)",
                "0:2:27 anyof",
                "at least one",
            ),
            (
                "- rule: r\n  output: x %ct.us‸er y",
                "0:2:14 ct.user",
                "string",
            ),
            (
                "- macro: m\n  condition: json.value‸[/a] = x",
                "0:2:14 json.value",
                "takes a key, always",
            ),
            (
                "- rule: r\n  exceptions:\n  - {name: e, fields: [ct.u‸ser]}",
                "0:3:24 ct.user",
                "string",
            ),
            (
                "- rule: r\n  exceptions:\n  - {name: e, comps: [‸in]}",
                "0:3:23 in",
                "every value",
            ),
            (
                "- rule: r\n  source: aws_cloud‸trail",
                "0:2:11 aws_cloudtrail",
                "CloudTrail",
            ),
            ("- rule: r\n  prio‸rity: x", "0:2:3 priority", "how grave"),
        ] {
            let (found, text) = told(&[text]).unwrap_or_else(|| panic!("nothing for {text}"));
            assert_eq!(found, word);
            assert!(text.contains(says), "{text}");
        }
    }

    #[test]
    fn macros_and_lists_show_every_definition_with_its_place() {
        let used = "- rule: r\n  condition: is_‸admin and ct.user in (people)\n";
        let defined = "- macro: is_admin\n  condition: >\n    ct.user = a\n\n    or ct.user = b\n- macro: is_admin\n  condition: or x\n  append: true\n";
        let (_, text) = told(&[defined, used]).unwrap();
        assert!(
            text.contains("`0.yaml:1`\n\n```\nct.user = a\nor ct.user = b\n```"),
            "{text}"
        );
        assert!(text.contains("`0.yaml:6`"), "{text}");
        let (word, text) = told(&[
            "- list: people\n  items: [a, b]\n- macro: m\n  condition: ct.user in (peo‸ple)",
        ])
        .unwrap();
        assert!(
            word.ends_with(" people") && text.contains("[a, b]"),
            "{text}"
        );
    }

    #[test]
    fn events_name_the_services_that_write_them() {
        let (_, text) = told(&["- macro: m\n  condition: ct.name in (Create‸User)"]).unwrap();
        assert!(text.contains("`iam.amazonaws.com`"), "{text}");
    }

    #[test]
    fn what_nobody_knows_says_nothing() {
        for text in [
            "- macro: m\n  condition: ct.user = ‸alice",
            "- macro: m\n  condition: nope.na‸me = x",
            "- macro: m\n  condition: no_macro‸",
            "‸",
            "- rule: r\n  tags: [a‸]",
            "- macro: m\n  condition: a ‸ b",
        ] {
            assert_eq!(told(&[text]), None, "{text}");
        }
    }
}
