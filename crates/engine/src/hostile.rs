//! Rules and events that are made to take time or memory.

use std::time::{Duration, Instant};

use serde_json::json;

use crate::mock::{program, with_event};
use crate::program::Scratch;

/// Far above what the slowest of these takes without optimisation, far below what it took unbounded.
const PATIENCE: Duration = Duration::from_mins(2);

fn holds(condition: &str, event: &serde_json::Value) -> bool {
    let started = Instant::now();
    let program = program(&[condition]);
    let scratch = &mut Scratch::default();
    let held = with_event(&program, &event.to_string(), scratch, |event, scratch| {
        program.select(event, scratch);
        program.next_match(0, event, scratch, &mut ()).is_some()
    });
    assert!(started.elapsed() < PATIENCE, "{condition:.60}");
    held
}

#[test]
fn globs_from_events_are_bounded() {
    let value = "a".repeat(2_000_000);
    let pattern = format!("*{}b*", "?".repeat(1_000_000));
    assert!(!holds(
        "t.string glob val(u.string)",
        &json!({"t.string": value, "u.string": pattern})
    ));
    let unclosed = "[".repeat(2_000_000);
    assert!(!holds(
        "t.string iglob val(u.string)",
        &json!({"t.string": unclosed, "u.string": unclosed})
    ));
    let brackets = "[".repeat(8_000);
    holds(
        "t.string glob val(t.string)",
        &json!({"t.string": brackets}),
    );
    assert!(holds(
        "t.string glob val(u.string)",
        &json!({"t.string": value, "u.string": "a*[ab]a?"})
    ));
}

#[test]
fn what_join_makes_is_bounded() {
    let event = json!({"t.string": "x".repeat(1_000_000), "l.string": vec!["y"; 100_000]});
    assert!(!holds("join(t.string, l.string) exists", &event));
    assert!(holds(
        "join(u.string, l.string) exists or join(\"-\", l.string) contains y-y",
        &event
    ));
}

#[test]
fn what_concat_and_lists_make_is_bounded() {
    let many = vec!["t.string"; 1_000].join(",");
    let event = json!({"t.string": "x".repeat(1_000_000), "l.string": vec![""; 100_000]});
    assert!(!holds(&format!("concat({many}) exists"), &event));
    assert!(!holds(&format!("len(({many})) exists"), &event));
    let lists = vec!["l.string"; 1_000].join(",");
    assert!(!holds(&format!("join(\"\",({lists})) exists"), &event));
}

#[test]
fn what_all_expressions_make_together_is_bounded() {
    let event = json!({"t.string": "x".repeat(50_000_000)});
    assert!(holds(
        "tolower(t.string) exists and toupper(t.string) exists",
        &event
    ));
    assert!(!holds(
        "tolower(t.string) exists and toupper(t.string) exists and basename(t.string) exists and concat(\"\",t.string) exists",
        &event
    ));
}

#[test]
fn long_option_strings_take_linear_time() {
    let event = json!({"t.string": "a".repeat(1_000_000), "l.string": [format!("-{}", "a".repeat(1_000_000))]});
    assert!(holds("getopt(l.string, t.string) intersects (a)", &event));
}
