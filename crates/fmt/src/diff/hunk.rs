//! Changes with the lines around them.

use std::ops::Range;

use super::Edit;

/// Lines of a diff that are shown together.
pub(super) struct Hunk<'e, 't> {
    edits: &'e [Edit<'t>],
    /// Lines before it, in the old and in the new text.
    before: (usize, usize),
}

impl<'e, 't> Hunk<'e, 't> {
    /// All changes, those that share lines around them in one hunk.
    pub(super) fn all(edits: &'e [Edit<'t>], context: usize) -> Vec<Self> {
        let (mut hunks, mut counted, mut before) = (Vec::new(), 0, (0, 0));
        for range in ranges(edits, context) {
            count(
                edits.get(counted..range.start).unwrap_or_default(),
                &mut before,
            );
            counted = range.start;
            let edits = edits.get(range).unwrap_or_default();
            hunks.push(Self { edits, before });
        }
        hunks
    }

    pub(super) fn write(&self, out: &mut String) {
        let mut lines = (0, 0);
        count(self.edits, &mut lines);
        let (old, new) = (place(self.before.0, lines.0), place(self.before.1, lines.1));
        out.extend(["@@ -", &old, " +", &new, " @@\n"]);
        for edit in self.edits {
            write_line(edit, out);
        }
    }
}

fn ranges(edits: &[Edit<'_>], context: usize) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = Vec::new();
    let changes = edits
        .iter()
        .enumerate()
        .filter(|(_, edit)| !matches!(edit, Edit::Same(_)));
    for (index, _) in changes {
        let end = (index + 1 + context).min(edits.len());
        match ranges.last_mut() {
            Some(last) if index <= last.end + context => last.end = end,
            _ => ranges.push(index.saturating_sub(context)..end),
        }
    }
    ranges
}

/// Adds how many lines of the old and of the new text these are.
fn count(edits: &[Edit<'_>], lines: &mut (usize, usize)) {
    for edit in edits {
        lines.0 += usize::from(!matches!(edit, Edit::Added(_)));
        lines.1 += usize::from(!matches!(edit, Edit::Removed(_)));
    }
}

/// The first line and how many there are; the line before, if there are none.
fn place(before: usize, lines: usize) -> String {
    match lines {
        0 => format!("{before},0"),
        1 => format!("{}", before + 1),
        _ => format!("{},{lines}", before + 1),
    }
}

fn write_line(edit: &Edit<'_>, out: &mut String) {
    let (mark, line) = match edit {
        Edit::Same(line) => (' ', line),
        Edit::Removed(line) => ('-', line),
        Edit::Added(line) => ('+', line),
    };
    out.push(mark);
    out.push_str(line);
    if !line.ends_with('\n') {
        out.push_str("\n\\ No newline at end of file\n");
    }
}
