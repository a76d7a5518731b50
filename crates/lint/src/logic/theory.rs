//! Whether claims about one value can all be true.

use super::atom::Claim;
use super::domain::Domain;
use super::lists;
use super::numbers;
use super::predicate::Predicate;
use super::texts::{exclude_each_other, implies};
use super::value::{Value, Values};

/// Whether some value, or having none, fits every claim. What is not known is taken to be possible.
pub(super) fn is_possible(domain: &Domain<'_>, is_list: bool, claims: &[Claim<'_, '_>]) -> bool {
    let has_value = domain.is_total || claims.iter().any(|claim| claim.holds);
    if !has_value {
        return true;
    }
    if claims.iter().any(denies_existence) {
        return false;
    }
    if claims
        .iter()
        .any(|claim| claim.holds && domain.excludes(claim.predicate))
    {
        return false;
    }
    if is_list {
        return lists::some_fits(claims);
    }
    match few_values(domain, claims) {
        Some(values) => values.iter().any(|value| fits_all(value, domain, claims)),
        None => numbers::some_fits(claims) && texts_agree(claims),
    }
}

/// How many steps [`is_possible`] takes at most.
pub(super) fn cost(claims: &[Claim<'_, '_>]) -> usize {
    let values: usize = claims.iter().map(|claim| size(claim.predicate)).sum();
    claims
        .len()
        .saturating_mul(claims.len().saturating_add(values))
}

fn size(predicate: &Predicate<'_>) -> usize {
    match predicate {
        Predicate::OneOf(values) | Predicate::Every(values) | Predicate::Some(values) => {
            values.len()
        }
        _ => 1,
    }
}

fn denies_existence(claim: &Claim<'_, '_>) -> bool {
    *claim.predicate == Predicate::Exists && !claim.holds
}

/// The fewest values that claims or the domain leave, if they leave few.
fn few_values<'v>(domain: &'v Domain<'_>, claims: &'v [Claim<'_, '_>]) -> Option<&'v [Value<'v>]> {
    let claimed = claims.iter().filter(|claim| claim.holds);
    let claimed = claimed.filter_map(|claim| match claim.predicate {
        Predicate::OneOf(values) => Some(as_slice(values)),
        _ => None,
    });
    let all = claimed.chain(domain.values.as_deref());
    all.min_by_key(|values| values.len())
}

fn as_slice<'v>(values: &'v Values<'_>) -> &'v [Value<'v>] {
    values
}

fn fits_all(value: &Value<'_>, domain: &Domain<'_>, claims: &[Claim<'_, '_>]) -> bool {
    let fits = |claim: &Claim<'_, '_>| {
        let holds = claim.predicate.holds(value);
        holds.is_none_or(|holds| holds == claim.holds)
    };
    domain.has(value) && claims.iter().all(fits)
}

fn texts_agree(claims: &[Claim<'_, '_>]) -> bool {
    let positive = claims.iter().filter(|claim| claim.holds);
    positive.into_iter().all(|one| {
        claims.iter().all(|other| {
            if other.holds {
                !exclude_each_other(one.predicate, other.predicate)
            } else {
                !implies(one.predicate, other.predicate)
            }
        })
    })
}
