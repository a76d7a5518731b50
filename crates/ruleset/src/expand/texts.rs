//! The parsed conditions of a load, side by side, so that a place in any tree says which text it is in.

use falconet_condition::ast::{Expr, ExprKind, Right};
use falconet_condition::{ParseLimits, Position, Span as ConditionSpan, parse};
use falconet_diagnostics::{Label, Span};

use super::mapped::MappedText;
use super::shift::shift;
use crate::ruleset::Origin;

/// How many stretches of text are remembered; what is beyond is attributed to the condition as a whole.
const MOST_PIECES: usize = 1 << 20;

/// A condition as it was parsed.
#[derive(Clone, Debug)]
struct ConditionText {
    /// What is added to the offsets of its tree.
    base: usize,
    text: MappedText,
    /// The macro that it is of; nothing if it is a rule's.
    macro_name: Option<String>,
    /// Offsets of carriage returns and line feeds.
    line_breaks: Vec<usize>,
}

/// Every condition of a load as it was parsed. The spans of all trees lie in one space, so that a tree with macros
/// in it still says which condition each part was written in.
#[derive(Clone, Debug, Default)]
pub(crate) struct ConditionTexts {
    texts: Vec<ConditionText>,
    /// Where the last one ends. Nothing stands at 0, which is where the spans of what was not parsed are.
    end: usize,
    pieces: usize,
}

impl ConditionTexts {
    /// Adds a condition; what is added to the offsets of its tree.
    pub(crate) fn add(&mut self, mut text: MappedText, macro_name: Option<String>) -> usize {
        let base = self.end + 1;
        self.end = base + text.len();
        self.pieces = self.pieces.saturating_add(text.piece_count());
        if self.pieces > MOST_PIECES {
            text.forget_origins();
        }
        let is_break = |byte: &u8| matches!(byte, b'\r' | b'\n');
        let line_breaks = text
            .text()
            .bytes()
            .enumerate()
            .filter(|(_, byte)| is_break(byte))
            .map(|(offset, _)| offset)
            .collect();
        self.texts.push(ConditionText {
            base,
            text,
            macro_name,
            line_breaks,
        });
        base
    }

    /// The position of the start of a span in the condition that it lies in, as Falco's parser counts.
    pub(crate) fn position(&self, span: ConditionSpan) -> Position {
        let Some(found) = self.find(span.start) else {
            return Position {
                index: 0,
                line: 1,
                column: 1,
            };
        };
        let index = span.start - found.base;
        let breaks = found.line_breaks.partition_point(|offset| *offset < index);
        let line_start = breaks
            .checked_sub(1)
            .and_then(|last| found.line_breaks.get(last))
            .map_or(0, |offset| offset + 1);
        Position {
            index,
            line: breaks + 1,
            column: index - line_start + 1,
        }
    }

    fn find(&self, offset: usize) -> Option<&ConditionText> {
        let index = self
            .texts
            .partition_point(|text| text.base <= offset)
            .checked_sub(1)?;
        self.texts.get(index)
    }

    /// The text of a span.
    pub(crate) fn text(&self, span: ConditionSpan) -> Option<&str> {
        let found = self.find(span.start)?;
        let text = found.text.text();
        text.get(span.start - found.base..span.end.checked_sub(found.base)?)
    }

    /// The text of a span in which fields and values of an exception are put together.
    pub(crate) fn composed_text(&self, span: ConditionSpan) -> Option<&str> {
        let found = self.find(span.start)?;
        let local = Span::new(span.start - found.base, span.end.checked_sub(found.base)?);
        let is_composed = found.text.is_composed(local);
        is_composed.then(|| self.text(span)).flatten()
    }

    /// The macro that a span lies in; nothing if it is in a rule's condition.
    pub(crate) fn macro_name(&self, span: ConditionSpan) -> Option<&str> {
        self.find(span.start)?.macro_name.as_deref()
    }

    /// Where a span of any tree was written, and how it got there: the place itself first. An item of a list stands in
    /// the list, and not in the macro that names it.
    pub(crate) fn labels(&self, span: ConditionSpan) -> Vec<Label> {
        let Some(found) = self.find(span.start) else {
            return Vec::new();
        };
        let local = Span::new(span.start - found.base, span.end.saturating_sub(found.base));
        let mut labels = found.text.labels(local);
        let is_item = found.text.lists(local.start).next().is_some();
        if let (Some(name), Some(first), false) = (&found.macro_name, labels.first_mut(), is_item) {
            first.text = format!("in macro `{name}`");
        }
        labels
    }

