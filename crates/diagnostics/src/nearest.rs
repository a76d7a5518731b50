//! Names that look like another.

use serde::Serialize;
use strsim::osa_distance;

/// Longer words are no slips of the pen, and take long to compare.
const LONGEST_WORD: usize = 48;
/// How many names are looked at: hostile rules may define any number.
const MOST_CANDIDATES: usize = 1024;
/// How many names are worth naming.
const MOST_SUGGESTIONS: usize = 3;
/// Shorter words are part of too many others.
const SHORTEST_PART: usize = 4;

/// A word, and what was probably meant by it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Meant {
    /// The word as it was written.
    pub word: String,
    /// The names that may stand there instead, the likeliest first.
    pub names: Vec<String>,
}

/// What to do about a mistake.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// A sentence for people.
    pub text: String,
    /// The same for programs, where another name is all that it takes.
    pub meant: Option<Meant>,
}

impl Hint {
    /// Asks whether one of these names was meant by a word.
    pub fn did_you_mean(word: &str, names: &[&str]) -> Self {
        Self {
            text: format!("did you mean {}?", alternatives(names)),
            meant: Some(Meant {
                word: word.to_owned(),
                names: names.iter().map(|name| (*name).to_owned()).collect(),
            }),
        }
    }

    /// Asks whether a name was meant that is near to a word, if there is any.
    pub fn near<'n>(word: &str, names: impl IntoIterator<Item = &'n str>) -> Option<Self> {
        let names = nearest(word, names);
        (!names.is_empty()).then(|| Self::did_you_mean(word, &names))
    }
}

impl From<String> for Hint {
    fn from(text: String) -> Self {
        Self { text, meant: None }
    }
}

impl From<&str> for Hint {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

/// The names that were probably meant by `word`, the likeliest first: those a few letters away, whatever their case,
/// and those that it is a part of.
pub fn nearest<'n>(word: &str, names: impl IntoIterator<Item = &'n str>) -> Vec<&'n str> {
    if word.is_empty() || word.len() > LONGEST_WORD {
        return Vec::new();
    }
    let word = word.to_ascii_lowercase();
    let mut found: Vec<(usize, &str)> = names
        .into_iter()
        .take(MOST_CANDIDATES)
        .filter_map(|name| Some((distance(&word, name)?, name)))
        .collect();
    found.sort_unstable();
    found.dedup();
    let best = found.first().map_or(0, |(distance, _)| *distance);
    found
        .into_iter()
        .filter(|(distance, _)| *distance <= best + 1)
        .take(MOST_SUGGESTIONS)
        .map(|(_, name)| name)
        .collect()
}

/// How far a name is from a word in lower case; nothing if it is too far.
fn distance(word: &str, name: &str) -> Option<usize> {
    let furthest = 1 + word.len() / 5;
    if name.len() > LONGEST_WORD {
        return None;
    }
    let lower = name.to_ascii_lowercase();
    if word.len().abs_diff(lower.len()) <= furthest {
        let distance = osa_distance(word, &lower);
        if distance <= furthest {
            return Some(distance);
        }
    }
    let is_part = word.len() >= SHORTEST_PART && lower.contains(word);
    is_part.then_some(furthest + 2)
}

/// `did you mean `a` or `b`?`, if there is anything near.
pub fn did_you_mean<'n>(word: &str, names: impl IntoIterator<Item = &'n str>) -> Option<String> {
    Hint::near(word, names).map(|hint| hint.text)
}

/// `` `a`, `b` or `c` ``
pub fn alternatives(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: [&str; 5] = [
        "ct.name",
        "ct.user",
        "ct.user.arn",
        "aws_cloudtrail",
        "tolower",
    ];

    #[test]
    fn a_slip_of_a_letter_or_two_is_found() {
        assert_eq!(nearest("ct.nmae", NAMES), ["ct.name"]);
        assert_eq!(nearest("ct.usr", NAMES), ["ct.user"]);
        assert_eq!(nearest("toLower", NAMES), ["tolower"]);
    }

    #[test]
    fn a_name_that_contains_the_word_is_found() {
        assert_eq!(nearest("cloudtrail", NAMES), ["aws_cloudtrail"]);
    }

    #[test]
    fn other_words_are_near_nothing() {
        for word in ["", "zebra", "x", "ct", "ct.user.tpye"] {
            assert!(nearest(word, NAMES).is_empty(), "{word}");
        }
        assert!(nearest(&"ct.name".repeat(20), NAMES).is_empty());
    }

    #[test]
    fn several_names_are_joined_to_a_question() {
        assert_eq!(did_you_mean("nope", ["zzz"]), None);
        assert_eq!(
            did_you_mean("aab", ["aaa", "aac", "aad"]).as_deref(),
            Some("did you mean `aaa`, `aac` or `aad`?")
        );
    }
}
