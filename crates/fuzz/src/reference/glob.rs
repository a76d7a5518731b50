//! `fnmatch` in the C locale: every way to match is tried.

use super::bracket::{Bracket, bracket};

/// Whether the whole value matches; with `folds`, letters match in either case.
///
/// Falco asks the C library with `FNM_CASEFOLD` then, which folds bytes and ranges, and tests classes such as
/// `[:upper:]` with the byte as it is.
pub fn glob(value: &[u8], pattern: &[u8], folds: bool) -> bool {
    let mut reachable = vec![false; value.len() + 1];
    if let Some(start) = reachable.first_mut() {
        *start = true;
    }
    let mut rest = pattern;
    while let Some((token, behind)) = next(rest, folds) {
        reachable = step(&token, &reachable, value, folds);
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

fn next(pattern: &[u8], folds: bool) -> Option<(Token, &[u8])> {
    let (first, behind) = pattern.split_first()?;
    Some(match first {
        b'*' => (Token::Star, behind),
        b'?' => (Token::Any, behind),
        b'\\' => match behind.split_first() {
            Some((byte, behind)) => (Token::Byte(*byte), behind),
            None => (Token::Nothing, behind),
        },
        b'[' => match bracket(behind, folds) {
            Bracket::Set(set, behind) => (Token::Set(set), behind),
            Bracket::Unclosed => (Token::Byte(b'['), behind),
        },
        byte => (Token::Byte(*byte), behind),
    })
}

/// Which places of the value are reached once the token has matched from one of those that were reached before.
fn step(token: &Token, reachable: &[bool], value: &[u8], folds: bool) -> Vec<bool> {
    let mut after = vec![false; reachable.len()];
    for (at, _) in reachable
        .iter()
        .enumerate()
        .filter(|(_, reached)| **reached)
    {
        match (token, value.get(at)) {
            (Token::Star, _) => after.iter_mut().skip(at).for_each(|place| *place = true),
            (token, Some(byte)) if takes(token, *byte, folds) => {
                after
                    .iter_mut()
                    .skip(at + 1)
                    .take(1)
                    .for_each(|place| *place = true);
            }
            _ => {}
        }
    }
    after
}

fn takes(token: &Token, byte: u8, folds: bool) -> bool {
    match token {
        Token::Any => true,
        Token::Byte(own) if folds => own.eq_ignore_ascii_case(&byte),
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
        let matches =
            |value: &str, pattern: &str| glob(value.as_bytes(), pattern.as_bytes(), false);
        assert!(matches("a/b/c", "a*c") && !matches("", "?") && matches("", "*"));
        assert!(matches("abc", "[[:alpha:]]?[!d]"));
        assert!(matches("]", "[]a]") && matches("-", "[a-]") && matches("]", "[\\]]"));
        assert!(matches("*", "\\*") && !matches("x", "\\*"));
        assert!(matches("[a", "[a") && !matches("b", "[c-a]"));
        assert!(!matches("a", "a\\") && !matches("a\\", "a\\"));
    }

    #[test]
    fn bytes_and_ranges_are_folded_and_classes_are_not() {
        let matches = |value: &str, pattern: &str| glob(value.as_bytes(), pattern.as_bytes(), true);
        assert!(matches("ConsoleLogin", "[[:digit:][:upper:]]*"));
        assert!(!matches("consoleLogin", "[[:digit:][:upper:]]*"));
        assert!(matches("Bx", "[a-c]X") && !matches("A", "[!a]"));
        assert!(!matches("_", "[Z-a]") && !matches("z", "[Z-a]"));
    }
}
