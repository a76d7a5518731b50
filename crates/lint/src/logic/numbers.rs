//! Numbers between bounds, some of them left out.

use super::atom::Claim;
use super::predicate::Predicate;
use super::value::Value;

/// Whether some number fits every claim, as far as they are about numbers.
pub(super) fn some_fits(claims: &[Claim<'_, '_>]) -> bool {
    let (mut low, mut high) = (0, u64::MAX);
    let mut excluded: Vec<(u64, u64)> = Vec::new();
    for claim in claims {
        match (claim.predicate, claim.holds) {
            (Predicate::Range(from, to), true) => {
                low = low.max(*from);
                high = high.min(*to);
            }
            (Predicate::Range(from, to), false) => excluded.push((*from, *to)),
            (Predicate::OneOf(values), false) => excluded.extend(points(values)),
            _ => {}
        }
    }
    excluded.sort_unstable();
    first_outside(low, &excluded).is_some_and(|first| first <= high)
}

fn points<'v>(values: &'v [Value<'_>]) -> impl Iterator<Item = (u64, u64)> + 'v {
    values.iter().filter_map(|value| match value {
        Value::Number(number) => Some((*number, *number)),
        _ => None,
    })
}

/// The first number from `low` on in none of the ranges, which are in order.
fn first_outside(low: u64, ranges: &[(u64, u64)]) -> Option<u64> {
    let mut first = low;
    for (from, to) in ranges {
        if *from > first {
            break;
        }
        if *to >= first {
            first = to.checked_add(1)?;
        }
    }
    Some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_number_outside_lies_behind_touching_ranges() {
        assert_eq!(first_outside(3, &[(0, 1), (2, 4), (5, 5), (7, 9)]), Some(6));
        assert_eq!(first_outside(3, &[(0, u64::MAX)]), None);
        assert_eq!(first_outside(3, &[(5, 3)]), Some(3));
    }
}
