use crate::scanning::{Scanned, assert_scanned, event, scan, workplace};
use crate::support::gzip;

const DEPTH: usize = 10_000;
/// Nesting that is accepted, as in Falco.
const DEEPEST: usize = 300;

/// Two good records around a bad one, each on its line, and where the bad one begins.
fn around(bad: &[u8]) -> (Vec<u8>, usize) {
    let first = [&event(b"ann")[..], b"\n"].concat();
    let input = [&first[..], bad, b"\n", &event(b"bob"), b"\n"].concat();
    (input, first.len())
}

#[track_caller]
fn assert_costs_only_itself(bad: &[u8], offset_within: usize, reason: &str) {
    let (input, start) = around(bad);
    let place = format!(
        "record 2 at byte {} is malformed: {reason}",
        start + offset_within
    );
    assert_scanned(&input, &Scanned::well(&["ann", "bob"]).but(&[&place]));
}

#[test]
fn objects_nested_ten_thousand_deep_cost_only_themselves() {
    let bad = [r#"{"a":"#.repeat(DEPTH), "1".to_owned(), "}".repeat(DEPTH)].concat();
    let innermost_allowed = r#"{"a":"#.len() * DEEPEST;
    assert_costs_only_itself(bad.as_bytes(), innermost_allowed, "nesting deeper than 300");
}

#[test]
fn an_event_with_arrays_nested_ten_thousand_deep_costs_only_itself() {
    let event = event(b"eve");
    let (open, close) = ("[".repeat(DEPTH), "]".repeat(DEPTH));
    let head = [&event[..event.len() - 1], br#","x":"#].concat();
    let bad = [&head[..], open.as_bytes(), close.as_bytes(), b"}"].concat();
    assert_costs_only_itself(&bad, head.len() + DEEPEST - 1, "nesting deeper than 300");
}

#[test]
fn ten_thousand_open_lists_do_not_hide_the_events_in_them() {
    let ann = event(b"ann");
    let input = [
        &ann[..],
        b"\n",
        "[".repeat(DEPTH).as_bytes(),
        b"\n",
        &event(b"bob"),
        b"\n",
    ]
    .concat();
    let place = format!(
        "record 3 at byte {} is malformed: input ends inside a list of records",
        ann.len() + 1
    );
    assert_scanned(&input, &Scanned::well(&["ann", "bob"]).but(&[&place]));
}

#[test]
fn a_line_that_is_no_object_costs_only_itself() {
    for bad in ["garbage", "\"text\"", "5", "true", "<xml/>"] {
        assert_costs_only_itself(bad.as_bytes(), 0, "not a JSON object");
    }
}

#[test]
fn a_line_that_is_cut_off_costs_only_itself() {
    let reason = "record is cut off: the next line begins another one";
    assert_costs_only_itself(br#"{"eventName":"#, 0, reason);
}

#[test]
fn a_malformed_element_of_a_document_costs_only_itself() {
    let head = [&b"{\"Records\":["[..], &event(b"ann"), b","].concat();
    let input = [&head[..], br#"{"a":tru},"#, &event(b"bob"), b"]}"].concat();
    let place = format!(
        "record 2 at byte {} is malformed: expected a value",
        head.len() + r#"{"a":"#.len()
    );
    assert_scanned(&input, &Scanned::well(&["ann", "bob"]).but(&[&place]));
}

#[test]
fn an_input_that_ends_inside_a_record_tells_where_it_began() {
    let ann = [&event(b"ann")[..], b"\n"].concat();
    let bob = event(b"bob");
    let input = [&ann[..], &bob[..bob.len() - 9]].concat();
    let place = format!(
        "record 2 at byte {} is malformed: input ends inside a record",
        ann.len()
    );
    assert_scanned(&input, &Scanned::well(&["ann"]).but(&[&place]));
}

#[test]
fn truncated_compression_gives_what_came_before_and_says_where_it_ends() {
    let Some(workplace) = workplace() else { return };
    let many = [&event(b"ann")[..], b"\n"].concat().repeat(20_000);
    let packed = gzip(&many);
    let ran = scan(&workplace, &packed[..packed.len() / 2], &[]);
    let scanned = Scanned::from(&ran);
    assert_eq!(scanned.code, Some(0));
    assert_eq!(scanned.users.len() as u64, scanned.counts[0]);
    assert!(
        (1000..20_000).contains(&scanned.users.len()),
        "{}",
        scanned.users.len()
    );
    let judged = ran.stat("bytes ");
    assert!(
        scanned.said.contains(&format!(
            "falconet: a.json: the gzip data ends too early; the {judged} bytes before that were judged"
        )),
        "{:?}",
        scanned.said
    );
    scan(&workplace, &packed[..packed.len() / 2], &["--strict"]).expect(1, "ends too early");
}
