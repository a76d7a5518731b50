//! Values with the signs of YAML blanked out, so that what is left has its places in the file.

use falconet_diagnostics::Span;

/// The value of a key as text, byte for byte as long as it is in the file: quotes, comments and the signs of blocks are
/// blanks.
pub(crate) fn blanked(text: &str, value: Span) -> String {
    let raw = text.get(value.range()).unwrap_or_default();
    let start = raw.len() - without_properties(raw).len();
    let (before, content) = raw.split_at(start);
    let inside = match content.chars().next() {
        Some('>' | '|') => block(content),
        Some('"') => quoted(content, '"', "\\\""),
        Some('\'') => quoted(content, '\'', "''"),
        _ => without_comments(content),
    };
    blank(before) + &inside
}

/// A text without the blanks around it, and where that begins.
pub(crate) fn trimmed(text: &str) -> (usize, &str) {
    let start = text.len() - text.trim_start().len();
    (start, text.trim())
}

/// Behind the blanks, the anchor and the tag that a value begins with.
fn without_properties(raw: &str) -> &str {
    let mut rest = raw.trim_start();
    while rest.starts_with(['&', '!']) {
        let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        rest = rest.get(end..).unwrap_or_default().trim_start();
    }
    rest
}

/// As many bytes of blanks; line feeds stay.
fn blank(text: &str) -> String {
    let bytes = text.bytes();
    bytes
        .map(|byte| if byte == b'\n' { '\n' } else { ' ' })
        .collect()
}

fn block(content: &str) -> String {
    let end = content.find('\n').unwrap_or(content.len());
    let (header, rest) = content.split_at(end);
    blank(header) + rest
}

/// What stands in quotes; the first sign of an escaped quote is a blank too.
fn quoted(content: &str, quote: char, escaped: &str) -> String {
    let mut out = String::from(" ");
    let mut rest = content.get(1..).unwrap_or_default();
    while let Some(sign) = rest.chars().next() {
        if rest.starts_with(escaped) {
            out.push(' ');
            out.push(quote);
            rest = rest.get(2..).unwrap_or_default();
        } else if sign == quote {
            return out + &blank(rest);
        } else {
            out.push(sign);
            rest = rest.get(sign.len_utf8()..).unwrap_or_default();
        }
    }
    out
}

/// Without what stands behind a `#` that follows a blank.
fn without_comments(content: &str) -> String {
    let mut out = String::new();
    for line in content.split_inclusive('\n') {
        let is_start = |(at, _): &(usize, &str)| {
            let before = line.get(..*at).unwrap_or_default();
            before.is_empty() || before.ends_with([' ', '\t'])
        };
        let comment = line.match_indices('#').find(is_start);
        let (kept, comment) = line.split_at(comment.map_or(line.len(), |(at, _)| at));
        out.push_str(kept);
        out.push_str(&blank(comment));
    }
    out
}

/// The words of a text that lists are searched for in: what stands between blanks, parentheses, commas and `=`, with
/// where it stands.
pub(crate) fn condition_words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    split(text, |sign| " \t\n\r(),=".contains(sign))
}

/// The elements of lists, without quotes and the signs of YAML, with where they stand.
pub(crate) fn elements(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let found = split(text, |sign| " \t\n\r()[]{},\"'".contains(sign));
    found.filter(|(_, word)| *word != "-")
}

fn split(text: &str, ends: fn(char) -> bool) -> impl Iterator<Item = (usize, &str)> {
    let mut start = 0;
    let pieces = text.split_inclusive(ends).map(move |piece| {
        let begun = start;
        start += piece.len();
        (begun, piece.strip_suffix(ends).unwrap_or(piece))
    });
    pieces.filter(|(_, word)| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(raw: &str) -> String {
        let text = blanked(raw, Span::new(0, raw.len()));
        assert_eq!(text.len(), raw.len(), "{raw}");
        text
    }

    #[test]
    fn quotes_comments_and_headers_are_blanks() {
        assert_eq!(shown(" a # b \u{e9}\n  c#d"), " a       \n  c#d");
        assert_eq!(
            shown(" &x !!str >- # h\n  a # b"),
            "                \n  a # b"
        );
        assert_eq!(shown(" \"a = \\\"b\\\" c\" # d"), "  a =  \"b \" c     ");
        assert_eq!(shown("'it''s' x"), " it 's   ");
        assert_eq!(shown("\"open"), " open");
        assert_eq!(shown(""), "");
    }

    #[test]
    fn words_have_their_places() {
        let found: Vec<_> = condition_words("a.b in (l, \"m\")").collect();
        assert_eq!(found, [(0, "a.b"), (4, "in"), (8, "l"), (11, "\"m\"")]);
        let found: Vec<_> = elements("[a, 'b c',\n - d]").collect();
        assert_eq!(found, [(1, "a"), (5, "b"), (7, "c"), (14, "d")]);
    }
}
