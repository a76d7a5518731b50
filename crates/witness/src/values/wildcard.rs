//! Texts that a shell pattern matches.

/// Some texts that a pattern matches: with nothing for each `*`, and with something.
pub(crate) fn samples(pattern: &str) -> [String; 2] {
    [sample(pattern, ""), sample(pattern, "x")]
}

fn sample(pattern: &str, star: &str) -> String {
    let mut text = String::new();
    let mut rest = pattern.chars();
    while let Some(one) = rest.next() {
        match one {
            '*' => text.push_str(star),
            '?' => text.push('x'),
            '\\' => text.extend(rest.next()),
            '[' => match bracket(rest.as_str()) {
                Some((one, length)) => {
                    text.push(one);
                    rest = rest.as_str().get(length..).unwrap_or_default().chars();
                }
                None => text.push('['),
            },
            plain => text.push(plain),
        }
    }
    text
}

/// A character that a set stands for, and how long the set is with its bracket.
fn bracket(rest: &str) -> Option<(char, usize)> {
    let inside = rest.strip_prefix(['!', '^']);
    let is_negated = inside.is_some();
    let set = inside.unwrap_or(rest);
    // A bracket that comes first is one of the characters.
    let first = set.chars().next()?.len_utf8();
    let end = set.get(first..)?.find(']')? + first;
    let set = set.get(..end)?;
    let one = if is_negated {
        "x0A-".chars().find(|one| !has(set, *one))?
    } else {
        set.chars().next()?
    };
    Some((one, end + 1 + usize::from(is_negated)))
}

/// Whether a set has a character, ranges such as `a-z` included.
fn has(set: &str, one: char) -> bool {
    let characters: Vec<char> = set.chars().collect();
    let is_in_range =
        |range: &[char]| matches!(range, [from, '-', to] if *from <= one && one <= *to);
    characters.contains(&one) || characters.windows(3).any(is_in_range)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn samples_are_what_patterns_match() {
        assert_eq!(samples("a*b?"), ["abx", "axbx"]);
        assert_eq!(samples("[abc]-[!a-z]\\*"), ["a-0*", "a-0*"]);
        assert_eq!(samples("[]x]["), ["][", "]["]);
        assert_eq!(samples("é[ö]"), ["éö", "éö"]);
    }
}
