//! The words of a text that is becoming a condition, and what may come next: for editors, which see conditions half-written.
//!
//! It knows the tokens of the parser and never fails: what fits nowhere is a word of its own.

use crate::Span;
use crate::ast::{Modifier, Operator, Transformer};
use crate::cursor::Cursor;

/// A word and where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    /// What it is, by what stands before it.
    pub kind: WordKind,
    /// Its text.
    pub span: Span,
}

/// What a word is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WordKind {
    /// `not`, `and`, `or`
    Logic,
    /// A parenthesis or a comma.
    Sign,
    /// A field, with its argument.
    Field,
    /// A transformer with its parenthesis.
    Transformer(Transformer),
    /// What compares.
    Operator(Operator),
    /// What turns an operator into one against a list.
    Modifier(Modifier),
    /// The name of a macro.
    Macro,
    /// What is compared with, quotes included.
    Value,
    /// What fits nowhere.
    Stray,
}

/// What may come next.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Expected {
    /// A field, a transformer, a macro, `not` or a parenthesis.
    #[default]
    Test,
    /// An operator.
    Operator,
    /// A value of the left side.
    Value {
        /// Whether the parenthesis of a list is open.
        in_list: bool,
    },
    /// A field, or another argument of a transformer.
    Argument,
    /// `and`, `or`, or the end.
    Logic,
}

/// A text word by word.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// The words in order.
    pub all: Vec<Word>,
    /// What may come behind them.
    pub expected: Expected,
    /// The left side of the test at the end.
    pub left: Option<Span>,
    /// Where the quote stands that nothing closes.
    pub open_quote: Option<usize>,
}

/// Reads a text that need not be a condition.
///
/// ```
/// use falconet_condition::words::{Expected, words};
///
/// let text = "is_login and ct.name in (ConsoleLogin, ";
/// let found = words(text);
/// assert_eq!(found.expected, Expected::Value { in_list: true });
/// assert_eq!(found.left.map(|left| &text[left.start..left.end]), Some("ct.name"));
/// ```
pub fn words(text: &str) -> Words {
    let mut reader = Reader {
        cursor: Cursor::new(text),
        found: Words::default(),
        calls: Vec::new(),
    };
    reader.skip_blank();
    while !reader.cursor.is_at_end() {
        reader.word();
        reader.skip_blank();
    }
    reader.found
}

struct Reader<'t> {
    cursor: Cursor<'t>,
    found: Words,
    /// Transformers and lists in them that are open: where each begins, and what may come behind it.
    calls: Vec<(usize, Expected)>,
}

