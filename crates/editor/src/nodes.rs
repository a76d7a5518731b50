//! The value of a key as lists and mappings: the scalars in it with the keys that they stand under, and what comes at the
//! end. It reads what is no YAML, or no YAML yet, as well.

use falconet_diagnostics::Span;

use crate::limits::DEEPEST;
use crate::outline::key_of;
use crate::scalar::{Scalar, Style};

/// A scalar in a list or a mapping.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Node<'t> {
    /// The key that it stands under, if there is one inside of the value.
    pub(crate) key: Option<&'t str>,
    /// In which of the value's mappings that is.
    pub(crate) mapping: usize,
    pub(crate) scalar: Scalar,
}

impl Node<'_> {
    /// What it says, and where that stands.
    pub(crate) fn trimmed(&self) -> (&str, Span) {
        let (start, text) = self.scalar.trimmed();
        (text, self.scalar.place(start, start + text.len()))
    }
}

/// What comes at the end of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tail<'t> {
    /// A key, or the rest of it.
    Key,
    /// What stands under that key, or in the value itself.
    Under(Option<&'t str>),
    /// Nothing that belongs to it: it is in a comment, or behind a quote or a bracket that closes.
    Nothing,
}

/// A value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Nodes<'t> {
    pub(crate) all: Vec<Node<'t>>,
    /// The keys inside of it, each with its mapping.
    keys: Vec<(usize, &'t str)>,
    tail: Option<Tail<'t>>,
    /// Whether brackets or braces are open at the end.
    pub(crate) is_flow: bool,
    /// The mapping at the end.
    pub(crate) mapping: usize,
}

impl<'t> Nodes<'t> {
    /// Reads the value that stands there; `is_flow` if it is inside of braces.
    pub(crate) fn of(text: &'t str, value: Span, is_flow: bool) -> Self {
        let mut reader = Reader {
            text,
            at: value.start,
            end: value.end.min(text.len()),
            frames: Vec::new(),
            is_inside: is_flow,
            begins: false,
            is_complete: false,
            found: Nodes::default(),
        };
        reader.read();
        reader.finish()
    }

    /// What may come at the end.
    pub(crate) fn tail(&self) -> Tail<'t> {
        self.tail.unwrap_or(Tail::Nothing)
    }

    /// The scalar that is not ended yet.
    pub(crate) fn open(&self, end: usize) -> Option<&Node<'t>> {
        let last = self.all.last()?;
        (last.scalar.span.end == end && !last.scalar.is_closed).then_some(last)
    }

    /// The scalar that holds a place, or that ends there.
    pub(crate) fn at(&self, place: usize) -> Option<&Node<'t>> {
        let mut all = self.all.iter();
        all.find(|node| {
            let (_, span) = node.trimmed();
            span.start <= place && place <= span.end
        })
    }

    /// The scalars under a key of a mapping: what they say, and where that stands.
    pub(crate) fn under(&self, mapping: usize, key: &str) -> impl Iterator<Item = (&str, Span)> {
        let all = self.all.iter();
        let meant = all.filter(move |node| node.mapping == mapping && node.key == Some(key));
        meant.map(Node::trimmed)
    }

    /// Whether a mapping has a key.
    pub(crate) fn has(&self, mapping: usize, key: &str) -> bool {
        self.keys.contains(&(mapping, key))
    }
}

/// What is open.
#[derive(Clone, Copy, Debug)]
enum Frame<'t> {
    /// A key at a column; its value is deeper.
    Block {
        column: usize,
        key: &'t str,
    },
    /// Braces, with the key whose value comes.
    Braces(Option<&'t str>),
    Brackets,
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    end: usize,
    frames: Vec<Frame<'t>>,
    /// Whether all of it is inside of braces.
    is_inside: bool,
    /// Whether nothing but blanks and dashes is before in the line.
    begins: bool,
    is_complete: bool,
    found: Nodes<'t>,
}

impl<'t> Reader<'t> {
    fn read(&mut self) {
        while let Some(sign) = self.rest().chars().next() {
            match sign {
                '\n' => self.line(),
                '#' if self.is_behind_blank() => self.remark(),
                '-' if self.begins && self.is_dash() => self.dash(),
                '[' => self.open(Frame::Brackets),
                '{' => self.open(Frame::Braces(None)),
                ']' | '}' if self.is_flow() => self.close(),
                ',' if self.is_flow() => self.comma(),
                '&' | '!' => self.property(),
                _ if sign.is_whitespace() => self.at += sign.len_utf8(),
                _ => self.node(),
            }
        }
    }

