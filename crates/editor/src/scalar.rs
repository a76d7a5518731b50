//! Scalars of YAML: what they say, and where each part of that stands in the file. One that is not closed goes on to the
//! end.

mod escape;

use falconet_diagnostics::Span;

/// How a scalar is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Style {
    /// Without quotes.
    #[default]
    Plain,
    /// Behind `|` or `>`.
    Block,
    /// In `"`.
    Double,
    /// In `'`.
    Single,
}

impl Style {
    /// The quote that such a scalar begins and ends with.
    pub(crate) const fn quote(self) -> Option<char> {
        match self {
            Self::Double => Some('"'),
            Self::Single => Some('\''),
            Self::Plain | Self::Block => None,
        }
    }
}

/// A part of what a scalar says that stands in one place: byte for byte, or as one escape.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Run {
    /// Where it begins in what is said.
    text: usize,
    /// Where it stands in the file.
    raw: Span,
}

/// A scalar.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Scalar {
    pub(crate) style: Style,
    /// Where it stands, with its quotes, or the header of its block.
    pub(crate) span: Span,
    /// Whether the quote that it begins with has another that ends it.
    pub(crate) is_closed: bool,
    text: String,
    runs: Vec<Run>,
    /// Comments beside it.
    remarks: Vec<Span>,
}

impl Scalar {
    /// The scalar that is all of a key's value.
    pub(crate) fn of(text: &str, value: Span) -> Self {
        let raw = text.get(value.range()).unwrap_or_default();
        let start = value.end - without_properties(raw).len();
        let rest = Span::new(start, value.end);
        let mut scalar = match raw
            .get(start - value.start..)
            .unwrap_or_default()
            .chars()
            .next()
        {
            Some('>' | '|') => Self::block(text, rest),
            Some('"') => Self::quoted(text, rest, Style::Double),
            Some('\'') => Self::quoted(text, rest, Style::Single),
            _ => Self::plain(text, rest),
        };
        let behind = Span::new(scalar.span.end.min(value.end), value.end);
        scalar.note_remarks(text, behind);
        scalar
    }

    /// What stands without quotes, but for comments.
    pub(crate) fn plain(text: &str, span: Span) -> Self {
        let mut scalar = Self::begun(Style::Plain, span);
        let mut start = span.start;
        for remark in remarks(text, span) {
            scalar.add(text, Span::new(start, remark.start));
            start = remark.end;
            scalar.remarks.push(remark);
        }
        scalar.add(text, Span::new(start, span.end));
        scalar
    }

    /// What stands behind the line with `|` or `>`.
    pub(crate) fn block(text: &str, span: Span) -> Self {
        let mut scalar = Self::begun(Style::Block, span);
        let raw = text.get(span.range()).unwrap_or_default();
        let header = raw.find('\n').map_or(span.end, |end| span.start + end);
        scalar.add(text, Span::new(header, span.end));
        scalar
    }

    /// What stands between the quote that a span begins with and the next one.
    pub(crate) fn quoted(text: &str, span: Span, style: Style) -> Self {
        let mut scalar = Self::begun(style, span);
        let mut at = span.start + 1;
        while let Some(rest) = text.get(at..span.end).filter(|rest| !rest.is_empty()) {
            let (length, said) = match style {
                Style::Single => escape::single(rest),
                _ => escape::double(rest),
            };
            let raw = Span::new(at, at + length);
            match said {
                escape::Said::End => {
                    scalar.is_closed = true;
                    scalar.span.end = raw.end;
                    break;
                }
                escape::Said::AsItIs => scalar.add(text, raw),
                escape::Said::Text(said) => scalar.add_as(raw, said.as_str()),
            }
            at += length;
        }
        scalar
    }

    const fn begun(style: Style, span: Span) -> Self {
        Self {
            style,
            span,
            is_closed: false,
            text: String::new(),
            runs: Vec::new(),
            remarks: Vec::new(),
        }
    }

    fn add(&mut self, text: &str, raw: Span) {
        self.add_as(raw, text.get(raw.range()).unwrap_or_default());
    }

