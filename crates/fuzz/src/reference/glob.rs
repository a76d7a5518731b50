//! `fnmatch` without flags in the C locale: every way to match is tried.

use super::bracket::{Bracket, bracket};

/// Whether the whole value matches.
pub fn glob(value: &[u8], pattern: &[u8]) -> bool {
    let mut reachable = vec![false; value.len() + 1];
    if let Some(start) = reachable.first_mut() {
        *start = true;
    }
    let mut rest = pattern;
    while let Some((token, behind)) = next(rest) {
        reachable = step(&token, &reachable, value);
        rest = behind;
    }
    reachable.last() == Some(&true)
}

enum Token {
    Star,
    Any,
    Byte(u8),
    Set(Box<[bool; 256]>),
    Nothing,
}

fn next(pattern: &[u8]) -> Option<(Token, &[u8])> {
    let (first, behind) = pattern.split_first()?;
    Some(match first {
        b'*' => (Token::Star, behind),
        b'?' => (Token::Any, behind),
        b'\\' => match behind.split_first() {
            Some((byte, behind)) => (Token::Byte(*byte), behind),
            None => (Token::Nothing, behind),
        },
        b'[' => match bracket(behind) {
            Bracket::Set(set, behind) => (Token::Set(set), behind),
            Bracket::Unclosed => (Token::Byte(b'['), behind),
        },
        byte => (Token::Byte(*byte), behind),
    })
}

/// Which places of the value are reached once the token has matched from one of those that were reached before.
fn step(token: &Token, reachable: &[bool], value: &[u8]) -> Vec<bool> {
    let mut after = vec![false; reachable.len()];
    for (at, _) in reachable.iter().enumerate().filter(|(_, reached)| **reached) {
        match (token, value.get(at)) {
            (Token::Star, _) => after.iter_mut().skip(at).for_each(|place| *place = true),
            (token, Some(byte)) if takes(token, *byte) => {
                after.iter_mut().skip(at + 1).take(1).for_each(|place| *place = true);
            }
            _ => {}
        }
    }
    after
}

fn takes(token: &Token, byte: u8) -> bool {
    match token {
        Token::Any => true,
        Token::Byte(own) => *own == byte,
        Token::Set(set) => set.get(usize::from(byte)) == Some(&true),
        Token::Star | Token::Nothing => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_and_sets_match_as_in_a_shell() {
        assert!(glob(b"a/b/c", b"a*c"));
        assert!(glob(b"abc", b"[[:alpha:]]?[!d]"));
        assert!(glob(b"]", b"[]a]") && glob(b"-", b"[a-]"));
        assert!(glob(b"*", b"\\*") && !glob(b"x", b"\\*"));
        assert!(glob(b"[a", b"[a") && !glob(b"b", b"[c-a]"));
        assert!(glob(b"", b"*") && !glob(b"", b"?"));
    }
}
