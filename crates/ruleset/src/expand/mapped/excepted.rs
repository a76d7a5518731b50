//! Places of what exceptions compare. Fields and values are written apart: what is wrong with a test of an exception is to be mended
//! at its value, which may stand in another file than the field.

use falconet_diagnostics::{Label, SourceId, Span};

use super::{MOST_LABELS, MappedText, Origin, Piece};

/// Items whose values are shown for one place.
const MOST_ITEMS: usize = MOST_LABELS / 2;

/// What a stretch of text is to the exception that it belongs to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Role {
    /// It belongs to none.
    #[default]
    Condition,
    /// What is compared.
    Field,
    /// How.
    Comparison,
    /// With what: a value that this item of the rules files gives, counted from 0.
    Value { item: u32 },
}

/// What a test of an exception, or several of them, were written with.
#[derive(Debug, Default)]
struct Excepted {
    /// The first one, and what it and the others of its file span.
    fields: Option<(Written, Span)>,
    /// Those of each item together.
    values: Vec<(u32, Written)>,
}

/// Bytes of a file.
type Written = (SourceId, Span);

impl MappedText {
    /// Gives the text from `start` on a role.
    pub(crate) fn mark(&mut self, start: usize, role: Role) {
        let first = self.pieces.partition_point(|piece| piece.start < start);
        for piece in self.pieces.iter_mut().skip(first) {
            piece.role = role;
        }
    }

    /// Whether fields and values of an exception are put together in `place`, so that nobody wrote it as it is.
    pub(crate) fn is_composed(&self, place: Span) -> bool {
        let mut roles = self.written_in(place).map(|piece| piece.role);
        roles.next() == Some(Role::Field) && roles.any(|role| matches!(role, Role::Value { .. }))
    }

    /// Where the values and the fields were written that are put together in `place`, the values first.
    pub(super) fn composed_labels(&self, place: Span) -> Vec<Label> {
        if !self.is_composed(place) {
            return Vec::new();
        }
        let excepted = self.excepted(place);
        let values = excepted.values.iter().take(MOST_ITEMS).enumerate();
        let values = values.map(|(index, (_, at))| {
            let text = if index == 0 { "" } else { "and these values" };
            label(*at, text)
        });
        values.chain(excepted.fields_label()).collect()
    }

    fn excepted(&self, place: Span) -> Excepted {
        let mut excepted = Excepted::default();
        for (index, piece) in self.indexed(place) {
            match piece.role {
                Role::Field => excepted.add_field(self.written(index, piece)),
                Role::Value { item } => {
                    let used = outermost_list(piece).or_else(|| self.written(index, piece));
                    excepted.add_value(item, used);
                }
                Role::Condition | Role::Comparison => {}
            }
        }
        excepted
    }

    fn written_in(&self, place: Span) -> impl Iterator<Item = &Piece> {
        self.indexed(place)
            .map(|(_, piece)| piece)
            .filter(|piece| piece.origin != Origin::Added)
    }

    fn indexed(&self, place: Span) -> impl Iterator<Item = (usize, &Piece)> {
        let first = self.piece_index(place.start);
        let pieces = self.pieces.iter().enumerate().skip(first);
        pieces.take_while(move |(_, piece)| piece.start < place.end)
    }

    /// Where all of a piece was written.
    fn written(&self, index: usize, piece: &Piece) -> Option<Written> {
        let next = self.pieces.get(index + 1);
        let end = next.map_or(self.len(), |next| next.start);
        let (source, first) = self.byte_place(piece.start)?;
        let (_, last) = self.byte_place(end.checked_sub(1)?)?;
        Some((source, first.join(last)))
    }
}

impl Excepted {
    fn add_field(&mut self, place: Option<Written>) {
        let Some((source, span)) = place else {
            return;
        };
        match &mut self.fields {
            Some(((first, _), all)) if *first == source => *all = all.join(span),
            Some(_) => {}
            None => self.fields = Some(((source, span), span)),
        }
    }

    fn add_value(&mut self, item: u32, place: Option<Written>) {
        let Some((source, span)) = place else {
            return;
        };
        match self.values.last_mut() {
            Some((last, (file, all))) if *last == item && *file == source => *all = all.join(span),
            _ => self.values.push((item, (source, span))),
        }
    }

