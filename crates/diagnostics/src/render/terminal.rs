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

/// How wide a line may be where nobody says.
const DEFAULT_WIDTH: usize = 140;
/// Fewer columns than that show nothing of a source.
const LEAST_WIDTH: usize = 40;

/// How diagnostics look.
#[derive(Clone, Copy, Debug, Default)]
pub struct Look {
    /// Whether there are colours.
    pub color: bool,
    /// Columns of the terminal: longer lines of a source are cut.
    pub width: Option<usize>,
}

impl Look {
    /// A text in a style, which is given by the numbers of its control sequence.
    pub fn styled(self, style: &str, text: &str) -> String {
        if self.color && !text.is_empty() {
            format!("\u{1b}[{style}m{text}\u{1b}[0m")
        } else {
            text.to_owned()
        }
    }
}

/// Renders each diagnostic as a block of lines ended by a newline.
///
/// Only `color` puts control characters into the output: names, messages and source text are escaped.
pub fn render<'a>(
    diagnostics: impl IntoIterator<Item = &'a Diagnostic>,
    sources: &Sources,
    look: Look,
) -> String {
    let renderer = if look.color {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let width = look.width.unwrap_or(DEFAULT_WIDTH).max(LEAST_WIDTH);
    let renderer = renderer.term_width(width);
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
    let snippets = neighbours(&diagnostic.labels)
        .into_iter()
        .filter_map(|labels| snippet(labels, &diagnostic.labels, sources));
    let help = diagnostic
        .help
        .as_deref()
        .map(|help| Element::from(Level::HELP.message(escape_control(help))));
    Group::with_title(title).elements(snippets).elements(help)
}

/// The labels in groups that are shown in one excerpt each.
fn neighbours(labels: &[Label]) -> Vec<&[Label]> {
    let near = |one: &Label, next: &Label| {
        let all = one.span.join(next.span);
        one.source == next.source && all.end - all.start <= UNDERLINE_BYTES
    };
    labels.chunk_by(near).collect()
}

const fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Note => Level::NOTE,
        Severity::Warning => Level::WARNING,
        Severity::Error => Level::ERROR,
    }
}

fn snippet<'a>(labels: &'a [Label], all: &'a [Label], sources: &'a Sources) -> Option<Element<'a>> {
    let first = labels.first()?;
    let source = sources.get(first.source)?;
    let spans = labels.iter().map(|label| label.span);
    let excerpt = Excerpt::new(source, spans.reduce(Span::join)?);
    let annotations = labels.iter().map(|label| {
        let is_primary = all.first().is_some_and(|first| std::ptr::eq(first, label));
        let kind = if is_primary {
            AnnotationKind::Primary
        } else {
            AnnotationKind::Context
        };
        kind.span(excerpt.within(label.span, source).range())
            .label(nonempty(&label.text))
    });
    let annotations: Vec<_> = annotations.collect();
    let snippet = Snippet::source(excerpt.text)
        .line_start(excerpt.line)
        .path(escape_control(source.name()))
        .annotations(annotations);
    Some(snippet.into())
}

fn nonempty(text: &str) -> Option<Cow<'_, str>> {
    (!text.is_empty()).then(|| escape_control(text))
}

/// The part of a source around a place. Never more than some thousand bytes, whatever the source.
struct Excerpt<'a> {
    text: Cow<'a, str>,
    /// Number, from 1, of the line at which `text` starts.
    line: usize,
    /// Offset in the source at which `text` starts.
    from: usize,
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
            from,
        }
    }

    /// A place of the source within the excerpt.
    fn within(&self, span: Span, source: &Source) -> Span {
        let start = source.floor_char(span.start);
        let end = source.floor_char(span.end.clamp(start, start + UNDERLINE_BYTES));
        let last = self.text.len();
        Span::new(
            start.saturating_sub(self.from).min(last),
            end.saturating_sub(self.from).min(last),
        )
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
        render([&diagnostic], &sources, Look { color, width: None })
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
    fn places_near_each_other_are_shown_in_one_excerpt() {
        let mut sources = Sources::default();
        let id = sources.add("rules.yaml", "  condition: (a.b = c and d\n");
        let found = Diagnostic::new(Severity::Error, Code::new("E1"), "not closed")
            .at(id, Span::new(13, 14), "opened here")
            .at(id, Span::new(26, 27), "");
        let text = render([&found], &sources, Look::default());
        assert_eq!(text.matches("rules.yaml").count(), 1, "{text}");
        assert!(text.contains('^') && text.contains("opened here"), "{text}");
    }

    #[test]
    fn long_lines_are_cut_to_a_narrow_terminal() {
        let mut sources = Sources::default();
        let line = format!(
            "  condition: {} nope.x = 1\n",
            "ct.name = aaaaaaaa and ".repeat(20)
        );
        let start = line.find("nope").unwrap();
        let id = sources.add("rules.yaml", line.as_str());
        let found = Diagnostic::new(Severity::Error, Code::new("E1"), "no such field").at(
            id,
            Span::new(start, start + 6),
            "here",
        );
        let look = Look {
            color: false,
            width: Some(50),
        };
        let text = render([&found], &sources, look);
        assert!(
            text.lines().all(|line| line.chars().count() <= 60),
            "{text}"
        );
        assert!(
            text.contains("nope.x") && text.contains("^^^^^^ here"),
            "{text}"
        );
    }

    #[test]
    fn a_label_of_an_unknown_source_is_left_out() {
        let mut diagnostic = Diagnostic::new(Severity::Note, Code::new("E1"), "m\u{1b}");
        diagnostic
            .labels
            .push(label(SourceId(9), Span::new(0, 1), ""));
        assert_eq!(
            render([&diagnostic], &Sources::default(), Look::default()),
            "note[E1]: m\\u{1b}\n"
        );
    }
}
