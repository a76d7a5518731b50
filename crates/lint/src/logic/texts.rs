//! What the beginnings, ends and parts of texts say of each other.

use super::predicate::Predicate;

/// Whether a part stands somewhere in a text. Both are at most as long as a literal.
pub(super) fn has_part(text: &[u8], part: &[u8]) -> bool {
    part.is_empty() || text.windows(part.len()).any(|window| window == part)
}

/// The same without regard to the case of ASCII letters.
pub(super) fn has_part_in_any_case(text: &[u8], part: &[u8]) -> bool {
    let equal = |window: &[u8]| window.eq_ignore_ascii_case(part);
    part.is_empty() || text.windows(part.len()).any(equal)
}

/// Whether every text that one predicate holds of is one that the other holds of.
pub(super) fn implies(one: &Predicate<'_>, other: &Predicate<'_>) -> bool {
    use Predicate::{Contains, EndsWith, Exists, StartsWith};
    match (one, other) {
        (_, Exists) => true,
        (StartsWith(long), StartsWith(short)) => long.starts_with(short),
        (EndsWith(long), EndsWith(short)) => long.ends_with(short),
        (StartsWith(long) | EndsWith(long) | Contains(long), Contains(short)) => {
            has_part(long, short)
        }
        _ => one == other,
    }
}

/// Whether no text is one that both hold of.
pub(super) fn exclude_each_other(one: &Predicate<'_>, other: &Predicate<'_>) -> bool {
    use Predicate::{EndsWith, StartsWith};
    match (one, other) {
        (StartsWith(one), StartsWith(other)) => !one.starts_with(other) && !other.starts_with(one),
        (EndsWith(one), EndsWith(other)) => !one.ends_with(other) && !other.ends_with(one),
        _ => false,
    }
}