impl Reader<'_> {
    /// Takes a word, or at least a character.
    fn word(&mut self) {
        let is_taken = match self.found.expected {
            Expected::Test => self.test(),
            Expected::Operator => self.operator(),
            Expected::Value { in_list } => self.value(in_list),
            Expected::Argument => self.argument(),
            Expected::Logic => self.logic(),
        };
        if !is_taken && !self.parenthesis() {
            let start = self.cursor.offset();
            if self.cursor.take_bare_string().is_none() {
                self.cursor.take_character();
            }
            self.push(WordKind::Stray, start);
        }
    }

    fn skip_blank(&mut self) {
        while self.cursor.skip_blank() {}
    }

    fn push(&mut self, kind: WordKind, start: usize) {
        let span = Span::new(start, self.cursor.offset());
        self.found.all.push(Word { kind, span });
    }

    fn expect(&mut self, kind: WordKind, start: usize, expected: Expected) -> bool {
        self.push(kind, start);
        self.found.expected = expected;
        true
    }

    fn test(&mut self) -> bool {
        let start = self.cursor.offset();
        if self.cursor.take_word("not") || self.conjunction() {
            return self.expect(WordKind::Logic, start, Expected::Test);
        }
        if self.call(Expected::Operator) {
            return true;
        }
        if self.field() {
            self.found.left = Some(Span::new(start, self.cursor.offset()));
            return self.expect(WordKind::Field, start, Expected::Operator);
        }
        self.cursor.take_identifier().is_some()
            && self.expect(WordKind::Macro, start, Expected::Logic)
    }

    fn conjunction(&mut self) -> bool {
        self.cursor.take_word("and") || self.cursor.take_word("or")
    }

    fn operator(&mut self) -> bool {
        let start = self.cursor.offset();
        let Some(operator) = self.cursor.take_operator() else {
            return self.logic();
        };
        let expected = match operator {
            Operator::Exists => Expected::Logic,
            _ => Expected::Value { in_list: false },
        };
        self.expect(WordKind::Operator(operator), start, expected)
    }

    fn value(&mut self, in_list: bool) -> bool {
        let start = self.cursor.offset();
        let behind = if in_list {
            Expected::Value { in_list }
        } else {
            Expected::Logic
        };
        if in_list && self.cursor.take(",") {
            return self.expect(WordKind::Sign, start, behind);
        }
        if !in_list {
            if let Some(modifier) = self.cursor.take_modifier() {
                return self.expect(WordKind::Modifier(modifier), start, self.found.expected);
            }
            if self.cursor.take("(") {
                return self.expect(WordKind::Sign, start, Expected::Value { in_list: true });
            }
            if self.call(behind) {
                return true;
            }
        }
        self.literal() && self.expect(WordKind::Value, start, behind)
    }

    fn argument(&mut self) -> bool {
        let start = self.cursor.offset();
        if self.cursor.take("(") {
            self.calls.push((start, Expected::Argument));
            return self.expect(WordKind::Sign, start, Expected::Argument);
        }
        if self.cursor.take(",") {
            return self.expect(WordKind::Sign, start, Expected::Argument);
        }
        if self.call(Expected::Argument) {
            return true;
        }
        if self.field() {
            return self.expect(WordKind::Field, start, Expected::Argument);
        }
        self.literal() && self.expect(WordKind::Value, start, Expected::Argument)
    }

    fn logic(&mut self) -> bool {
        let start = self.cursor.offset();
        if self.conjunction() {
            return self.expect(WordKind::Logic, start, Expected::Test);
        }
        let operator = self.cursor.take_operator();
        operator.is_some_and(|operator| {
            let value = Expected::Value { in_list: false };
            self.expect(WordKind::Operator(operator), start, value)
        })
    }

    fn parenthesis(&mut self) -> bool {
        let start = self.cursor.offset();
        if self.cursor.take("(") {
            return self.expect(WordKind::Sign, start, Expected::Test);
        }
        if !self.cursor.take(")") {
            return false;
        }
        let Some((opened, behind)) = self.closed_call() else {
            return self.expect(WordKind::Sign, start, Expected::Logic);
        };
        if self.cursor.take("[") {
            self.bracketed();
        }
        if behind == Expected::Operator {
            self.found.left = Some(Span::new(opened, self.cursor.offset()));
        }
        self.expect(WordKind::Sign, start, behind)
    }

    fn closed_call(&mut self) -> Option<(usize, Expected)> {
        let is_inside = self.found.expected == Expected::Argument;
        is_inside.then(|| self.calls.pop()).flatten()
    }

    /// Takes a transformer and the parenthesis behind it.
    fn call(&mut self, behind: Expected) -> bool {
        let start = self.cursor.offset();
        let val = self.cursor.take("val(").then_some(Transformer::Val);
        let transformer = val.or_else(|| self.cursor.take_transformer());
        transformer.is_some_and(|transformer| {
            self.calls.push((start, behind));
            let kind = WordKind::Transformer(transformer);
            self.expect(kind, start, Expected::Argument)
        })
    }

    fn field(&mut self) -> bool {
        if self.cursor.take_field_name().is_none() {
            return false;
        }
        if self.cursor.take("[") {
            self.bracketed();
        }
        true
    }

    /// Takes what stands in brackets, as far as it is there.
    fn bracketed(&mut self) {
        if !self.literal_in_quotes() {
            self.cursor.take_bare_argument();
        }
        self.cursor.take("]");
    }

    fn literal(&mut self) -> bool {
        self.literal_in_quotes() || self.cursor.take_bare_string().is_some()
    }

    /// Takes a quoted text; one that is not closed reaches to the end.
    fn literal_in_quotes(&mut self) -> bool {
        let start = self.cursor.offset();
        if !matches!(self.cursor.take_quoted(), Ok(None)) {
            return true;
        }
        let is_open = self.cursor.take("\"") || self.cursor.take("'");
        if is_open {
            self.found.open_quote = Some(start);
            while self.cursor.take_character() {}
        }
        is_open
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The words with a letter for what each is: `l`ogic, `s`ign, `f`ield, `t`ransformer, `o`perator, `m`acro, `v`alue, `?`.
    fn told(text: &str) -> String {
        let found = words(text);
        let told = found.all.iter().map(|word| {
            let letter = match word.kind {
                WordKind::Logic => 'l',
                WordKind::Sign => 's',
                WordKind::Field => 'f',
                WordKind::Transformer(_) => 't',
                WordKind::Operator(_) => 'o',
                WordKind::Modifier(_) => 'd',
                WordKind::Macro => 'm',
                WordKind::Value => 'v',
                WordKind::Stray => '?',
            };
            format!("{letter}:{}", &text[word.span.start..word.span.end])
        });
        told.collect::<Vec<_>>().join(" ")
    }

    fn expected(text: &str) -> (Expected, Option<&str>) {
        let found = words(text);
        let left = found.left.map(|left| &text[left.start..left.end]);
        (found.expected, left)
    }

    #[test]
    fn every_word_of_a_condition_is_what_the_parser_takes_it_for() {
        assert_eq!(
            told("not m and (json.value[/a b] = \"x y\" or ct.name startswith oneof (a, b))"),
            "l:not m:m l:and s:( f:json.value[/a ?:b] o:= v:\"x y\" l:or f:ct.name o:startswith d:oneof s:( v:a s:, v:b s:) s:)"
        );
        assert_eq!(
            told("join(\",\", (ct.user, ct.region)) = val(ct.src) and ct.x in l"),
            "t:join( v:\",\" s:, s:( f:ct.user s:, f:ct.region s:) s:) o:= t:val( f:ct.src s:) l:and f:ct.x o:in v:l"
        );
    }

    #[test]
    fn what_may_come_next_follows_from_what_is_there() {
        let value = |in_list| Expected::Value { in_list };
        for (text, next, left) in [
            ("", Expected::Test, None),
            ("m ", Expected::Logic, None),
            ("m and not (", Expected::Test, None),
            ("ct.name ", Expected::Operator, Some("ct.name")),
            ("tolower(", Expected::Argument, None),
            (
                "tolower(ct.name) ",
                Expected::Operator,
                Some("tolower(ct.name)"),
            ),
            (
                "getopt(ct.a, \"n:\")[n] ",
                Expected::Operator,
                Some("getopt(ct.a, \"n:\")[n]"),
            ),
            ("ct.name = ", value(false), Some("ct.name")),
            ("ct.name in (a, ", value(true), Some("ct.name")),
            ("ct.name in (a, b) ", Expected::Logic, Some("ct.name")),
            ("ct.error exists ", Expected::Logic, Some("ct.error")),
            ("ct.name glob anyof ", value(false), Some("ct.name")),
        ] {
            assert_eq!(expected(text), (next, left), "{text}");
        }
    }

    #[test]
    fn an_open_quote_reaches_to_the_end() {
        let found = words("ct.name = \"Create U");
        assert_eq!(found.open_quote, Some(10));
        assert_eq!(told("ct.name = 'a b"), "f:ct.name o:= v:'a b");
    }

    #[test]
    fn any_text_comes_to_an_end_and_every_word_has_a_character() {
        let parts = [
            "ct.a", "=", " ", "(", ")", "\"", "'", ",", "[", "]", "and ", "in ", "val(", "\u{b}",
            "\0", "\u{e9}", ".",
        ];
        for one in parts {
            for other in parts {
                for third in parts {
                    let text = [one, other, third, one].concat();
                    let found = words(&text);
                    assert!(
                        found.all.iter().all(|word| word.span.start < word.span.end),
                        "{text:?}"
                    );
                }
            }
        }
    }
}
