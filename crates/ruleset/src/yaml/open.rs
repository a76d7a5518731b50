//! Brackets and quotes of YAML that are never closed.

use falconet_diagnostics::Span;

/// The innermost bracket or quote before `offset`, or at it, that nothing in the text closes.
pub(crate) fn unclosed(text: &str, offset: usize) -> Option<Span> {
    let mut reader = Reader::new(text);
    while reader.line() {}
    let mut open = reader.open.into_iter().rev();
    let opening = open.find(|opening| opening.offset <= offset)?;
    Some(Span::new(opening.offset, opening.offset + 1))
}

struct Opening {
    offset: usize,
    sign: char,
}

/// Goes over a text line by line, and within a line from token to token.
struct Reader<'t> {
    text: &'t str,
    at: usize,
    /// Where the innermost key or item of the line begins: its value is indented deeper.
    column: usize,
    /// Whether the value of that key is a text, which deeper lines go on with.
    in_text: bool,
    open: Vec<Opening>,
}

impl<'t> Reader<'t> {
    const fn new(text: &'t str) -> Self {
        Self {
            text,
            at: 0,
            column: 0,
            in_text: false,
            open: Vec::new(),
        }
    }

    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Reads a line; says whether there was one.
    fn line(&mut self) -> bool {
        let rest = self.rest();
        if rest.is_empty() {
            return false;
        }
        let indentation = indentation(rest);
        if self.is_outside() && self.in_text && (indentation > self.column || is_blank(rest)) {
            self.at += line_length(rest);
            return true;
        }
        self.at += indentation;
        self.in_text = false;
        self.column = indentation;
        self.tokens(self.at - indentation);
        true
    }

    /// Reads up to the end of the line that starts at `line_start`, or of the quoted text that reaches beyond it.
    fn tokens(&mut self, line_start: usize) {
        while let Some(sign) = self.rest().chars().next() {
            match sign {
                '\n' => {
                    self.at += 1;
                    return;
                }
                ' ' | '\t' | '\r' | ',' | ':' => self.at += 1,
                '#' => self.at += line_end(self.rest()),
                '[' | '{' => self.begin(sign),
                ']' | '}' => self.end(sign),
                '"' | '\'' => self.quoted(sign),
                '-' | '?' if self.is_outside() && is_indicator(self.rest()) => {
                    self.at += 1;
                    self.column = self.at - line_start + indentation(self.rest());
                }
                '|' | '>' if self.is_outside() => self.block(),
                _ => self.plain(),
            }
        }
    }

    fn is_outside(&self) -> bool {
        self.open.is_empty()
    }

    fn begin(&mut self, sign: char) {
        let offset = self.at;
        self.open.push(Opening { offset, sign });
        self.at += 1;
    }

    fn end(&mut self, sign: char) {
        let opening = if sign == ']' { '[' } else { '{' };
        self.open.pop_if(|opened| opened.sign == opening);
        self.at += 1;
    }

    /// Goes behind a quoted text; one that is not closed is open to the end.
    fn quoted(&mut self, sign: char) {
        let inside = self.rest().get(1..).unwrap_or_default();
        match closing(inside, sign) {
            Some(end) if !self.has_run_away(inside, end) => self.at += end + 2,
            _ => {
                self.begin(sign);
                self.at = self.text.len();
            }
        }
    }

    /// Whether a quoted text reaches over a line that is indented like a key and ends where another was to begin.
    fn has_run_away(&self, inside: &str, end: usize) -> bool {
        let (quoted, behind) = (inside.get(..end), inside.get(end + 1..));
        let mut lines = quoted.unwrap_or_default().lines().skip(1);
        let behind = behind.and_then(|rest| rest.lines().next());
        let behind = behind.unwrap_or_default().trim_start();
        let goes_on = !behind.is_empty() && !behind.starts_with(['#', ',', ']', '}', ':']);
        goes_on && lines.any(|line| !is_blank(line) && indentation(line) <= self.column)
    }

    fn block(&mut self) {
        self.in_text = true;
        self.at += line_end(self.rest());
    }

