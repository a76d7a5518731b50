//! Texts that a regular expression matches.

use regex_syntax::hir::{Class, Hir, HirKind};

/// Characters of a class that are taken before others.
const LIKED: &str = "a0A-_./ ";
/// Texts of one pattern.
const MOST: usize = 6;
/// Bytes of a text, and repetitions of a part.
const MOST_BYTES: usize = 4096;
const MOST_TIMES: u32 = 256;

/// Some texts that the whole pattern matches, the simplest first.
pub(crate) fn samples(pattern: &str) -> Vec<String> {
    let Ok(hir) = regex_syntax::parse(pattern) else {
        return Vec::new();
    };
    let mut samples: Vec<String> = Vec::new();
    for variant in 0..MOST {
        let mut bytes = Vec::new();
        write(&hir, variant, &mut bytes);
        match String::from_utf8(bytes) {
            Ok(text) if !samples.contains(&text) => samples.push(text),
            _ => {}
        }
    }
    samples
}

/// Recursion goes as deep as patterns nest, which their parser bounds.
fn write(hir: &Hir, variant: usize, out: &mut Vec<u8>) {
    if out.len() > MOST_BYTES {
        return;
    }
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(literal) => out.extend_from_slice(&literal.0),
        HirKind::Class(class) => write_one_of(class, variant, out),
        HirKind::Capture(capture) => write(&capture.sub, variant, out),
        HirKind::Concat(parts) => {
            for part in parts {
                write(part, variant, out);
            }
        }
        HirKind::Alternation(ways) => {
            if let Some(way) = ways.get(variant % ways.len().max(1)) {
                write(way, variant / ways.len().max(1), out);
            }
        }
        HirKind::Repetition(repetition) => {
            let more = u32::try_from(variant % 3).unwrap_or(0);
            let most = repetition.max.unwrap_or(u32::MAX);
            let times = repetition.min.saturating_add(more).min(most);
            for _ in 0..times.min(MOST_TIMES) {
                write(&repetition.sub, variant, out);
            }
        }
    }
}

/// Writes a character of a class: one that is liked, else its first.
fn write_one_of(class: &Class, variant: usize, out: &mut Vec<u8>) {
    let ranges = ranges(class);
    let is_in = |one: &char| ranges.iter().any(|(start, end)| start <= one && one <= end);
    let mut liked = LIKED.chars().cycle().skip(variant).take(LIKED.len());
    let first = || ranges.first().map(|(start, _)| *start);
    if let Some(one) = liked.find(is_in).or_else(first) {
        out.extend_from_slice(one.encode_utf8(&mut [0; 4]).as_bytes());
    }
}

/// First and last characters. Classes of bytes are of ASCII, since patterns are of texts.
fn ranges(class: &Class) -> Vec<(char, char)> {
    match class {
        Class::Unicode(class) => class.iter().map(|one| (one.start(), one.end())).collect(),
        Class::Bytes(class) => {
            let ranges = class
                .iter()
                .map(|one| (one.start().into(), one.end().into()));
            ranges.collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn samples_are_what_patterns_match() {
        assert_eq!(samples("^(?:abc)$"), ["abc"]);
        assert_eq!(samples("ab|cd"), ["ab", "cd"]);
        assert!(samples("x[0-9]{3}y?").contains(&"x000".to_owned()));
        assert!(
            samples("[^a-z]+")
                .iter()
                .all(|text| !text.contains('a') && !text.is_empty())
        );
        assert!(samples("(").is_empty());
    }

    #[test]
    fn what_repeats_without_end_is_cut() {
        assert!(
            samples("((a{1000}){1000}){1000}")
                .iter()
                .all(|text| text.len() < 3 * MOST_BYTES)
        );
    }
}
