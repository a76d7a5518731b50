//! The structure of a pattern: groups, alternatives, quantifiers.

use super::RegexError;
use super::class::parse_class;
use super::cursor::Cursor;
use super::error::shown;
use super::escape::parse_escape;
use super::repeat::{parse_counts, require_count, require_nested_counts};
use super::syntax::{Node, Quantifier};

/// Parses a whole pattern.
pub(super) fn parse(pattern: &[u8]) -> Result<Node, RegexError> {
    let mut parser = Parser {
        pattern,
        cursor: Cursor::new(pattern),
        open: Vec::new(),
        level: Level::default(),
    };
    while let Some(byte) = parser.cursor.peek() {
        parser.step(byte)?;
    }
    parser.finish()
}

/// What has been read since the pattern, or a group, began.
#[derive(Default)]
struct Level {
    /// The alternatives before the last `|`.
    alternatives: Vec<Node>,
    /// The alternative being read.
    items: Vec<Node>,
}

impl Level {
    fn end_alternative(&mut self) {
        let mut items = std::mem::take(&mut self.items);
        let alternative = match (items.pop(), items.is_empty()) {
            (Some(only), true) => only,
            (Some(last), false) => {
                items.push(last);
                Node::Concat(items)
            }
            (None, _) => Node::Concat(items),
        };
        self.alternatives.push(alternative);
    }

    fn into_node(mut self) -> Node {
        self.end_alternative();
        match self.alternatives.pop() {
            Some(only) if self.alternatives.is_empty() => only,
            last => {
                self.alternatives.extend(last);
                Node::Alternate(self.alternatives)
            }
        }
    }
}

/// Groups are kept on a stack of our own, so that no pattern can exhaust the program's.
struct Parser<'p> {
    pattern: &'p [u8],
    cursor: Cursor<'p>,
    /// The levels around the current one.
    open: Vec<Level>,
    level: Level,
}

impl Parser<'_> {
    fn step(&mut self, byte: u8) -> Result<(), RegexError> {
        match byte {
            b'(' => self.open_group(),
            b')' => self.close_group()?,
            b'|' => self.end_alternative(),
            b'^' => self.push_symbol(Node::LineStart),
            b'$' => self.push_symbol(Node::LineEnd),
            b'.' => self.push_symbol(Node::Any),
            b'[' => self.push_class()?,
            b'*' => self.repeat(Quantifier::Star)?,
            b'+' => self.repeat(Quantifier::Plus)?,
            b'?' => self.repeat(Quantifier::Quest)?,
            b'{' => self.push_count_or_brace()?,
            b'\\' => self.push_escape()?,
            _ => self.push_code_point()?,
        }
        Ok(())
    }

    fn open_group(&mut self) {
        self.cursor.skip(1);
        self.open.push(std::mem::take(&mut self.level));
    }

    fn close_group(&mut self) -> Result<(), RegexError> {
        let unexpected = || RegexError::UnexpectedParenthesis(shown(self.pattern));
        let around = self.open.pop().ok_or_else(unexpected)?;
        let group = std::mem::replace(&mut self.level, around).into_node();
        self.push_symbol(Node::Group(Box::new(group)));
        Ok(())
    }

    fn end_alternative(&mut self) {
        self.cursor.skip(1);
        self.level.end_alternative();
    }

    fn push_symbol(&mut self, node: Node) {
        self.cursor.skip(1);
        self.level.items.push(node);
    }

    fn push_class(&mut self) -> Result<(), RegexError> {
        let class = parse_class(&mut self.cursor)?;
        self.level.items.push(Node::Class(class));
        Ok(())
    }

    fn push_escape(&mut self) -> Result<(), RegexError> {
        let code_point = parse_escape(&mut self.cursor)?;
        self.level.items.push(Node::Literal(code_point));
        Ok(())
    }

    fn push_code_point(&mut self) -> Result<(), RegexError> {
        let found = self.cursor.code_point()?;
        self.level.items.push(Node::Literal(u32::from(found)));
        Ok(())
    }

    fn repeat(&mut self, quantifier: Quantifier) -> Result<(), RegexError> {
        let sign = self.cursor.rest().get(..1).unwrap_or_default();
        let operand = self.operand(sign)?;
        self.cursor.skip(1);
        self.level.items.push(repeated(operand, quantifier));
        Ok(())
    }

    fn push_count_or_brace(&mut self) -> Result<(), RegexError> {
        let before = self.cursor;
        let Some(counts) = parse_counts(&mut self.cursor) else {
            self.push_symbol(Node::Literal(u32::from(b'{')));
            return Ok(());
        };
        let written = self.cursor.since(&before);
        require_count(counts, written)?;
        let node = Node::Repeat(Box::new(self.operand(written)?), counts);
        require_nested_counts(&node, counts, written)?;
        self.level.items.push(node);
        Ok(())
    }

    /// What a quantifier applies to: the last item of the alternative being read.
    fn operand(&mut self, quantifier: &[u8]) -> Result<Node, RegexError> {
        let missing = || RegexError::RepeatArgument(shown(quantifier));
        self.level.items.pop().ok_or_else(missing)
    }

    fn finish(self) -> Result<Node, RegexError> {
        if self.open.is_empty() {
            Ok(self.level.into_node())
        } else {
            Err(RegexError::MissingParenthesis(shown(self.pattern)))
        }
    }
}

/// `a**` is `a*`, and any two different ones of `*`, `+` and `?` amount to `*`.
fn repeated(operand: Node, quantifier: Quantifier) -> Node {
    match operand {
        Node::Repeat(inner, before) if !matches!(before, Quantifier::Counted { .. }) => {
            let together = if before == quantifier {
                quantifier
            } else {
                Quantifier::Star
            };
            Node::Repeat(inner, together)
        }
        other => Node::Repeat(Box::new(other), quantifier),
    }
}
