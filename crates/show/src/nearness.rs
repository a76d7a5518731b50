//! Which names are most like what somebody typed.

/// The names, the most like one first.
pub(crate) fn by_nearness<'n>(typed: &str, names: impl Iterator<Item = &'n str>) -> Vec<&'n str> {
    let typed = typed.to_lowercase();
    let ranked = names.map(|name| (difference(&name.to_lowercase(), &typed), name));
    let mut ranked: Vec<_> = ranked.collect();
    ranked.sort_unstable();
    ranked.into_iter().map(|(_, name)| name).collect()
}

/// How many pairs of neighbouring letters only one of two texts has. Unlike a distance of edits it does not mind the
/// order of words, and it takes no time that is quadratic in hostile names.
fn difference(one: &str, other: &str) -> usize {
    let (mut one, mut other) = (pairs(one), pairs(other));
    one.sort_unstable();
    other.sort_unstable();
    let (mut left, mut right, mut common) = (one.as_slice(), other.as_slice(), 0);
    while let ([first, rest @ ..], [second, others @ ..]) = (left, right) {
        common += usize::from(first == second);
        left = if first <= second { rest } else { left };
        right = if second <= first { others } else { right };
    }
    one.len() + other.len() - 2 * common
}

fn pairs(text: &str) -> Vec<(char, char)> {
    text.chars().zip(text.chars().skip(1)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_more_in_common_is_nearer() {
        let names = ["okta", "aws_cloudtrail", "github"];
        assert_eq!(
            by_nearness("CloudTrail", names.into_iter())[0],
            "aws_cloudtrail"
        );
        assert_eq!(by_nearness("git", names.into_iter())[0], "github");
        assert!(by_nearness("x", std::iter::empty()).is_empty());
    }
}
