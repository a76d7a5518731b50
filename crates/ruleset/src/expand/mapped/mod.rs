//! Text that knows where it was written.

mod excepted;

use std::sync::Arc;

use falconet_diagnostics::{Label, SourceId, Span};

pub(crate) use self::excepted::Role;
use crate::yaml::{Node, spell};

/// How many places explain one: the ways of hostile texts can be long.
const MOST_LABELS: usize = 8;

/// Where a stretch of text comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// Its bytes are the bytes of a file from `offset` on.
    Written { source: SourceId, offset: usize },
    /// It stands for these bytes of a file, whatever they look like there.
    Spelled { source: SourceId, span: Span },
    /// Nobody wrote it.
    Added,
}

/// Why text is where it is.
#[derive(Clone, Debug)]
enum Way {
    /// It is an item of the list of that name.
    List(String),
    /// For people: "in exception `name`".
    Because(String),
}

impl Way {
    fn text(&self) -> String {
        match self {
            Self::List(name) => format!("list `{name}`, used here"),
            Self::Because(text) => text.clone(),
        }
    }

    fn list(&self) -> Option<&str> {
        match self {
            Self::List(name) => Some(name),
            Self::Because(_) => None,
        }
    }
}

/// A way by which text got to where it is.
#[derive(Debug)]
pub(crate) struct Through {
    way: Way,
    /// What was replaced.
    place: Option<(SourceId, Span)>,
    outer: Option<Arc<Through>>,
}

impl Through {
    /// The way and those around it. Only ways that are shown are linked: a chain as long as hostile lists make it
    /// could not even be dropped without overflowing the stack.
    fn chain(&self) -> impl Iterator<Item = &Self> {
        std::iter::successors(Some(self), |way| way.outer.as_deref())
    }
}

/// A stretch of text of one origin. It reaches to the start of the next one.
#[derive(Clone, Debug)]
struct Piece {
    start: usize,
    origin: Origin,
    role: Role,
    through: Option<Arc<Through>>,
}

/// Text that knows where each of its bytes was written.
#[derive(Clone, Debug, Default)]
pub(crate) struct MappedText {
    text: String,
    pieces: Vec<Piece>,
}

impl MappedText {
    /// No text.
    pub(crate) const EMPTY: Self = Self {
        text: String::new(),
        pieces: Vec::new(),
    };

