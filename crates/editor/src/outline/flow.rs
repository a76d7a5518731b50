//! Items in braces.

use falconet_diagnostics::Span;

use super::{Key, key_of};

/// The keys of the mapping that begins at a brace; what is not closed reaches to the end.
pub(super) fn keys(text: &str, brace: usize) -> Vec<Key> {
    let mut keys: Vec<Key> = Vec::new();
    let (mut at, mut depth, mut is_key) = (brace, 0_usize, false);
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        if is_key && !rest.starts_with(|sign: char| sign.is_whitespace()) {
            is_key = false;
            if let Some((name, length)) = key_of(rest) {
                keys.push(key(name, rest, at, length));
                at += length;
                continue;
            }
        }
        let length = token(rest);
        match rest.as_bytes().first() {
            Some(b'{' | b'[') => depth += 1,
            Some(b'}' | b']') => depth = depth.saturating_sub(1),
            _ => {}
        }
        is_key |= depth == 1 && rest.starts_with(['{', ',']);
        if depth == 0 {
            break;
        }
        at += length;
        if let Some(last) = keys.last_mut().filter(|_| !(is_key && depth == 1)) {
            last.value.end = at;
        }
    }
    keys
}

fn key(name: &str, rest: &str, at: usize, length: usize) -> Key {
    let start = at + usize::from(rest.starts_with(['"', '\'']));
    Key {
        name: name.to_owned(),
        span: Span::new(start, start + name.len()),
        value: Span::new(at + length, at + length),
    }
}

/// Bytes of the quoted text, or of the character, that a text begins with.
fn token(rest: &str) -> usize {
    let mut signs = rest.char_indices();
    let Some((_, first)) = signs.next() else {
        return 0;
    };
    if !matches!(first, '"' | '\'') {
        return first.len_utf8();
    }
    let mut is_escaped = false;
    for (at, sign) in signs {
        if sign == first && !is_escaped {
            return at + 1;
        }
        is_escaped = sign == '\\' && first == '"' && !is_escaped;
    }
    rest.len()
}