    fn rest(&self) -> &'t str {
        self.text.get(self.at..self.end).unwrap_or_default()
    }

    fn is_flow(&self) -> bool {
        let in_frame = matches!(self.frames.last(), Some(Frame::Braces(_) | Frame::Brackets));
        in_frame || (self.is_inside && self.frames.is_empty())
    }

    fn column(&self) -> usize {
        let before = self.text.get(..self.at).unwrap_or_default();
        self.at - before.rfind('\n').map_or(0, |end| end + 1)
    }

    fn is_behind_blank(&self) -> bool {
        let before = self.text.get(..self.at).unwrap_or_default();
        before.ends_with(char::is_whitespace)
    }

    fn is_dash(&self) -> bool {
        let behind = self.rest().get(1..).unwrap_or_default();
        !self.is_flow() && (behind.is_empty() || behind.starts_with(char::is_whitespace))
    }

    fn line(&mut self) {
        self.at += 1;
        if !self.is_flow() {
            self.begins = true;
            self.is_complete = false;
        }
    }

    fn remark(&mut self) {
        let line = self.rest().find('\n');
        self.at = line.map_or(self.end, |length| self.at + length);
        if line.is_none() {
            self.found.tail = Some(Tail::Nothing);
        }
    }

    /// An anchor or a tag.
    fn property(&mut self) {
        let ends = |sign: char| sign.is_whitespace() || ",[]{}".contains(sign);
        let length = self.rest().find(ends);
        self.at = length.map_or(self.end, |length| self.at + length.max(1));
    }

    fn dash(&mut self) {
        self.settle(self.column() + 1);
        self.found.mapping += usize::from(self.key().is_none());
        self.at += 1;
        self.is_complete = false;
    }

    fn open(&mut self, frame: Frame<'t>) {
        if self.begins {
            self.settle(self.column());
        }
        if matches!(frame, Frame::Braces(_)) && self.key().is_none() {
            self.found.mapping += 1;
        }
        self.frames.push(frame);
        self.at += 1;
        (self.begins, self.is_complete) = (false, false);
    }

    fn close(&mut self) {
        self.frames.pop();
        self.at += 1;
        self.is_complete = true;
    }

    fn comma(&mut self) {
        if let Some(Frame::Braces(key)) = self.frames.last_mut() {
            *key = None;
        }
        self.at += 1;
        self.is_complete = false;
    }

    /// Leaves the keys whose values do not reach to a column.
    fn settle(&mut self, column: usize) {
        while let Some(Frame::Block { column: known, .. }) = self.frames.last()
            && *known >= column
        {
            self.frames.pop();
        }
    }

    /// The innermost key, if it is near.
    fn key(&self) -> Option<&'t str> {
        let mut frames = self.frames.iter().rev().take(DEEPEST);
        frames.find_map(|frame| match frame {
            Frame::Block { key, .. } => Some(*key),
            Frame::Braces(key) => *key,
            Frame::Brackets => None,
        })
    }

    fn node(&mut self) {
        if self.begins {
            self.settle(self.column());
        }
        match key_of(self.rest()).filter(|_| self.may_be_key()) {
            Some((key, length)) => self.take_key(key, length),
            None => self.scalar(),
        }
        self.begins = false;
    }

    fn may_be_key(&self) -> bool {
        match self.frames.last() {
            Some(Frame::Braces(key)) => key.is_none(),
            Some(Frame::Brackets) => false,
            Some(Frame::Block { .. }) | None => self.begins && !self.is_flow(),
        }
    }

    fn take_key(&mut self, key: &'t str, length: usize) {
        if let Some(Frame::Braces(known)) = self.frames.last_mut() {
            *known = Some(key);
        } else {
            let column = self.column();
            self.frames.push(Frame::Block { column, key });
        }
        self.found.keys.push((self.found.mapping, key));
        self.at += length;
        self.is_complete = false;
    }

    fn scalar(&mut self) {
        let rest = Span::new(self.at, self.end);
        let scalar = match self.rest().chars().next() {
            Some('"') => Scalar::quoted(self.text, rest, Style::Double),
            Some('\'') => Scalar::quoted(self.text, rest, Style::Single),
            Some('|' | '>') if !self.is_flow() => {
                Scalar::block(self.text, Span::new(self.at, self.block_end()))
            }
            _ => Scalar::plain(self.text, Span::new(self.at, self.plain_end())),
        };
        self.at = scalar.span.end;
        self.is_complete = scalar.is_closed;
        self.found.all.push(Node {
            key: self.key(),
            mapping: self.found.mapping,
            scalar,
        });
    }

    /// Where a scalar without quotes ends.
    fn plain_end(&self) -> usize {
        let (rest, is_flow) = (self.rest(), self.is_flow());
        let mut is_behind_blank = false;
        for (at, sign) in rest.char_indices() {
            let is_end = match sign {
                '\n' => true,
                '#' => is_behind_blank,
                ',' | '[' | ']' | '{' | '}' => is_flow,
                _ => false,
            };
            if is_end {
                return self.at + at;
            }
            is_behind_blank = sign.is_whitespace();
        }
        self.end
    }

    /// Where a block ends: before the line that is not deeper than the one that it begins in, and the line feed before
    /// that.
    fn block_end(&self) -> usize {
        let before = self.text.get(..self.at).unwrap_or_default();
        let line = before.rsplit('\n').next().unwrap_or_default();
        let indent = indent(line);
        let mut end = self.at;
        for (number, line) in self.rest().split_inclusive('\n').enumerate() {
            if number > 0 && !line.trim().is_empty() && self::indent(line) <= indent {
                break;
            }
            end += line.len();
        }
        let is_whole = self
            .text
            .get(..end)
            .is_some_and(|text| text.ends_with('\n'));
        end - usize::from(is_whole)
    }

    fn finish(mut self) -> Nodes<'t> {
        if self.begins && !self.is_flow() {
            self.settle(self.column());
        }
        let tail = if self.is_complete {
            Tail::Nothing
        } else if matches!(self.frames.last(), Some(Frame::Braces(None))) {
            Tail::Key
        } else {
            Tail::Under(self.key())
        };
        self.found.tail.get_or_insert(tail);
        self.found.is_flow = self.is_flow();
        self.found
    }
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nodes(text: &str) -> Nodes<'_> {
        Nodes::of(text, Span::new(0, text.len()), false)
    }

    /// Each scalar; of one under a key as `key=text`, with the number of its mapping before.
    fn told(text: &str) -> Vec<String> {
        let found = nodes(text);
        let told = found.all.iter().map(|node| {
            let (said, span) = node.trimmed();
            assert!(span.end <= text.len());
            let key = node.key.map(|key| format!("{}{key}=", node.mapping));
            format!("{}{said}", key.unwrap_or_default())
        });
        told.collect()
    }

    #[test]
    fn lists_are_split_as_yaml_does() {
        for (text, said) in [
            (
                " [\"a, b\", 'c # d', e f ,g]",
                &["a, b", "c # d", "e f", "g"][..],
            ),
            (
                "\n  - a, b # c\n  - 'it''s'\n  -\n  - [x, [y]]\n",
                &["a, b", "it's", "x", "y"],
            ),
            ("\n  - >\n    a\n    b\n  - c: d", &["a\n    b", "2c=d"]),
            (" [a, # b, c\n   d, \"e", &["a", "d", "e"]),
            (" a:b#c", &["a:b#c"]),
            (" [- a]", &["- a"]),
            ("", &[]),
        ] {
            assert_eq!(told(text), said, "{text}");
        }
    }

    #[test]
    fn scalars_stand_under_keys_of_mappings() {
        let text = "\n  - name: a\n    fields: [x, y]\n    values:\n    - [p, q]\n    - r\n  - {name: b, comps: [=], values: [[s]]}\n";
        assert_eq!(
            told(text),
            [
                "1name=a",
                "1fields=x",
                "1fields=y",
                "1values=p",
                "1values=q",
                "1values=r",
                "3name=b",
                "3comps==",
                "3values=s"
            ]
        );
        let found = nodes(text);
        let fields: Vec<_> = found.under(1, "fields").map(|(text, _)| text).collect();
        assert_eq!(fields, ["x", "y"]);
        assert!(found.has(1, "values") && !found.has(1, "comps"));
        assert_eq!(
            told(" {condition: append, \"tags\": replace}"),
            ["1condition=append", "1tags=replace"]
        );
    }

    #[test]
    fn what_comes_at_the_end_is_known() {
        let under = |key| Tail::Under(Some(key));
        for (text, tail) in [
            (" ", Tail::Under(None)),
            ("\n  - ", Tail::Under(None)),
            ("\n  - name: x\n    ", Tail::Under(None)),
            ("\n  - name: x\n    fie", Tail::Under(None)),
            ("\n  - {name: x, ", Tail::Key),
            ("\n  - {name: ", under("name")),
            ("\n  - name: x\n    fields: [a, ", under("fields")),
            ("\n  - name: x\n    values:\n    - ", under("values")),
            ("\n  - name: x\n    values:\n      - [", under("values")),
            ("\n  - fields: [a] ", Tail::Nothing),
            ("\n  - fields: \"a\" ", Tail::Nothing),
            ("\n  - fields: a # b", Tail::Nothing),
            ("\n  - fields: a # b\n", Tail::Under(None)),
        ] {
            assert_eq!(nodes(text).tail(), tail, "{text}");
        }
    }

    #[test]
    fn what_is_not_ended_is_open() {
        for (text, open) in [
            ("[a, b c", Some("b c")),
            ("[a, \"b", Some("b")),
            ("[a, \"b\"", None),
            ("[a, ", None),
            ("\n- my l", Some("my l")),
        ] {
            let found = nodes(text);
            let node = found.open(text.len());
            assert_eq!(node.map(|node| node.scalar.text()), open, "{text}");
        }
    }

    #[test]
    fn any_text_comes_to_an_end() {
        let parts = [
            "- ", "\n", "[", "{", "]", "}", ",", "\"", "'", "#", " ", "a: ", "&x ", ">", "\u{e9}",
            "-",
        ];
        for one in parts {
            for other in parts {
                for third in parts {
                    for is_flow in [false, true] {
                        let text = [one, other, third, one, other].concat();
                        let found = Nodes::of(&text, Span::new(0, text.len()), is_flow);
                        assert!(
                            found
                                .all
                                .iter()
                                .all(|node| node.scalar.span.end <= text.len())
                        );
                    }
                }
            }
        }
    }
}