    /// The text of a scalar. `base` is the offset in the file of the text that was parsed as YAML.
    pub(crate) fn from_scalar(node: Node<'_>, file: &str, source: SourceId, base: usize) -> Self {
        let text = node.scalar().unwrap_or_default();
        let span = node.span();
        let raw = file.get(span.range()).unwrap_or_default();
        let runs = node
            .style()
            .map(|style| spell(text, raw, style))
            .unwrap_or_default();
        let start = base + span.start;
        let pieces = runs.into_iter().map(|run| {
            let offset = start + run.raw;
            let origin = match run.raw_length {
                None => Origin::Written { source, offset },
                Some(length) => Origin::Spelled {
                    source,
                    span: Span::new(offset, offset + length),
                },
            };
            Piece {
                start: run.text,
                origin,
                role: Role::default(),
                through: None,
            }
        });
        Self {
            text: text.to_owned(),
            pieces: pieces.collect(),
        }
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    pub(crate) fn len(&self) -> usize {
        self.text.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    pub(crate) fn piece_count(&self) -> usize {
        self.pieces.len()
    }

    /// Keeps the text only.
    pub(crate) fn forget_origins(&mut self) {
        self.pieces = Vec::new();
    }

    pub(crate) fn push_str(&mut self, text: &str, origin: Origin) {
        if !text.is_empty() {
            self.pieces.push(Piece {
                start: self.text.len(),
                origin,
                role: Role::default(),
                through: None,
            });
            self.text.push_str(text);
        }
    }

    /// Adds text that nobody wrote.
    pub(crate) fn add(&mut self, text: &str) {
        self.push_str(text, Origin::Added);
    }

    pub(crate) fn append(&mut self, other: &Self) {
        self.append_range(other, 0, other.len());
    }

    /// Appends `other[start..end]`.
    pub(crate) fn append_range(&mut self, other: &Self, start: usize, end: usize) {
        let Some(text) = other.text.get(start..end).filter(|text| !text.is_empty()) else {
            return;
        };
        let first = other.piece_index(start);
        for piece in other
            .pieces
            .iter()
            .skip(first)
            .take_while(|piece| piece.start < end)
        {
            let skipped = start.saturating_sub(piece.start);
            let origin = forward(piece.origin, skipped);
            self.pieces.push(Piece {
                start: self.text.len() + (piece.start + skipped) - start,
                origin,
                role: piece.role,
                through: piece.through.clone(),
            });
        }
        self.text.push_str(text);
    }

    /// Appends the items of a list, `other`, which stand here in place of its name: `place` of `around`.
    pub(crate) fn append_through(&mut self, other: &Self, list: &str, around: &Self, place: Span) {
        let start = self.len();
        self.append_by(
            other,
            Through {
                way: Way::List(list.to_owned()),
                place: around.file_place(place),
                outer: around
                    .through_at(place.start)
                    .filter(|way| way.chain().count() < MOST_LABELS),
            },
        );
        self.mark(start, around.role_at(place.start));
    }

    /// Appends `other`, which is here because of what stands at `place`.
    pub(crate) fn append_from(
        &mut self,
        other: &Self,
        what: String,
        place: Option<(SourceId, Span)>,
    ) {
        self.append_by(
            other,
            Through {
                way: Way::Because(what),
                place,
                outer: None,
            },
        );
    }

    fn append_by(&mut self, other: &Self, way: Through) {
        let through = Arc::new(way);
        let first = self.pieces.len();
        self.append(other);
        for piece in self.pieces.iter_mut().skip(first) {
            piece.through = Some(nest(piece.through.as_deref(), &through));
        }
    }

    /// Appends a text with a blank between; nothing if it is empty.
    pub(crate) fn append_word(&mut self, other: &Self) {
        if !other.is_empty() {
            self.add(" ");
            self.append(other);
        }
    }

    /// Where text begins that nobody wrote: in a text of several parts, the blank before each but the first.
    pub(crate) fn seams(&self) -> impl Iterator<Item = usize> {
        let added = self
            .pieces
            .iter()
            .filter(|piece| piece.origin == Origin::Added);
        added.map(|piece| piece.start)
    }

    /// Removes white space at both ends.
    pub(crate) fn trimmed(&self) -> Self {
        let blanks = [' ', '\t', '\n', '\r', '\x0b', '\x0c'];
        let start = self.len() - self.text.trim_start_matches(blanks).len();
        let end = self.text.trim_end_matches(blanks).len();
        let mut trimmed = Self::default();
        trimmed.append_range(self, start, end.max(start));
        trimmed
    }

    /// Removes every occurrence of a text.
    pub(crate) fn without(&self, unwanted: &str) -> Self {
        let (mut rest, mut kept) = (0, Self::default());
        for (start, found) in self.text.match_indices(unwanted) {
            kept.append_range(self, rest, start);
            rest = start + found.len();
        }
        kept.append_range(self, rest, self.len());
        kept
    }

    /// Removes blanks at the end.
    pub(crate) fn trim_end_blanks(&mut self) {
        let length = self.text.trim_end_matches([' ', '\t', '\n', '\r']).len();
        self.truncate(length);
    }

    pub(crate) fn truncate(&mut self, length: usize) {
        self.text.truncate(length);
        while self
            .pieces
            .last()
            .is_some_and(|piece| piece.start >= length)
        {
            self.pieces.pop();
        }
    }

    fn piece_index(&self, offset: usize) -> usize {
        self.pieces
            .partition_point(|piece| piece.start <= offset)
            .saturating_sub(1)
    }

    fn piece_at(&self, offset: usize) -> Option<&Piece> {
        self.pieces.get(self.piece_index(offset))
    }

    fn role_at(&self, offset: usize) -> Role {
        self.piece_at(offset)
            .map_or(Role::default(), |piece| piece.role)
    }

    fn through_at(&self, offset: usize) -> Option<Arc<Through>> {
        self.piece_at(offset)?.through.clone()
    }

    /// The bytes of a file that the byte at `offset` was written with.
    fn byte_place(&self, offset: usize) -> Option<(SourceId, Span)> {
        let piece = self.piece_at(offset)?;
        match forward(piece.origin, offset.saturating_sub(piece.start)) {
            Origin::Written { source, offset } => Some((source, Span::new(offset, offset + 1))),
            Origin::Spelled { source, span } => Some((source, span)),
            Origin::Added => None,
        }
    }

    /// The bytes of a file that `place` was written with. What comes from elsewhere, or from nowhere, is left out.
    pub(crate) fn file_place(&self, place: Span) -> Option<(SourceId, Span)> {
        let composed = self.composed_labels(place).into_iter().next();
        let value = composed.map(|label| (label.source, label.span));
        value.or_else(|| self.stretch(place))
    }

    /// From the first byte that was written to the last one that got here as the first did.
    fn stretch(&self, place: Span) -> Option<(SourceId, Span)> {
        let mut offsets = place.start..place.end.max(place.start + 1);
        let begin = offsets.find(|offset| self.byte_place(*offset).is_some())?;
        let (source, first) = self.byte_place(begin)?;
        let same = |offset: usize| {
            self.byte_place(offset)
                .filter(|(other, span)| *other == source && span.end >= first.end)
                .filter(|_| self.got_here_alike(begin, offset))
        };
        let last = offsets.rev().find_map(same).map_or(first, |(_, span)| span);
        Some((source, first.join(last)))
    }

    fn got_here_alike(&self, one: usize, other: usize) -> bool {
        let (Some(one), Some(other)) = (self.piece_at(one), self.piece_at(other)) else {
            return false;
        };
        let ways = (&one.through, &other.through);
        one.role == other.role
            && match ways {
                (Some(one), Some(other)) => Arc::ptr_eq(one, other),
                (one, other) => one.is_none() && other.is_none(),
            }
    }

    /// Where `place` was written, and how it got here.
    pub(crate) fn labels(&self, place: Span) -> Vec<Label> {
        let place = Span::new(place.start.min(self.len()), place.end.min(self.len()));
        let ways = self.ways(place.start).map(|(way, mut label)| {
            label.text = way.text();
            label
        });
        let own = self.own_labels(place).into_iter();
        own.chain(ways).take(MOST_LABELS).collect()
    }

    fn own_labels(&self, place: Span) -> Vec<Label> {
        let composed = self.composed_labels(place);
        if !composed.is_empty() {
            return composed;
        }
        let written = self.stretch(place).map(|(source, span)| Label {
            source,
            span,
            text: String::new(),
        });
        written.into_iter().collect()
    }

    /// The lists through which the byte at `offset` got here, and where each is named: the innermost first.
    pub(crate) fn lists(&self, offset: usize) -> impl Iterator<Item = (&str, Label)> {
        let ways = self.ways(offset);
        ways.filter_map(|(way, label)| Some((way.list()?, label)))
    }

    fn ways(&self, offset: usize) -> impl Iterator<Item = (&Way, Label)> {
        let way = self
            .piece_at(offset)
            .and_then(|piece| piece.through.as_deref());
        way.into_iter().flat_map(Through::chain).filter_map(|way| {
            let (source, span) = way.place?;
            let text = String::new();
            Some((&way.way, Label { source, span, text }))
        })
    }

    /// The stretches that the text is made of, and where each was written, if anywhere.
    pub(crate) fn parts(&self) -> impl Iterator<Item = (&str, Option<Label>)> {
        let ends = self.pieces.iter().skip(1).map(|piece| piece.start);
        let ends = ends.chain(std::iter::once(self.len()));
        self.pieces.iter().zip(ends).map(|(piece, end)| {
            let text = self.text.get(piece.start..end).unwrap_or_default();
            let place = self.file_place(Span::new(piece.start, end));
            let label = place.map(|(source, span)| Label {
                source,
                span,
                text: String::new(),
            });
            (text, label)
        })
    }
}

const fn forward(origin: Origin, bytes: usize) -> Origin {
    match origin {
        Origin::Written { source, offset } => Origin::Written {
            source,
            offset: offset + bytes,
        },
        other => other,
    }
}

/// The way `inner`, and then `outer`.
fn nest(inner: Option<&Through>, outer: &Arc<Through>) -> Arc<Through> {
    match inner {
        None => Arc::clone(outer),
        Some(way) => Arc::new(Through {
            way: way.way.clone(),
            place: way.place,
            outer: Some(Arc::clone(outer)),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: SourceId = SourceId(0);

    fn written(text: &str, offset: usize) -> MappedText {
        let mut mapped = MappedText::default();
        mapped.push_str(
            text,
            Origin::Written {
                source: FILE,
                offset,
            },
        );
        mapped
    }

    fn spans(mapped: &MappedText, start: usize, end: usize) -> Vec<(usize, usize)> {
        mapped
            .labels(Span::new(start, end))
            .iter()
            .map(|label| (label.span.start, label.span.end))
            .collect()
    }

    #[test]
    fn written_text_points_at_its_bytes() {
        assert_eq!(spans(&written("ct.name = a", 40), 3, 7), [(43, 47)]);
    }

    #[test]
    fn appended_text_points_at_where_it_was_written() {
        let mut text = written("a.b = c", 10);
        text.add(" ");
        text.append(&written("and d.e = f", 100));
        assert_eq!(text.text(), "a.b = c and d.e = f");
        assert_eq!(spans(&text, 12, 15), [(104, 107)]);
        assert_eq!(spans(&text, 7, 8), []);
    }

    #[test]
    fn a_part_of_a_text_keeps_its_places() {
        let mut text = MappedText::default();
        text.append_range(&written("0123456789", 50), 4, 8);
        assert_eq!(text.text(), "4567");
        assert_eq!(spans(&text, 1, 3), [(55, 57)]);
    }

    #[test]
    fn substituted_text_points_at_its_list_and_at_its_use() {
        let around = written("x in (l)", 20);
        let mut text = MappedText::default();
        text.append_range(&around, 0, 6);
        text.append_through(&written("item", 5), "l", &around, Span::new(6, 7));
        text.append_range(&around, 7, 8);
        assert_eq!(text.text(), "x in (item)");
        let labels = text.labels(Span::new(6, 10));
        assert_eq!(labels[0].span, Span::new(5, 9));
        assert_eq!(
            (labels[1].span, labels[1].text.as_str()),
            (Span::new(26, 27), "list `l`, used here")
        );
    }

    #[test]
    fn a_truncated_text_forgets_what_was_cut() {
        let mut text = written("ab ", 0);
        text.append(&written("  ", 70));
        text.trim_end_blanks();
        text.append(&written("c", 9));
        assert_eq!(text.text(), "abc");
        assert_eq!(spans(&text, 2, 3), [(9, 10)]);
    }

    #[test]
    fn places_outside_the_text_do_no_harm() {
        assert_eq!(spans(&MappedText::default(), 3, 9), []);
        assert_eq!(spans(&written("ab", 0), 7, 9), [(2, 3)]);
    }
}