    fn add_as(&mut self, raw: Span, said: &str) {
        let text = self.text.len();
        if raw.start < raw.end {
            self.runs.push(Run { text, raw });
            self.text.push_str(said);
        }
    }

    fn note_remarks(&mut self, text: &str, behind: Span) {
        if self.style.quote().is_some() {
            self.remarks.extend(remarks(text, behind));
        }
    }

    /// What it says.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// What it says without the blanks around, and where that begins.
    pub(crate) fn trimmed(&self) -> (usize, &str) {
        let start = self.text.len() - self.text.trim_start().len();
        (start, self.text.trim())
    }

    /// Where a part of what it says stands.
    pub(crate) fn place(&self, start: usize, end: usize) -> Span {
        let first = self.start_of(start);
        Span::new(first, self.end_of(end).max(first))
    }

    fn start_of(&self, offset: usize) -> usize {
        let run = self.last_run(|run| run.text <= offset);
        run.map_or_else(|| self.inside(), |run| run.raw.start + offset - run.text)
    }

    fn end_of(&self, offset: usize) -> usize {
        let behind = self.runs.partition_point(|run| run.text < offset);
        let run = behind.checked_sub(1).and_then(|at| self.runs.get(at));
        let next = self
            .runs
            .get(behind)
            .map_or(self.text.len(), |run| run.text);
        match run {
            Some(run) if offset == next => run.raw.end,
            Some(run) => run.raw.start + offset - run.text,
            None => self.inside(),
        }
    }

    /// Where the text of one that says nothing would stand.
    fn inside(&self) -> usize {
        self.span.start + self.style.quote().map_or(0, char::len_utf8)
    }

    fn last_run(&self, is_before: impl Fn(&Run) -> bool) -> Option<&Run> {
        let behind = self.runs.partition_point(is_before);
        self.runs.get(behind.checked_sub(1)?)
    }

    /// How much of what it says stands before a place of the file; nothing if the place is not inside.
    pub(crate) fn offset(&self, place: usize) -> Option<usize> {
        let is_behind = match self.style {
            Style::Double | Style::Single => self.is_closed && place >= self.span.end,
            Style::Block => self.runs.first().is_none_or(|run| place <= run.raw.start),
            Style::Plain => false,
        };
        if is_behind || place < self.inside() || self.is_remark(place) {
            return None;
        }
        let Some(run) = self.last_run(|run| run.raw.start <= place) else {
            return Some(0);
        };
        let offset = run.text + place.saturating_sub(run.raw.start);
        let next = self.runs.iter().find(|next| next.text > run.text);
        let offset = offset.min(next.map_or(self.text.len(), |next| next.text));
        Some(self.text.floor_char_boundary(offset))
    }

    /// Whether a place is in a comment.
    pub(crate) fn is_remark(&self, place: usize) -> bool {
        let mut remarks = self.remarks.iter();
        remarks.any(|remark| remark.start < place && place <= remark.end)
    }
}

/// Behind the blanks, the anchor and the tag that a value begins with.
pub(crate) fn without_properties(raw: &str) -> &str {
    let mut rest = raw.trim_start();
    while rest.starts_with(['&', '!']) {
        let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        rest = rest.get(end..).unwrap_or_default().trim_start();
    }
    rest
}

/// What stands behind a `#` that follows a blank, line by line.
fn remarks(text: &str, span: Span) -> Vec<Span> {
    let mut found = Vec::new();
    let mut start = span.start;
    let raw = text.get(span.range()).unwrap_or_default();
    for line in raw.split_inclusive('\n') {
        let is_start = |at: &usize| {
            let before = text.get(..start + at).unwrap_or_default();
            before.is_empty() || before.ends_with([' ', '\t', '\n'])
        };
        let mut signs = line.match_indices('#').map(|(at, _)| at);
        if let Some(at) = signs.find(is_start) {
            let end = line.trim_end_matches(['\n', '\r']).len();
            found.push(Span::new(start + at, start + end));
        }
        start += line.len();
    }
    found
}

