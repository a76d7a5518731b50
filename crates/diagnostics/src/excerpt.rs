//! Texts that are cut where they are long.

/// Characters at the beginning of a text that is cut before a place, and before the place.
const LEAD: usize = 24;
const BEFORE: usize = 32;

/// Two texts, each of at most about so many characters, with what stands around the place where they begin to differ.
pub fn excerpts(one: &str, other: &str, most: usize) -> [String; 2] {
    let both = one.chars().zip(other.chars());
    let same = both.take_while(|(one, other)| one == other).count();
    [excerpt(one, same, most), excerpt(other, same, most)]
}

/// A text of at most about so many characters, with what stands around a place in it.
pub fn excerpt(text: &str, place: usize, most: usize) -> String {
    if text.chars().nth(most).is_none() {
        return text.to_owned();
    }
    let signs: Vec<char> = text.chars().collect();
    let slice = |from: usize, to: usize| -> String {
        let to = to.min(signs.len());
        let kept: String = signs.get(from..to).unwrap_or_default().iter().collect();
        let more = if to < signs.len() { "…" } else { "" };
        kept + more
    };
    match place.saturating_sub(BEFORE) {
        ..=LEAD => slice(0, most),
        from => slice(0, LEAD) + &slice(from, from + most.saturating_sub(LEAD)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_texts_stay_whole() {
        assert_eq!(excerpts("abc", "abd", 3), ["abc", "abd"]);
        assert_eq!(excerpt("äöü", 2, 3), "äöü");
    }

    #[test]
    fn what_differs_far_back_is_shown_with_the_beginning() {
        let numbers: Vec<String> = (100..200).map(|number| number.to_string()).collect();
        let one = numbers.join(" ");
        let other = one.replace("150", "ABC");
        assert_eq!(
            excerpts(&one, &other, 80),
            [
                "100 101 102 103 104 105 …142 143 144 145 146 147 148 149 150 151 152 153 154 155 …",
                "100 101 102 103 104 105 …142 143 144 145 146 147 148 149 ABC 151 152 153 154 155 …",
            ]
        );
        assert_eq!(excerpt(&one, 30, 20), "100 101 102 103 104 …");
        assert!(excerpt(&one, one.len() - 1, 80).ends_with("198 199"));
    }
}
