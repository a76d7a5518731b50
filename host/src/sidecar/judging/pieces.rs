//! Parts of a body that can be judged apart.

use std::ops::Range;

/// The lines of a body, if a record seems to begin with each; else the whole body is one piece.
pub(super) fn of(body: &[u8]) -> Vec<Range<usize>> {
    let mut start = 0;
    let lines = body.split_inclusive(|byte| *byte == b'\n').map(|line| {
        let range = start..start + line.len();
        start = range.end;
        range
    });
    let is_blank = |range: &Range<usize>| {
        body.get(range.clone())
            .unwrap_or_default()
            .trim_ascii()
            .is_empty()
    };
    let lines: Vec<_> = lines.filter(|line| !is_blank(line)).collect();
    let is_record = |range: &Range<usize>| matches!(body.get(range.start), Some(b'{' | b'['));
    if lines.iter().all(is_record) {
        lines
    } else {
        std::iter::once(0..body.len()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_begin_a_record_stand_for_themselves() {
        assert_eq!(of(b"{}\n\n[1]\n{}"), [0..3, 4..8, 8..10]);
    }

    #[test]
    fn the_lines_of_a_document_belong_together() {
        let pieces = of(b"{\n\"Records\": [\n{}]}");
        assert_eq!((pieces.len(), &pieces[0]), (1, &(0..19)));
    }
}
