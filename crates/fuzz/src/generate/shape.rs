//! The shapes that events come in.

use super::json::{Json, Spelling};
use crate::choices::Choices;

/// Records as lines of their own.
pub fn lines(events: &[Json], spelling: Spelling, choices: &mut Choices<'_>) -> Vec<u8> {
    let mut out = Vec::new();
    for event in events {
        event.write(spelling, choices, &mut out);
        out.push(b'\n');
    }
    out
}

/// Records in one of the shapes that inputs have.
pub fn any(events: &[Json], choices: &mut Choices<'_>) -> Vec<u8> {
    match choices.number(0..=5) {
        0 => lines(events, Spelling::Line, choices),
        1 => wrapped("Records", events, choices),
        2 => between(b"[", b",", b"]", events, choices),
        3 => between(b"", b"", b"", events, choices),
        4 => wrapped("detail", events, choices),
        _ => between(
            b"{\"Records\":[",
            b",\n",
            b"]}\n{\"Records\":[]}",
            events,
            choices,
        ),
    }
}

fn wrapped(key: &str, events: &[Json], choices: &mut Choices<'_>) -> Vec<u8> {
    let mut members = vec![(key.into(), Json::Array(events.to_vec()))];
    if choices.chance(30) {
        members.insert(0, (b"before".to_vec(), Json::text("x")));
    }
    if choices.chance(30) {
        members.push((b"after".to_vec(), Json::Array(Vec::new())));
    }
    Json::Object(members).bytes(Spelling::Free, choices)
}

fn between(
    open: &[u8],
    comma: &[u8],
    close: &[u8],
    events: &[Json],
    choices: &mut Choices<'_>,
) -> Vec<u8> {
    let mut out = open.to_vec();
    for (at, event) in events.iter().enumerate() {
        out.extend_from_slice(if at > 0 { comma } else { b"" });
        event.write(Spelling::Free, choices, &mut out);
    }
    out.extend_from_slice(close);
    out
}