    fn fields_label(&self) -> Option<Label> {
        let ((source, first), all) = self.fields?;
        let text = if all == first {
            "the field"
        } else {
            "the fields"
        };
        Some(label((source, all), text))
    }
}

/// Where the list is named that a piece came through, if it did.
fn outermost_list(piece: &Piece) -> Option<Written> {
    let ways = piece.through.as_deref()?.chain();
    ways.filter(|way| way.way.list().is_some()).last()?.place
}

fn label((source, span): Written, text: &str) -> Label {
    Label {
        source,
        span,
        text: text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: SourceId = SourceId(0);
    const SECOND: SourceId = SourceId(1);
    const FIELD: Span = Span::new(10, 13);

    fn push(text: &mut MappedText, part: &str, role: Role, source: SourceId, offset: usize) {
        let start = text.len();
        text.push_str(part, Origin::Written { source, offset });
        text.mark(start, role);
    }

    fn push_test(text: &mut MappedText, item: u32, source: SourceId, offset: usize) {
        text.add("(");
        push(text, "a.b", Role::Field, FIRST, FIELD.start);
        push(text, " = ", Role::Comparison, FIRST, 20);
        push(text, "x", Role::Value { item }, source, offset);
        text.add(")");
    }

    fn shown(text: &MappedText, start: usize) -> Vec<(SourceId, usize, usize, String)> {
        let labels = text.labels(Span::new(start, text.len()));
        let shown = |label: Label| (label.source, label.span.start, label.span.end, label.text);
        labels.into_iter().map(shown).collect()
    }

    fn label(
        source: SourceId,
        start: usize,
        end: usize,
        text: &str,
    ) -> (SourceId, usize, usize, String) {
        (source, start, end, text.to_owned())
    }

    #[test]
    fn a_test_is_shown_at_its_value_and_then_at_its_field() {
        let mut text = MappedText::default();
        push_test(&mut text, 0, SECOND, 70);
        let field = label(FIRST, FIELD.start, FIELD.end, "the field");
        assert_eq!(shown(&text, 0), [label(SECOND, 70, 71, ""), field]);
    }

    #[test]
    fn values_of_one_item_are_shown_together_and_those_of_others_apart() {
        let mut text = MappedText::default();
        push_test(&mut text, 0, FIRST, 30);
        push_test(&mut text, 0, FIRST, 40);
        push_test(&mut text, 1, FIRST, 90);
        let own = [
            label(FIRST, 30, 41, ""),
            label(FIRST, 90, 91, "and these values"),
        ];
        assert_eq!(shown(&text, 0)[..2], own);
    }

    #[test]
    fn a_condition_with_exceptions_is_shown_at_the_condition() {
        let mut text = MappedText::default();
        push(&mut text, "c.d exists", Role::Condition, FIRST, 5);
        push_test(&mut text, 0, FIRST, 70);
        assert_eq!(shown(&text, 0), [label(FIRST, 5, 15, "")]);
    }

    #[test]
    fn a_field_alone_is_shown_at_itself() {
        let mut text = MappedText::default();
        push_test(&mut text, 0, FIRST, 70);
        text.truncate("(a.b".len());
        assert_eq!(shown(&text, 1), [label(FIRST, FIELD.start, FIELD.end, "")]);
    }

    #[test]
    fn a_value_from_a_list_is_shown_where_the_list_is_named() {
        let mut text = MappedText::default();
        push_test(&mut text, 0, FIRST, 70);
        let name = Span::new(text.len() - 2, text.len() - 1);
        let mut list = MappedText::default();
        push(&mut list, "item", Role::Condition, SECOND, 3);
        let mut with_list = MappedText::default();
        with_list.append_range(&text, 0, name.start);
        with_list.append_through(&list, "x", &text, name);
        assert_eq!(shown(&with_list, 0)[0], label(FIRST, 70, 71, ""));
        assert_eq!(shown(&with_list, name.start)[0], label(SECOND, 3, 7, ""));
    }
}
