//! The line that Falco shows for a context.

use falconet_diagnostics::Sources;

use super::context::Context;

/// How many bytes Falco shows on either side.
const REACH: usize = 80;
/// What Falco shows in place of a line it does not have.
const NOTHING: &str = "<No context available>\n";
/// Falco shows everything behind a place that is a line feed; that much of it is enough.
const LONGEST: usize = 4096;

/// The line around the innermost location of a context, and a `^` under the place.
pub(super) fn snippet(context: &Context, sources: &Sources) -> String {
    let file = sources
        .get(context.source())
        .map(falconet_diagnostics::Source::text);
    let text = context
        .condition()
        .or_else(|| file.map(without_byte_order_mark))
        .unwrap_or_default();
    String::from_utf8_lossy(&around(text.as_bytes(), context.location().mark.offset)).into_owned()
}

fn without_byte_order_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

fn around(text: &[u8], offset: usize) -> Vec<u8> {
    let Some(last) = text.len().checked_sub(1) else {
        return NOTHING.into();
    };
    let place = offset.min(last);
    if text.get(place) == Some(&b'\n') {
        return behind_line_feed(text, place);
    }
    let from = line_from(text, place);
    let to = line_to(text, place);
    let mut line = text.get(from..=to).unwrap_or_default().to_vec();
    if place - from >= REACH {
        line.splice(..3, *b"...");
    }
    if to - place >= REACH {
        line.splice(line.len() - 3.., *b"...");
    }
    line.push(b'\n');
    mark_place(&mut line, place - from);
    line
}

/// Falco starts behind a line feed and ends before it, which takes all that is left and no marker.
fn behind_line_feed(text: &[u8], place: usize) -> Vec<u8> {
    let rest = text.get(place + 1..).unwrap_or_default();
    let mut shown = rest.get(..LONGEST).unwrap_or(rest).to_vec();
    if shown.is_empty() {
        return NOTHING.into();
    }
    shown.splice(..3.min(shown.len()), *b"...");
    shown.splice(shown.len() - 3.., *b"...");
    shown.push(b'\n');
    shown
}

fn line_from(text: &[u8], place: usize) -> usize {
    let mut from = place;
    while from > 0 && text.get(from) != Some(&b'\n') && place - from < REACH {
        from -= 1;
    }
    if text.get(from) == Some(&b'\n') {
        from + 1
    } else {
        from
    }
}

fn line_to(text: &[u8], place: usize) -> usize {
    let mut to = place;
    while to + 1 < text.len() && text.get(to) != Some(&b'\n') && to - place < REACH {
        to += 1;
    }
    if text.get(to) == Some(&b'\n') {
        to - 1
    } else {
        to
    }
}

fn mark_place(line: &mut Vec<u8>, column: usize) {
    if column < line.len() {
        line.extend(std::iter::repeat_n(b' ', column));
        line.extend(b"^\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, offset: usize) -> String {
        String::from_utf8(around(text.as_bytes(), offset)).expect("valid text")
    }

    #[test]
    fn the_line_of_the_place_is_shown_with_a_marker() {
        assert_eq!(shown("- rule: a\n  desc: d\n", 12), "  desc: d\n  ^\n");
        assert_eq!(shown("rule: a", 0), "rule: a\n^\n");
    }

    #[test]
    fn a_place_behind_the_text_is_its_last_byte() {
        assert_eq!(shown("ct.nope=x", 33), "ct.nope=x\n        ^\n");
    }

    #[test]
    fn no_text_has_no_context() {
        assert_eq!(shown("", 3), NOTHING);
    }

    #[test]
    fn long_lines_are_cut_on_both_sides() {
        let text = shown(&"x".repeat(500), 250);
        let (line, marker) = text.split_once('\n').expect("two lines");
        assert_eq!(line.len(), 161);
        assert!(line.starts_with("...x") && line.ends_with("x..."));
        assert_eq!(marker, format!("{}^\n", " ".repeat(80)));
    }

    #[test]
    fn a_place_on_a_line_feed_shows_what_is_behind_it_without_a_marker() {
        assert_eq!(shown("ab\n", 2), NOTHING);
        assert_eq!(shown("ab\ncdefgh\n", 2), "...f...\n");
        assert_eq!(shown("ab\nc", 2), "...\n");
    }
}
