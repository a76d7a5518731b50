//! Members that are a key and a string, with a comma behind it and nothing between: most members of most records.

use super::keys::Found;
use super::trie::Below;
use super::view::{Place, View};

/// Passes members of an object that are plain and not wanted: so many quotes were passed, and a key is next. Answers how
/// many are passed then: again a key is next, behind a comma.
#[expect(
    clippy::inline_always,
    reason = "a call takes as long as a few members"
)]
#[inline(always)]
pub(super) fn pass(
    view: View<'_>,
    mut passed: usize,
    below: Option<&Below>,
    all_plain_before: usize,
) -> usize {
    while let Some(member) = view.quotes(passed)
        && is_plain(view, member)
        && below.is_none_or(|below| is_unwanted(view, member, below, all_plain_before))
    {
        passed += 4;
    }
    passed
}

/// Whether a member, given by its quotes and the next one, is plain, and a key follows. One branch for all that it takes.
#[expect(clippy::inline_always, reason = "all of the loop")]
#[inline(always)]
fn is_plain(view: View<'_>, [_, key_end, value, value_end, next]: [Place; 5]) -> bool {
    let gaps =
        (value.offset() ^ (key_end.offset() + 2)) | (next.offset() ^ (value_end.offset() + 2));
    let tokens = (view.byte::<1>(key_end) ^ b':') | (view.byte::<1>(value_end) ^ b',');
    gaps | usize::from(tokens) == 0
}

#[expect(clippy::inline_always, reason = "all of the loop")]
#[inline(always)]
fn is_unwanted(
    view: View<'_>,
    [opening, closing, ..]: [Place; 5],
    below: &Below,
    all_plain_before: usize,
) -> bool {
    let is_plain = closing.offset() < all_plain_before;
    is_plain && below.quoted(view, opening, closing) == Found::Nothing
}
