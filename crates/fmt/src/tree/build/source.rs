//! Looking at the text around what the parser reports.

use falconet_diagnostics::Span;

use super::Builder;
use crate::tree::props::{self, Props};

impl<'t> Builder<'t> {
    pub(super) fn slice(&self, start: usize, end: usize) -> &'t str {
        self.text.get(start..end).unwrap_or_default()
    }

    pub(super) fn skip_blanks(&self, offset: usize) -> usize {
        let rest = self.slice(offset, self.text.len());
        offset + (rest.len() - rest.trim_ascii_start().len())
    }

    pub(super) fn line_end(&self, offset: usize) -> usize {
        let rest = self.slice(offset, self.text.len());
        offset + rest.find('\n').unwrap_or(rest.len())
    }

    /// Where the `|` or `>` of a block scalar stands, of which the parser may report no more than the text.
    pub(super) fn block_header(&self, content: usize) -> usize {
        if self.slice(content, self.text.len()).starts_with(['|', '>'])
            && !self.is_text_of_block(content)
        {
            return content;
        }
        self.indicator(self.last_end, content, ['|', '>'])
            .unwrap_or(content)
    }

    /// Whether the header of the block comes before `content`.
    pub(super) fn is_text_of_block(&self, content: usize) -> bool {
        self.indicator(self.last_end, content, ['|', '>']).is_some()
    }

    /// The first of two indicators between two offsets that is in no comment.
    pub(super) fn indicator(
        &self,
        start: usize,
        end: usize,
        indicators: [char; 2],
    ) -> Option<usize> {
        let mut in_comment = false;
        for (distance, character) in self.slice(start, end).char_indices() {
            match character {
                '\n' => in_comment = false,
                '#' => in_comment = true,
                found if !in_comment && indicators.contains(&found) => {
                    return Some(start + distance);
                }
                _ => {}
            }
        }
        None
    }

    /// Where what stands behind anchor and tag begins.
    pub(super) fn content_start(&self, props: &Props<'t>, span: Span) -> usize {
        let behind = span.start + props.length;
        if props.length == 0 {
            return self.skip_blanks(behind);
        }
        let rest = self.slice(behind, self.text.len());
        behind + (rest.len() - props::skip_blanks(rest).len())
    }

    /// The column at which the entries of a block collection stand. A sequence that is indented no deeper than the
    /// key before it leaves the comments at that column to the mapping around it.
    pub(super) fn column_of(&mut self, is_mapping: bool, content: usize, has_props: bool) -> usize {
        if is_mapping {
            return self.lines.column(content);
        }
        let props_end = if has_props { content } else { 0 };
        let from = self.last_end.max(self.behind_dash).max(props_end);
        let dash = self
            .indicator(from, self.line_end(content), ['-', '-'])
            .unwrap_or(content);
        self.behind_dash = dash + 1;
        let column = self.lines.column(dash);
        let parent = self.open.last().filter(|open| open.collection.is_mapping);
        match parent {
            Some(parent) if parent.column >= column => column + 1,
            _ => column,
        }
    }

    /// Whether a collection ends in a bracket of its own; the pair in `[a: b]` does not.
    pub(super) fn closes_bracket(&self, span: Span) -> bool {
        let Some(open) = self.open.last().filter(|open| open.collection.is_flow) else {
            return false;
        };
        let bracket = if open.collection.is_mapping { "}" } else { "]" };
        self.slice(span.start, span.start + 1) == bracket
    }
}
