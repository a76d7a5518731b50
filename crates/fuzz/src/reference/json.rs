//! A plain reader of the JSON that records may be: any bytes in strings, loose numbers, nested 300 deep at most.

/// A value with the text it was read from.
#[derive(Debug)]
pub struct Tree<'t> {
    /// Its text, blanks inside included.
    pub raw: &'t [u8],
    /// What is in it.
    pub inner: Inner<'t>,
}

/// What is in a value.
#[derive(Debug)]
pub enum Inner<'t> {
    /// A string, number or word.
    Nothing,
    /// Elements.
    Array(Vec<Tree<'t>>),
    /// Keys as they are written, with their quotes, and values.
    Object(Vec<(&'t [u8], Tree<'t>)>),
}

const DEEPEST: usize = 300;

/// Reads a whole text.
pub fn read(text: &[u8]) -> Option<Tree<'_>> {
    let (tree, rest) = value(without_blanks(text), 1)?;
    without_blanks(rest).is_empty().then_some(tree)
}

/// The text of a value without the blanks between its tokens.
pub fn compact(raw: &[u8]) -> Vec<u8> {
    let (mut out, mut rest) = (Vec::new(), raw);
    while let Some((byte, behind)) = rest.split_first() {
        let string = (*byte == b'"').then(|| string(rest)).flatten();
        if let Some((whole, behind)) = string {
            out.extend_from_slice(whole);
            rest = behind;
            continue;
        }
        if !is_blank(*byte) {
            out.push(*byte);
        }
        rest = behind;
    }
    out
}

fn is_blank(byte: u8) -> bool {
    b" \t\r\n".contains(&byte)
}

fn without_blanks(text: &[u8]) -> &[u8] {
    let count = text.iter().take_while(|byte| is_blank(**byte)).count();
    text.get(count..).unwrap_or_default()
}

type Read<'t, T> = Option<(T, &'t [u8])>;

fn value(text: &[u8], depth: usize) -> Read<'_, Tree<'_>> {
    if depth > DEEPEST {
        return None;
    }
    let (inner, rest) = match text.first()? {
        b'{' => {
            let (members, rest) = items(text, b'}', |text| member(text, depth))?;
            (Inner::Object(members), rest)
        }
        b'[' => {
            let (elements, rest) = items(text, b']', |text| value(text, depth + 1))?;
            (Inner::Array(elements), rest)
        }
        b'"' => (Inner::Nothing, string(text)?.1),
        _ => (Inner::Nothing, word(text).or_else(|| number(text))?),
    };
    let raw = text.get(..text.len() - rest.len())?;
    Some((Tree { raw, inner }, rest))
}

/// What stands between brackets, separated by commas.
fn items<'t, T>(
    text: &'t [u8],
    close: u8,
    item: impl Fn(&'t [u8]) -> Read<'t, T>,
) -> Read<'t, Vec<T>> {
    let mut rest = without_blanks(text.get(1..)?);
    let mut items = Vec::new();
    if rest.first() == Some(&close) {
        return Some((items, rest.get(1..)?));
    }
    loop {
        let (read, behind) = item(rest)?;
        items.push(read);
        let (sign, behind) = without_blanks(behind).split_first()?;
        match *sign {
            b',' => rest = without_blanks(behind),
            sign if sign == close => return Some((items, behind)),
            _ => return None,
        }
    }
}

fn member(text: &[u8], depth: usize) -> Read<'_, (&[u8], Tree<'_>)> {
    text.first().filter(|byte| **byte == b'"')?;
    let (key, rest) = string(text)?;
    let rest = without_blanks(rest).strip_prefix(b":")?;
    let (tree, rest) = value(without_blanks(rest), depth + 1)?;
    Some(((key, tree), rest))
}

/// A string ends at the first quote without a backslash that belongs to it.
fn string(text: &[u8]) -> Read<'_, &[u8]> {
    let mut at = 1;
    loop {
        match text.get(at)? {
            b'"' => return text.split_at_checked(at + 1),
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
}

fn word(text: &[u8]) -> Option<&[u8]> {
    ["true", "false", "null"]
        .iter()
        .find_map(|word| text.strip_prefix(word.as_bytes()))
}

/// Any run of the signs that numbers are made of, or the names of what is no number, in any case, with a sign or none.
fn number(text: &[u8]) -> Option<&[u8]> {
    let signs = text
        .iter()
        .take_while(|byte| b"0123456789.-+eE".contains(byte));
    let length = signs.count();
    let is_sign_alone = length == 1 && matches!(text, [b'-' | b'+', _, ..]);
    let (run, rest) = text.split_at_checked(length)?;
    if !run.is_empty() && !is_sign_alone {
        return Some(rest);
    }
    let (name, behind) = rest.split_at_checked(3)?;
    let is_name = ["inf", "nan"]
        .iter()
        .any(|own| name.eq_ignore_ascii_case(own.as_bytes()));
    is_name.then_some(behind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_and_a_little_more_is_read() {
        for good in [
            "{}",
            " [1, -inf ,NaN]\n",
            r#"{"a\"":[{}]}"#,
            "\"\\q\"",
            "1.e-+",
        ] {
            assert!(read(good.as_bytes()).is_some(), "{good}");
        }
        for bad in [
            "",
            "{",
            "[1,]",
            "{\"a\" 1}",
            "{a:1}",
            "\"a",
            "{} {}",
            "-x",
            "tru",
        ] {
            assert!(read(bad.as_bytes()).is_none(), "{bad}");
        }
    }

    #[test]
    fn blanks_are_dropped_between_tokens_only() {
        assert_eq!(compact(b"{ \"a b\" : [ 1 ,\n2 ] }"), b"{\"a b\":[1,2]}");
    }
}