    /// The condition that a span lies in, parsed again: lists are substituted in it, macros are not. What is parsed
    /// here was parsed before.
    pub(crate) fn tree(&self, span: ConditionSpan) -> Option<Expr> {
        let found = self.find(span.start)?;
        let mut tree = parse(found.text.text(), ParseLimits::RULE_LOADER).ok()?;
        shift(&mut tree, found.base);
        Some(tree)
    }

    /// The values that a test is against, from its span, in order.
    pub(crate) fn values(&self, test: ConditionSpan) -> Vec<ConditionSpan> {
        let written = self.text(test).unwrap_or_default();
        let parsed = parse(written, ParseLimits::RULE_LOADER).ok();
        let Some(ExprKind::Check(check)) = parsed.map(|tree| tree.kind) else {
            return Vec::new();
        };
        let values = match &check.right {
            Right::Value(value) => std::slice::from_ref(value),
            Right::List(values) => values,
            Right::Nothing | Right::Operand(_) => &[],
        };
        let shifted = |span: ConditionSpan| {
            ConditionSpan::new(span.start + test.start, span.end + test.start)
        };
        values.iter().map(|value| shifted(value.span)).collect()
    }

    /// How a span of any tree got to where it is.
    pub(crate) fn origin(&self, span: ConditionSpan) -> Origin {
        let Some(found) = self.find(span.start) else {
            return Origin::default();
        };
        let start = span.start - found.base;
        let local = Span::new(start, span.end.saturating_sub(found.base));
        let place = found.text.file_place(local);
        Origin {
            place: place.map(|(source, span)| Label {
                source,
                span,
                text: String::new(),
            }),
            macro_name: found.macro_name.clone(),
            lists: found
                .text
                .lists(start)
                .map(|(list, label)| (list.to_owned(), label))
                .collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use falconet_diagnostics::SourceId;

    use super::super::mapped::Origin;
    use super::*;

    fn written(text: &str, offset: usize) -> MappedText {
        let mut mapped = MappedText::default();
        mapped.push_str(
            text,
            Origin::Written {
                source: SourceId(0),
                offset,
            },
        );
        mapped
    }

    #[test]
    fn a_span_finds_the_condition_it_lies_in() {
        let mut texts = ConditionTexts::default();
        texts.add(written("a.b = c", 10), Some("m".to_owned()));
        let base = texts.add(written("m and d.e exists", 100), None);
        assert!(texts.labels(ConditionSpan::default()).is_empty());
        let span = ConditionSpan::new(base + 6, base + 9);
        assert_eq!(texts.labels(span)[0].span, Span::new(106, 109));
        let in_macro = texts.labels(ConditionSpan::new(1, 4));
        assert_eq!(
            (in_macro[0].span, in_macro[0].text.as_str()),
            (Span::new(10, 13), "in macro `m`")
        );
    }

    #[test]
    fn values_lie_in_the_same_space_as_their_test() {
        let mut texts = ConditionTexts::default();
        let base = texts.add(written("x exists and d.e in (aa, 'b')", 100), None);
        let values = texts.values(ConditionSpan::new(base + 13, base + 29));
        let shown: Vec<_> = values.iter().map(|span| texts.text(*span)).collect();
        assert_eq!(shown, [Some("aa"), Some("'b'")]);
        assert!(texts.values(ConditionSpan::new(base, base + 8)).is_empty());
    }

    #[test]
    fn positions_count_lines_in_their_own_condition() {
        let mut texts = ConditionTexts::default();
        texts.add(written("a.b = c", 10), Some("m".to_owned()));
        let base = texts.add(written("a\r\nb\nc", 100), None);
        for index in 0..6 {
            assert_eq!(
                texts.position(ConditionSpan::new(base + index, base + 6)),
                Position::at("a\r\nb\nc", index)
            );
        }
    }

    #[test]
    fn nothing_is_found_among_no_conditions() {
        let texts = ConditionTexts::default();
        assert!(texts.labels(ConditionSpan::new(0, 1)).is_empty());
    }
}