/// The words of a text that lists are searched for in: what stands between blanks, parentheses, commas and `=`, with
/// where it stands.
pub(crate) fn condition_words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut start = 0;
    let pieces = text.split_inclusive(ends_word).map(move |piece| {
        let begun = start;
        start += piece.len();
        (begun, piece.strip_suffix(ends_word).unwrap_or(piece))
    });
    pieces.filter(|(_, word)| !word.is_empty())
}

/// Whether a sign ends the words that lists are searched for among.
pub(crate) fn ends_word(sign: char) -> bool {
    " \t\n\r(),=".contains(sign)
}

/// Where a name of one or more words stands between signs that end words.
pub(crate) fn mentions<'t>(text: &'t str, name: &'t str) -> impl Iterator<Item = usize> + use<'t> {
    let is_whole = move |start: &usize| {
        let before = text.get(..*start).unwrap_or_default();
        let behind = text.get(start + name.len()..).unwrap_or_default();
        (before.is_empty() || before.ends_with(ends_word))
            && (behind.is_empty() || behind.starts_with(ends_word))
    };
    let found = text.match_indices(name).map(|(start, _)| start);
    found.filter(is_whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scalar(raw: &str) -> Scalar {
        Scalar::of(raw, Span::new(0, raw.len()))
    }

    #[test]
    fn a_scalar_says_what_yaml_has_it_say() {
        for (raw, said) in [
            (" a # b \u{e9}\n  c#d", "a \n  c#d"),
            (" &x !!str >- # h\n  a # b", "\n  a # b"),
            (
                " \"a = \\\"b\\\" \\x41\\u00e9\\n c\" # d",
                "a = \"b\" A\u{e9}\n c",
            ),
            ("'it''s' x", "it's"),
            ("\"open \\", "open \\"),
            ("'open", "open"),
            ("\"a\\\n  b\"", "ab"),
            ("# all", ""),
            ("", ""),
            ("  ", ""),
        ] {
            assert_eq!(scalar(raw).text(), said, "{raw}");
        }
    }

    #[test]
    fn what_is_said_has_its_place_in_the_file() {
        for (raw, part, place) in [
            (" a # b\n  c", "c", "c"),
            ("\"a \\\"b c\\\" d\"", "\"b c\"", "\\\"b c\\\""),
            ("'it''s it'", "t's", "t''s"),
            ("\"\\x61bc = 1\"", "abc", "\\x61bc"),
            (">\n  a b\n", "a b", "a b"),
        ] {
            let scalar = scalar(raw);
            let start = scalar.text().find(part).unwrap();
            let span = scalar.place(start, start + part.len());
            assert_eq!(&raw[span.range()], place, "{raw}");
            assert_eq!(scalar.offset(span.start), Some(start), "{raw}");
        }
        assert_eq!(scalar("\"\"").place(0, 0), Span::new(1, 1));
        assert_eq!(scalar(" ").place(0, 0), Span::new(1, 1));
    }

    #[test]
    fn places_beside_it_are_not_inside() {
        for (raw, places) in [
            (" a # b", &[4, 6][..]),
            ("\"a\" # b", &[0, 3, 4, 7]),
            (">- # h\n  a", &[0, 3, 6]),
            (" &x a", &[0, 2]),
        ] {
            for place in places {
                assert_eq!(scalar(raw).offset(*place), None, "{raw} {place}");
            }
        }
        assert_eq!(scalar(" a # b").offset(3), Some(2));
        assert_eq!(scalar("\"a\\\"b\"").offset(3), Some(2));
    }

    #[test]
    fn words_and_names_have_their_places() {
        let found: Vec<_> = condition_words("a.b in (l, \"m\")").collect();
        assert_eq!(found, [(0, "a.b"), (4, "in"), (8, "l"), (11, "\"m\"")]);
        let found: Vec<_> = mentions("a b in (a b,a bc)or a b", "a b").collect();
        assert_eq!(found, [0, 8, 20]);
    }
}
