//! Putting names into sentences.

/// Names one after another: `` `a`, `b` or `c` ``.
pub(crate) fn one_of(names: &[impl AsRef<str>]) -> String {
    let quoted: Vec<String> = names
        .iter()
        .map(|name| format!("`{}`", name.as_ref()))
        .collect();
    joined(&quoted, "or")
}

/// Parts one after another, the last behind a word: `a, b and c`.
pub(crate) fn joined(parts: &[impl AsRef<str>], word: &str) -> String {
    let parts: Vec<&str> = parts.iter().map(AsRef::as_ref).collect();
    match parts.as_slice() {
        [first @ .., last] if !first.is_empty() => {
            format!("{} {word} {last}", first.join(", "))
        }
        _ => parts.concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_joined_for_people() {
        assert_eq!(one_of(&["a", "b", "c"]), "`a`, `b` or `c`");
        assert_eq!(one_of(&["a"]), "`a`");
        assert_eq!(one_of(&[""; 0]), "");
        assert_eq!(joined(&["a", "b"], "and"), "a and b");
    }
}
