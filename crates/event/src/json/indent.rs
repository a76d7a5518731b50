//! JSON laid out with one token a line and two blanks a level, as Go's `json.Indent` lays it out.

use super::unescape;
use crate::scan::token;

/// No text grows beyond this; Falco's largest records can be laid out within it.
const MAX_BYTES: usize = 80 << 20;

/// Appends `text` laid out to `out`. False, with `out` as it was, if `text` is not JSON by the letter, which is
/// stricter than what a scan accepts, or grows beyond all bounds.
pub(crate) fn append(text: &[u8], out: &mut Vec<u8>) -> bool {
    let start = out.len();
    let done = Layout::new(text, out).run().is_some();
    if !done {
        out.truncate(start);
    }
    done
}

/// Lays out text whose structure a scan has found valid; only strings and scalars are still looked at.
struct Layout<'a> {
    text: &'a [u8],
    at: usize,
    depth: usize,
    limit: usize,
    out: &'a mut Vec<u8>,
}

impl<'a> Layout<'a> {
    fn new(text: &'a [u8], out: &'a mut Vec<u8>) -> Self {
        Self {
            text,
            at: token::skip_blanks(text, 0),
            depth: 0,
            limit: out.len().saturating_add(MAX_BYTES),
            out,
        }
    }

    fn run(mut self) -> Option<()> {
        while self.at < self.text.len() {
            self.token()?;
            self.blanks();
            if self.out.len() > self.limit {
                return None;
            }
        }
        Some(())
    }

    fn token(&mut self) -> Option<()> {
        match *self.text.get(self.at)? {
            b'"' => self.string()?,
            b'{' | b'[' => self.open()?,
            b'}' | b']' => self.close()?,
            b',' => self.comma(),
            b':' => self.colon(),
            _ => self.scalar()?,
        }
        Some(())
    }

    /// Blanks between tokens are dropped, those after the value stay.
    fn blanks(&mut self) {
        let end = token::skip_blanks(self.text, self.at);
        if end == self.text.len() {
            self.copy_to(end);
        }
        self.at = end;
    }

    fn string(&mut self) -> Option<()> {
        let end = token::string(self.text, self.at + 1)?.end;
        unescape::is_strict(self.text.get(self.at + 1..end - 1)?).then(|| self.copy_to(end))
    }

    fn scalar(&mut self) -> Option<()> {
        let rest = self.text.get(self.at..)?;
        let length = super::end(rest);
        is_strict_scalar(rest.get(..length)?).then(|| self.copy_to(self.at + length))
    }

    /// An empty container stays closed, others go on in a new line.
    fn open(&mut self) -> Option<()> {
        self.copy_to(self.at + 1);
        let next = token::skip_blanks(self.text, self.at);
        if matches!(self.text.get(next)?, b'}' | b']') {
            self.at = next;
            self.copy_to(next + 1);
        } else {
            self.depth += 1;
            self.new_line();
        }
        Some(())
    }

    fn close(&mut self) -> Option<()> {
        self.depth = self.depth.checked_sub(1)?;
        self.new_line();
        self.copy_to(self.at + 1);
        Some(())
    }

    fn comma(&mut self) {
        self.copy_to(self.at + 1);
        self.new_line();
    }

    fn colon(&mut self) {
        self.copy_to(self.at + 1);
        self.out.push(b' ');
    }

    fn new_line(&mut self) {
        self.out.push(b'\n');
        self.out.resize(self.out.len() + 2 * self.depth, b' ');
    }

    fn copy_to(&mut self, end: usize) {
        self.out
            .extend_from_slice(self.text.get(self.at..end).unwrap_or_default());
        self.at = end;
    }
}

fn is_strict_scalar(text: &[u8]) -> bool {
    matches!(text, b"true" | b"false" | b"null") || is_strict_number(text)
}

/// Whether a number is one by the grammar of JSON itself.
fn is_strict_number(text: &[u8]) -> bool {
    let digits = text.strip_prefix(b"-").unwrap_or(text);
    let Some((first, mut rest)) = digits.split_first() else {
        return false;
    };
    match first {
        b'0' => {}
        b'1'..=b'9' => rest = after_digits(rest),
        _ => return false,
    }
    after_fraction(rest).and_then(after_exponent) == Some(&[])
}

fn after_fraction(text: &[u8]) -> Option<&[u8]> {
    match text.strip_prefix(b".") {
        Some(digits) => after_some_digits(digits),
        None => Some(text),
    }
}

fn after_exponent(text: &[u8]) -> Option<&[u8]> {
    let [b'e' | b'E', rest @ ..] = text else {
        return Some(text);
    };
    let unsigned = rest.strip_prefix(b"+").or_else(|| rest.strip_prefix(b"-"));
    let digits = unsigned.unwrap_or(rest);
    after_some_digits(digits)
}

fn after_some_digits(text: &[u8]) -> Option<&[u8]> {
    let rest = after_digits(text);
    (rest.len() < text.len()).then_some(rest)
}

fn after_digits(text: &[u8]) -> &[u8] {
    let digits = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    text.get(digits..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn laid_out(text: &str) -> Option<String> {
        let mut out = b"before".to_vec();
        let done = append(text.as_bytes(), &mut out);
        let added = out.strip_prefix(b"before").unwrap().to_vec();
        assert!(done || added.is_empty());
        done.then(|| String::from_utf8(added).unwrap())
    }

    #[test]
    fn every_member_and_element_gets_a_line() {
        let text = r#"{"a":1.50,"b":[true,{"c" : "x\/\u00e9 "}],"d":{ },"e":[]}"#;
        let expected = "{\n  \"a\": 1.50,\n  \"b\": [\n    true,\n    {\n      \"c\": \"x\\/\\u00e9 \"\n    }\n  ],\n  \"d\": {},\n  \"e\": []\n}";
        assert_eq!(laid_out(text).as_deref(), Some(expected));
    }

    #[test]
    fn blanks_at_the_start_are_dropped_and_those_at_the_end_stay() {
        assert_eq!(laid_out(" [1 ] \n").as_deref(), Some("[\n  1\n] \n"));
    }

    #[test]
    fn what_only_a_loose_reader_accepts_is_refused() {
        for text in [
            "[NaN]",
            "[inf]",
            "[01]",
            "[1-2]",
            "[+1]",
            "[.5]",
            "[1.]",
            "[1e]",
            "[-]",
            "[\"\\q\"]",
            "[\"\\u12\"]",
            "[\"\u{1}\"]",
        ] {
            assert_eq!(laid_out(text), None, "{text}");
        }
    }

    #[test]
    fn every_form_of_number_is_accepted() {
        for number in ["0", "-0", "10", "1.5", "1e5", "1E+5", "-1.25e-10"] {
            assert_eq!(laid_out(number).as_deref(), Some(number));
        }
    }

    #[test]
    fn text_that_would_grow_beyond_the_bound_is_refused() {
        let deep = format!("{}{}{}", "[".repeat(290), "1,".repeat(200_000), "1");
        let text = format!("{deep}{}", "]".repeat(290));
        assert_eq!(laid_out(&text), None);
    }
}
