//! `{"op": "format"}`: rules files in the canonical layout.

use falconet_diagnostics::Severity;
use falconet_diagnostics::render::json::Finding;
use falconet_diagnostics::render::terminal::{self, Look};
use falconet_event::catalogue::Catalogue;
use falconet_fmt::{Formatted, Surroundings, format_among, unified_diff};
use falconet_ruleset::{LoadOptions, Loader};

use crate::messages::{FormatAnswer, FormatRequest, FormattedFile, RulesFile};

/// Formats files that are loaded together.
pub(crate) fn files(request: &FormatRequest, catalogue: &Catalogue) -> FormatAnswer {
    let mut surroundings = Surroundings::default();
    for file in &request.files {
        surroundings.add_text(&file.text);
    }
    let mut answer = FormatAnswer::default();
    for file in &request.files {
        let done = match format_among(&file.text, &surroundings) {
            Ok(formatted) => done(file, formatted, request.diff),
            Err(_) => failed(file, request, catalogue, &mut answer),
        };
        answer.files.push(done);
    }
    answer
}

fn done(file: &RulesFile, formatted: Formatted, wants_diff: bool) -> FormattedFile {
    let Formatted { text, kept } = formatted;
    FormattedFile {
        name: file.name.clone(),
        changed: text != file.text,
        diff: wants_diff.then(|| unified_diff(&file.name, &file.text, &text)),
        text: Some(text),
        kept: kept.map(|kept| kept.to_string()),
        error: None,
    }
}

/// What a check says of a file that is no YAML.
fn failed(
    file: &RulesFile,
    request: &FormatRequest,
    catalogue: &Catalogue,
    answer: &mut FormatAnswer,
) -> FormattedFile {
    let mut loader = Loader::new(catalogue, LoadOptions::default());
    loader.load(&file.name, &file.text);
    let look = Look {
        color: request.color,
        width: request.width.and_then(|width| usize::try_from(width).ok()),
    };
    let found = loader.diagnostics();
    let errors = || found.iter().filter(|one| one.severity == Severity::Error);
    answer.errors += 1;
    answer.rendered += &terminal::render(errors(), loader.sources(), look);
    FormattedFile {
        name: file.name.clone(),
        error: errors()
            .next()
            .map(|one| Finding::of(one, loader.sources())),
        ..FormattedFile::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn formatted(texts: &[&str], diff: bool) -> FormatAnswer {
        let file = |(index, text): (usize, &&str)| RulesFile {
            name: format!("{index}.yaml"),
            text: (*text).to_owned(),
        };
        let request = FormatRequest {
            files: texts.iter().enumerate().map(file).collect(),
            diff,
            ..FormatRequest::default()
        };
        files(&request, &Catalogue::builtin())
    }

    #[test]
    fn files_come_back_in_the_canonical_layout() {
        let answer = formatted(
            &["-   list: a\n    items: []\n", "- list: b\n  items: []\n"],
            false,
        );
        let texts: Vec<_> = answer
            .files
            .iter()
            .map(|file| file.text.as_deref())
            .collect();
        assert_eq!(
            texts,
            [
                Some("- list: a\n  items: []\n"),
                Some("- list: b\n  items: []\n")
            ]
        );
        let changed: Vec<_> = answer.files.iter().map(|file| file.changed).collect();
        assert_eq!(changed, [true, false]);
        assert!(answer.files[0].diff.is_none() && answer.errors == 0);
    }

    #[test]
    fn a_diff_is_given_where_one_is_asked_for() {
        let answer = formatted(&["-   list: a\n"], true);
        let expected = "--- 0.yaml\n+++ 0.yaml\n@@ -1 +1 @@\n-  list: a\n+- list: a\n"
            .replace("-  list", "--   list");
        assert_eq!(answer.files[0].diff.as_deref(), Some(expected.as_str()));
    }

    #[test]
    fn a_file_that_is_no_yaml_is_told_with_its_place_and_the_others_are_formatted() {
        let answer = formatted(&["\u{feff}- a: 1\n\r\n- b: c: d", "-  list: a\n"], false);
        let error = answer.files[0].error.as_ref().unwrap();
        assert_eq!(
            (
                error.code.as_str(),
                error.place.as_ref().map(|place| place.line)
            ),
            ("LOAD_ERR_YAML_PARSE", Some(3))
        );
        assert!(
            answer.rendered.contains("--> 0.yaml:3:"),
            "{}",
            answer.rendered
        );
        assert!(answer.files[0].text.is_none() && answer.files[1].changed);
        assert_eq!(answer.errors, 1);
    }

    #[test]
    fn a_list_of_one_file_keeps_the_blanks_in_conditions_of_another() {
        let condition = "- macro: m\n  condition: evt.num<5\n";
        let answer = formatted(&[condition, "- list: evt.num\n  items: [a]\n"], false);
        assert!(!answer.files[0].changed, "{answer:?}");
        assert!(formatted(&[condition], false).files[0].changed);
    }

    #[test]
    fn yaml_without_a_layout_is_kept_and_the_reason_told() {
        let answer = formatted(&["%YAML 1.2\n---\n-   a\n"], false);
        assert!(
            answer.files[0]
                .kept
                .as_ref()
                .unwrap()
                .contains("directives")
        );
        assert!(!answer.files[0].changed);
    }
}
