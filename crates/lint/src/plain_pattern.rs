//! Regular expressions that name a few texts.

/// A pattern that says no more than that a text is one of a few, or begins, ends or is in part one of them. A `.*` at
/// an end is taken to cross line ends, which no value of interest has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PlainPattern {
    texts: Vec<String>,
    is_open_before: bool,
    is_open_behind: bool,
}

impl PlainPattern {
    /// The pattern as one of these; nothing if it is none.
    pub(crate) fn of(pattern: &[u8]) -> Option<Self> {
        let pattern = std::str::from_utf8(pattern).ok()?;
        let pattern = pattern.strip_prefix('^').unwrap_or(pattern);
        let pattern = pattern
            .strip_suffix('$')
            .filter(|rest| !rest.ends_with('\\'))
            .unwrap_or(pattern);
        let (is_open_before, rest) = without(pattern, pattern.strip_prefix(".*"));
        let (is_open_behind, rest) = without(
            rest,
            rest.strip_suffix(".*").filter(|rest| !rest.ends_with('\\')),
        );
        let texts = alternatives(rest)?;
        let is_of_use = texts.iter().all(|text| !text.is_empty());
        is_of_use.then_some(Self {
            texts,
            is_open_before,
            is_open_behind,
        })
    }

    /// The test that says the same.
    pub(crate) fn test(&self, field: &str) -> String {
        let word = match (self.is_open_before, self.is_open_behind) {
            (false, false) => "=",
            (false, true) => "startswith",
            (true, false) => "endswith",
            (true, true) => "contains",
        };
        match self.texts.as_slice() {
            [only] => format!("{field} {word} \"{only}\""),
            several if word == "=" => format!("{field} in ({})", several.join(", ")),
            several => format!("{field} {word} anyof ({})", several.join(", ")),
        }
    }
}

fn without<'t>(text: &'t str, stripped: Option<&'t str>) -> (bool, &'t str) {
    (stripped.is_some(), stripped.unwrap_or(text))
}

/// The texts between `|`, in parentheses or, if there is but one, without.
fn alternatives(pattern: &str) -> Option<Vec<String>> {
    let inner = pattern
        .strip_prefix('(')
        .and_then(|rest| rest.strip_suffix(')'));
    match inner {
        Some(inner) => inner.split('|').map(literal).collect(),
        None if pattern.contains('|') => None,
        None => Some(vec![literal(pattern)?]),
    }
}

/// The text that a pattern without any meaning stands for; nothing if it has one.
fn literal(pattern: &str) -> Option<String> {
    let mut text = String::new();
    let mut characters = pattern.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => text.push(characters.next().filter(char::is_ascii_punctuation)?),
            '.' | '+' | '*' | '?' | '^' | '$' | '(' | ')' | '[' | ']' | '{' | '}' => return None,
            other => text.push(other),
        }
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn test(pattern: &str) -> Option<String> {
        PlainPattern::of(pattern.as_bytes()).map(|plain| plain.test("f"))
    }

    #[test]
    fn texts_are_named_by_simpler_operators() {
        assert_eq!(test(r"^a\.b$").unwrap(), "f = \"a.b\"");
        assert_eq!(test(r"a\.b.*").unwrap(), "f startswith \"a.b\"");
        assert_eq!(test(r".*a").unwrap(), "f endswith \"a\"");
        assert_eq!(test(r".*(a|b).*").unwrap(), "f contains anyof (a, b)");
        assert_eq!(test("(a|b)").unwrap(), "f in (a, b)");
    }

    #[test]
    fn anything_with_a_meaning_is_no_text() {
        for pattern in [
            "a.b", "a+", "a|b.*", r"a\.*", "(a|b)c", "((a)|b)", "[ab]", ".*", "(a|)", "a|b", r"\n",
        ] {
            assert_eq!(test(pattern), None, "{pattern}");
        }
    }
}
