//! The members of a JSON object, as they are written. Nothing is parsed that need not be, and nothing recurses.

/// A member: its key with the quotes, and its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Member<'a> {
    pub(super) key: &'a [u8],
    pub(super) value: &'a [u8],
}

/// The members of an object in their order; what comes behind a fault in its grammar is left out.
pub(super) fn members(object: &[u8]) -> impl Iterator<Item = Member<'_>> {
    let mut rest = inside(object);
    std::iter::from_fn(move || {
        let (member, behind) = next(rest)?;
        rest = behind;
        Some(member)
    })
}

/// What stands between the braces of an object; nothing if it is none.
pub(super) fn inside(object: &[u8]) -> &[u8] {
    let object = object.trim_ascii().strip_prefix(b"{");
    let inside = object.and_then(|object| object.strip_suffix(b"}"));
    inside.unwrap_or_default().trim_ascii()
}

fn next(text: &[u8]) -> Option<(Member<'_>, &[u8])> {
    let text = text.trim_ascii_start();
    let key = text.get(..string_end(text)?)?;
    let value = text.get(key.len()..)?.trim_ascii_start();
    let value = value.strip_prefix(b":")?.trim_ascii_start();
    let (value, behind) = value.split_at_checked(value_end(value))?;
    let behind = behind.strip_prefix(b",").unwrap_or_default();
    let value = value.trim_ascii_end();
    Some((Member { key, value }, behind))
}

/// Where a string ends that begins here.
fn string_end(text: &[u8]) -> Option<usize> {
    let inside = text.strip_prefix(b"\"")?;
    let mut escaped = false;
    let closes = |byte: &u8| {
        let closes = *byte == b'"' && !escaped;
        escaped = *byte == b'\\' && !escaped;
        closes
    };
    Some(inside.iter().position(closes)? + 2)
}

/// Where the comma stands behind a value that begins here, or the end.
fn value_end(text: &[u8]) -> usize {
    let (mut at, mut depth) = (0, 0_usize);
    while let Some(byte) = text.get(at) {
        match byte {
            b'"' => {
                let rest = text.get(at..).unwrap_or_default();
                at += string_end(rest).unwrap_or(rest.len());
                continue;
            }
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.saturating_sub(1),
            b',' if depth == 0 => break,
            _ => {}
        }
        at += 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(object: &str) -> Vec<(String, String)> {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        members(object.as_bytes())
            .map(|member| (text(member.key), text(member.value)))
            .collect()
    }

    #[test]
    fn keys_and_values_are_given_as_they_are_written() {
        let pair = |key: &str, value: &str| (key.to_owned(), value.to_owned());
        assert_eq!(
            shown(r#" { "a\"}" : [1, {"x":","}] ,"b":"\\","c":-1e5 } "#),
            [
                pair(r#""a\"}""#, r#"[1, {"x":","}]"#),
                pair(r#""b""#, r#""\\""#),
                pair(r#""c""#, "-1e5"),
            ]
        );
        assert_eq!(shown("{}"), []);
    }

    #[test]
    fn what_is_no_object_has_no_members() {
        for text in ["", "[]", "{", "}", "\"a\"", "{a}", "{\"a\"}", "{\"a}"] {
            assert_eq!(shown(text), [], "{text}");
        }
    }

    #[test]
    fn a_value_as_deep_as_it_may_be_takes_no_stack() {
        let deep = "[".repeat(1_000_000) + &"]".repeat(1_000_000);
        assert_eq!(shown(&format!("{{\"a\":{deep},\"b\":1}}")).len(), 2);
    }
}
