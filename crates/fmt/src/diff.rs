//! What formatting changes, as a unified diff.
//!
//! Lines that are unique in both texts are what everything else is aligned by (patience). So the time is linear in the
//! texts but for one sort, whatever they hold.

mod align;
mod hunk;

use align::aligned;
use hunk::Hunk;

/// Lines around a change that are shown with it.
const CONTEXT: usize = 3;

/// How one text becomes another: what `patch` understands. Empty, if they are the same.
///
/// ```
/// let diff = falconet_fmt::unified_diff("rules.yaml", "a\nb\n", "a\nc\n");
/// assert_eq!(diff, "--- rules.yaml\n+++ rules.yaml\n@@ -1,2 +1,2 @@\n a\n-b\n+c\n");
/// ```
pub fn unified_diff(name: &str, old: &str, new: &str) -> String {
    if old == new {
        return String::new();
    }
    let old: Vec<&str> = old.split_inclusive('\n').collect();
    let new: Vec<&str> = new.split_inclusive('\n').collect();
    let mut out = format!("--- {name}\n+++ {name}\n");
    for hunk in Hunk::all(&edits(&old, &new), CONTEXT) {
        hunk.write(&mut out);
    }
    out
}

/// A line of a diff.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Edit<'t> {
    Same(&'t str),
    Removed(&'t str),
    Added(&'t str),
}

fn edits<'t>(old: &[&'t str], new: &[&'t str]) -> Vec<Edit<'t>> {
    let mut edits = Vec::new();
    let (mut old_at, mut new_at) = (0, 0);
    let end = (old.len(), new.len());
    for (old_same, new_same) in aligned(old, new).into_iter().chain([end]) {
        let removed = old.get(old_at..old_same).unwrap_or_default();
        let added = new.get(new_at..new_same).unwrap_or_default();
        edits.extend(removed.iter().map(|line| Edit::Removed(line)));
        edits.extend(added.iter().map(|line| Edit::Added(line)));
        edits.extend(old.get(old_same).map(|line| Edit::Same(line)));
        (old_at, new_at) = (old_same + 1, new_same + 1);
    }
    edits
}

#[cfg(test)]
mod tests {
    use super::*;

    fn diff(old: &str, new: &str) -> String {
        unified_diff("f", old, new)
    }

    #[test]
    fn texts_that_are_the_same_have_no_diff() {
        assert_eq!(diff("a\n", "a\n"), "");
    }

    #[test]
    fn changes_far_apart_get_hunks_of_their_own() {
        let lines: Vec<_> = (0..20).map(|number| number.to_string()).collect();
        let old = lines.join("\n") + "\n";
        let new = old.replace("\n2\n", "\ntwo\n").replace("\n17\n", "\n");
        let expected = "--- f\n+++ f\n@@ -1,6 +1,6 @@\n 0\n 1\n-2\n+two\n 3\n 4\n 5\n@@ -15,6 +15,5 @@\n 14\n 15\n 16\n-17\n 18\n 19\n";
        assert_eq!(diff(&old, &new), expected);
    }

    #[test]
    fn a_missing_line_end_is_told() {
        let expected = "--- f\n+++ f\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n";
        assert_eq!(diff("a", "a\n"), expected);
    }

    #[test]
    fn a_text_can_come_from_nothing() {
        assert_eq!(diff("", "a\n"), "--- f\n+++ f\n@@ -0,0 +1 @@\n+a\n");
    }

    #[test]
    fn a_hundred_thousand_lines_without_anything_in_common_take_no_time() {
        let old = "a\nb\n".repeat(50_000);
        let new = "b\nc\n".repeat(50_000);
        assert!(diff(&old, &new).len() > 400_000);
    }
}
