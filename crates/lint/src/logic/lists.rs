//! Lists of values, which have one element at least.

use super::atom::Claim;
use super::predicate::Predicate;
use super::value::{Value, contains};

/// Whether some list fits every claim, as far as they are about its elements.
pub(super) fn some_fits(claims: &[Claim<'_, '_>]) -> bool {
    let Some(allowed) = allowed(claims) else {
        return true;
    };
    !allowed.is_empty() && claims.iter().all(|claim| fits(claim, &allowed))
}

/// What the elements may be, if that is bounded.
fn allowed<'v>(claims: &'v [Claim<'_, '_>]) -> Option<Vec<&'v Value<'v>>> {
    let mut bounds = claims.iter().filter_map(|claim| match claim {
        Claim {
            predicate: Predicate::Every(values),
            holds: true,
        } => Some(values),
        _ => None,
    });
    let mut allowed: Vec<_> = bounds.next()?.iter().collect();
    for bound in bounds {
        allowed.retain(|value| contains(bound, value));
    }
    for claim in claims {
        if let (Predicate::Some(values), false) = (claim.predicate, claim.holds) {
            allowed.retain(|value| !contains(values, value));
        }
    }
    Some(allowed)
}

fn fits(claim: &Claim<'_, '_>, allowed: &[&Value<'_>]) -> bool {
    match (claim.predicate, claim.holds) {
        (Predicate::Some(values), true) => allowed.iter().any(|value| contains(values, value)),
        (Predicate::Every(values), false) => allowed.iter().any(|value| !contains(values, value)),
        _ => true,
    }
}