    /// Goes behind a text without quotes: to the end of the line, or to what ends it before.
    fn plain(&mut self) {
        self.in_text = true;
        let is_outside = self.is_outside();
        let mut before = 'x';
        for (distance, sign) in self.rest().char_indices() {
            let behind = self.rest().get(distance..).unwrap_or_default();
            let ends = match sign {
                '\n' => true,
                '#' => before.is_whitespace(),
                ':' => is_indicator(behind),
                ',' | '[' | ']' | '{' | '}' => !is_outside,
                _ => false,
            };
            if ends {
                self.in_text = sign != ':';
                self.at += distance;
                return;
            }
            before = sign;
        }
        self.at = self.text.len();
    }
}

/// Where the quote is that closes what stands `inside`.
fn closing(inside: &str, quote: char) -> Option<usize> {
    let mut signs = inside.char_indices().peekable();
    while let Some((distance, sign)) = signs.next() {
        let is_escape = match quote {
            '"' => sign == '\\',
            _ => sign == quote && signs.peek().is_some_and(|(_, next)| *next == quote),
        };
        if is_escape {
            signs.next();
        } else if sign == quote {
            return Some(distance);
        }
    }
    None
}

/// Whether the sign that the text begins with stands by itself.
fn is_indicator(text: &str) -> bool {
    text.chars().nth(1).is_none_or(char::is_whitespace)
}

fn is_blank(line: &str) -> bool {
    line.lines()
        .next()
        .is_none_or(|line| line.trim().is_empty())
}

fn indentation(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// Without its line feed.
fn line_end(text: &str) -> usize {
    text.find('\n').unwrap_or(text.len())
}

/// With its line feed.
fn line_length(text: &str) -> usize {
    text.find('\n').map_or(text.len(), |end| end + 1)
}

#[cfg(test)]
mod tests {
    /// What is never closed, from there to the end of its line.
    fn unclosed(text: &str) -> Option<&str> {
        let opening = super::unclosed(text, text.len())?;
        text[opening.start..].lines().next()
    }

    #[test]
    fn a_bracket_is_open_to_the_end() {
        assert_eq!(unclosed("- list: a\n  items: [a, b\n"), Some("[a, b"));
        assert_eq!(
            unclosed(
                "- rule: r\n  tags: [a, b\n  condition: evt.type in (a)\n- list: l\n  items: [x]\n"
            ),
            Some("[a, b")
        );
        assert_eq!(unclosed("- rule: r\n  override: {a: b\n"), Some("{a: b"));
        assert_eq!(unclosed("a: [[a, b]\n"), Some("[[a, b]"));
    }

    #[test]
    fn a_quote_is_open_to_the_end_or_into_the_next() {
        assert_eq!(unclosed("- desc: \"abc\n  b: c\n"), Some("\"abc"));
        assert_eq!(unclosed("- a: 'it''s\n"), Some("'it''s"));
        assert_eq!(
            unclosed("- desc: 'abc\n  condition: a\n  output: 'x y'\n"),
            Some("'abc")
        );
        assert_eq!(unclosed("- items: [\"a, b]\n"), Some("\"a, b]"));
    }

    #[test]
    fn what_is_closed_is_not_found() {
        for text in [
            "a: [b, {c: d}]\n",
            "- [a,\n  b\n  ]\n- c\n",
            "a: \"b \\\" c\"\nd: 'it''s'\n",
            "a: \"b\nc\"\n",
            "a: b ' c [ d\ne: f\n",
            "a: b # [ \"\nc: d\n",
            "- a: >\n    'b [\n\n    \"c\n  d: |\n    {\n",
            "- a: b\n    \"c [\n  d: e\n",
            "- a # '\n#\n# [\n",
            "[a: b, 'c': \"d\"]\n",
            "\u{e9}: [\u{e9}]\n",
            "",
        ] {
            assert_eq!(unclosed(text), None, "{text}");
        }
    }

    #[test]
    fn what_opens_behind_the_place_is_not_found() {
        assert!(super::unclosed("a: b: c\nd: [\n", 4).is_none());
    }

    #[test]
    fn any_text_comes_to_an_end() {
        let signs = [
            "[", "\"", "'", "\n", "#", "|", "- ", ": ", "\\", " ", "\u{e9}", "?", "\r",
        ];
        for one in signs {
            for other in signs {
                for third in signs {
                    unclosed(&[one, other, third, one].concat());
                }
            }
        }
    }
}
