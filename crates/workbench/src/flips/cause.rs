//! The smallest set of tests that a verdict rests on.

use super::formula::{Formula, Truth, VariableId};

/// Questions whether a set is enough that are answered by trying values; beyond them it counts as not enough.
const MOST_TRIES: usize = 512;
/// Parts of a formula that are evaluated for one cause: of a large formula some may be left that could be left out.
const MOST_WORK: usize = 4 << 20;

/// Variables of which none can be left out: while they are as they are, the verdict is the same, whatever the others are.
pub(crate) fn cause(formula: &Formula) -> Vec<VariableId> {
    let values = formula.values();
    let verdict = Truth::of(formula.verdict(&values));
    let mut kept = formula.ground(&values);
    let mut work = MOST_WORK / formula.len().max(1);
    for variable in kept.clone().into_iter().rev() {
        if work == 0 {
            break;
        }
        let mut tries = MOST_TRIES.min(work);
        let given = tries;
        let without: Vec<_> = kept
            .iter()
            .copied()
            .filter(|one| *one != variable)
            .collect();
        let mut known = vec![None; values.len()];
        for one in &without {
            if let (Some(slot), Some(value)) = (known.get_mut(*one), values.get(*one)) {
                *slot = Some(*value);
            }
        }
        if is_enough(formula, &mut known, verdict, &mut tries) {
            kept = without;
        }
        work = work.saturating_sub(given - tries + 1);
    }
    kept
}

/// Whether the verdict follows from what is known. Recursion is bounded by the tries.
fn is_enough(
    formula: &Formula,
    known: &mut Vec<Option<bool>>,
    verdict: Truth,
    tries: &mut usize,
) -> bool {
    let truth = formula.truth(&|variable| match known.get(variable) {
        Some(Some(value)) => Truth::of(*value),
        _ => Truth::Unknown,
    });
    let next = known.iter().position(Option::is_none);
    match (truth, next) {
        (Truth::Unknown, Some(variable)) if *tries > 0 => {
            *tries -= 1;
            let both = [true, false].into_iter().all(|value| {
                set(known, variable, Some(value));
                is_enough(formula, known, verdict, tries)
            });
            set(known, variable, None);
            both
        }
        (truth, _) => truth == verdict,
    }
}

fn set(known: &mut [Option<bool>], variable: VariableId, value: Option<bool>) {
    if let Some(slot) = known.get_mut(variable) {
        *slot = value;
    }
}
