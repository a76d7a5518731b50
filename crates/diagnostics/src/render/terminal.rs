//! Diagnostics for people at a terminal: the source line with the place underlined.

use std::borrow::Cow;

use annotate_snippets::{AnnotationKind, Element, Group, Level, Renderer, Snippet};

use crate::escape::blank_control;
use crate::{Diagnostic, Label, Severity, Source, Sources, Span, escape_control};

/// How much of a long line is read on either side of the place. Columns are counted from there, so it is more than
/// any line that a person writes; the renderer itself cuts what does not fit a terminal.
const CONTEXT_BYTES: usize = 4096;
/// How much of a long place is underlined.
const UNDERLINE_BYTES: usize = 400;

/// Renders each diagnostic as a block of lines ended by a newline.
///
/// Only `color` puts control characters into the output: names, messages and source text are escaped.
pub fn render<'a>(
    diagnostics: impl IntoIterator<Item = &'a Diagnostic>,
    sources: &Sources,
    color: bool,
) -> String {
    let renderer = if color {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let mut out = String::new();
    for diagnostic in diagnostics {
        out.push_str(&renderer.render(&[group(diagnostic, sources)]));
        out.push('\n');
    }
    out
}

fn group<'a>(diagnostic: &'a Diagnostic, sources: &'a Sources) -> Group<'a> {
    let title = level(diagnostic.severity)
        .primary_title(escape_control(&diagnostic.message))
        .id(diagnostic.code.as_str());
    let snippets = diagnostic
        .labels
        .iter()
        .enumerate()
        .filter_map(|(index, label)| snippet(label, index == 0, sources));
    let help = diagnostic
        .help
        .as_deref()
        .map(|help| Element::from(Level::HELP.message(escape_control(help))));
    Group::with_title(title).elements(snippets).elements(help)
}

const fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Note => Level::NOTE,
        Severity::Warning => Level::WARNING,
        Severity::Error => Level::ERROR,
    }
}

fn snippet<'a>(label: &'a Label, is_primary: bool, sources: &'a Sources) -> Option<Element<'a>> {
    let source = sources.get(label.source)?;
    let excerpt = Excerpt::new(source, label.span);
    let kind = if is_primary {
        AnnotationKind::Primary
    } else {
        AnnotationKind::Context
    };
    let annotation = kind
        .span(excerpt.place.range())
        .label(nonempty(&label.text));
    let snippet = Snippet::source(excerpt.text)
        .line_start(excerpt.line)
        .path(escape_control(source.name()))
        .annotation(annotation);
    Some(snippet.into())
}

fn nonempty(text: &str) -> Option<Cow<'_, str>> {
    (!text.is_empty()).then(|| escape_control(text))
}

/// The part of a source around a place. Never more than some hundred bytes, whatever the source.
struct Excerpt<'a> {
    text: Cow<'a, str>,
    /// Number, from 1, of the line at which `text` starts.
    line: usize,
    /// The place within `text`.
    place: Span,
}

impl<'a> Excerpt<'a> {
    fn new(source: &'a Source, span: Span) -> Self {
        let start = source.floor_char(span.start);
        let end = source.floor_char(span.end.clamp(start, start + UNDERLINE_BYTES));
        let first_line = source.line_index(start);
        let from = source
            .line_start(first_line)
            .max(source.floor_char(start.saturating_sub(CONTEXT_BYTES)));
        let line_end = source.line_start(source.line_index(end.saturating_sub(1).max(start)) + 1);
        let to = line_end
            .min(source.floor_char(end + CONTEXT_BYTES))
            .max(end);
        let text = source.text().get(from..to).unwrap_or_default();
        Self {
            text: blank_control(text.trim_end_matches(['\n', '\r'])),
            line: first_line + 1,
            place: Span::new(start - from, end - from),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Code, SourceId};

    fn label(source: SourceId, span: Span, text: &str) -> Label {
        Label {
            source,
            span,
            text: text.to_owned(),
        }
    }

    fn rendered(text: &str, span: Span, color: bool) -> String {
        let mut sources = Sources::default();
        let id = sources.add("rules.yaml", text);
        let mut diagnostic = Diagnostic::new(Severity::Error, Code::new("E1"), "no such field");
        diagnostic.labels.push(label(id, span, "here"));
        diagnostic.help = Some("look it up".to_owned());
        render([&diagnostic], &sources, color)
    }

    #[test]
    fn the_place_is_underlined_on_its_line() {
        let text = rendered(
            "- rule: a\n  condition: ct.nope = x\n",
            Span::new(23, 30),
            false,
        );
        assert!(text.contains("error[E1]: no such field"), "{text}");
        assert!(text.contains("rules.yaml:2:"), "{text}");
        assert!(text.contains("condition: ct.nope = x"), "{text}");
        assert!(text.contains("^^^^^^^ here"), "{text}");
        assert!(text.contains("help: look it up"), "{text}");
    }

    #[test]
    fn colours_are_written_only_on_request() {
        assert!(!rendered("a\n", Span::new(0, 1), false).contains('\u{1b}'));
        assert!(rendered("a\n", Span::new(0, 1), true).contains('\u{1b}'));
    }

    #[test]
    fn control_characters_of_the_source_do_not_reach_the_terminal() {
        let text = rendered("a\u{1b}[2Jb\u{9b}1m\u{202e}\n", Span::new(0, 1), false);
        assert!(!text.contains(['\u{1b}', '\u{9b}', '\u{202e}']), "{text:?}");
    }

    #[test]
    fn a_megabyte_on_one_line_is_cut() {
        let text = rendered(&"x".repeat(1 << 20), Span::new(1000, 1 << 20), false);
        assert!(text.len() < 4000, "{} bytes", text.len());
    }

    #[test]
    fn a_place_behind_the_end_or_in_an_empty_text_is_rendered() {
        assert!(rendered("", Span::new(5, 9), false).contains("no such field"));
        assert!(rendered("ab\n", Span::new(3, 3), false).contains("no such field"));
    }

    #[test]
    fn a_label_of_an_unknown_source_is_left_out() {
        let mut diagnostic = Diagnostic::new(Severity::Note, Code::new("E1"), "m\u{1b}");
        diagnostic
            .labels
            .push(label(SourceId(9), Span::new(0, 1), ""));
        assert_eq!(
            render([&diagnostic], &Sources::default(), false),
            "note[E1]: m\\u{1b}\n"
        );
    }
}
