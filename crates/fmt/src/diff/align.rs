//! Which lines of two texts are the same line.

use std::collections::HashMap;
use std::ops::Range;

/// Pairs of lines that are the same, both counted upwards.
pub(super) fn aligned(old: &[&str], new: &[&str]) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    let (mut old_at, mut new_at) = (0, 0);
    let end = (old.len(), new.len());
    for anchor in longest_increase(&unique_in_both(old, new))
        .into_iter()
        .chain([end])
    {
        if anchor.0 >= old_at && anchor.1 >= new_at {
            let gap = Gap {
                old: old_at..anchor.0,
                new: new_at..anchor.1,
            };
            gap.push_ends(old, new, &mut pairs);
        }
        if anchor != end {
            pairs.push(anchor);
        }
        (old_at, new_at) = (anchor.0 + 1, anchor.1 + 1);
    }
    pairs
}

/// Lines between two pairs.
struct Gap {
    old: Range<usize>,
    new: Range<usize>,
}

impl Gap {
    /// The lines at both ends that are the same.
    fn push_ends(self, old: &[&str], new: &[&str], pairs: &mut Vec<(usize, usize)>) {
        let same = |(left, right): &(usize, usize)| old.get(*left) == new.get(*right);
        let first: Vec<_> = self
            .old
            .clone()
            .zip(self.new.clone())
            .take_while(same)
            .collect();
        let old_left = self.old.start + first.len()..self.old.end;
        let new_left = self.new.start + first.len()..self.new.end;
        let mut last: Vec<_> = old_left
            .rev()
            .zip(new_left.rev())
            .take_while(same)
            .collect();
        last.reverse();
        pairs.extend(first);
        pairs.extend(last);
    }
}

/// Where each line stands that there is once in both texts, in the order of the old one.
fn unique_in_both(old: &[&str], new: &[&str]) -> Vec<(usize, usize)> {
    let (old_places, new_places) = (places(old), places(new));
    let unique = old.iter().enumerate().filter_map(|(index, line)| {
        old_places.get(line).copied().flatten()?;
        Some((index, new_places.get(line).copied().flatten()?))
    });
    unique.collect()
}

/// The place of each line; nothing for lines that come again.
fn places<'t>(lines: &[&'t str]) -> HashMap<&'t str, Option<usize>> {
    let mut places = HashMap::new();
    for (index, line) in lines.iter().enumerate() {
        places
            .entry(*line)
            .and_modify(|place| *place = None)
            .or_insert(Some(index));
    }
    places
}

/// The most pairs whose second numbers increase as the first ones do.
fn longest_increase(pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    // The pair that ends the best run of each length, by index, and the pair before each pair.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(pairs.len());
    let second = |index: &usize| pairs.get(*index).map(|pair| pair.1);
    for (index, pair) in pairs.iter().enumerate() {
        let length = ends.partition_point(|end| second(end) < Some(pair.1));
        before.push(
            length
                .checked_sub(1)
                .and_then(|shorter| ends.get(shorter).copied()),
        );
        ends.truncate(ends.len().max(length));
        match ends.get_mut(length) {
            Some(end) => *end = index,
            None => ends.push(index),
        }
    }
    let links = std::iter::successors(ends.last().copied(), |index| {
        before.get(*index).copied().flatten()
    });
    let mut run: Vec<_> = links
        .filter_map(|index| pairs.get(index).copied())
        .collect();
    run.reverse();
    run
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_moved_are_not_aligned_twice() {
        let old = ["a", "b", "c", "d"];
        let new = ["b", "c", "a", "d"];
        assert_eq!(aligned(&old, &new), [(1, 0), (2, 1), (3, 3)]);
    }

    #[test]
    fn lines_that_come_again_are_aligned_from_the_ends() {
        let old = ["x", "x", "a", "x", "x"];
        let new = ["x", "a", "y", "x"];
        assert_eq!(aligned(&old, &new), [(0, 0), (2, 1), (4, 3)]);
    }
}
