use crate::scanning::{Scanned, assert_scanned, event};

#[test]
fn a_byte_order_mark_is_no_part_of_the_first_record() {
    let bom = b"\xef\xbb\xbf";
    assert_scanned(
        &[bom, &event(b"eve")[..], b"\n"].concat(),
        &Scanned::well(&["eve"]),
    );
    let document = [bom, &b"{\"Records\":["[..], &event(b"eve"), b"]}"].concat();
    assert_scanned(&document, &Scanned::well(&["eve"]));
}

#[test]
fn lines_may_end_as_on_windows_and_the_last_one_not_at_all() {
    let input = [
        &event(b"ann")[..],
        b"\r\n\r\n",
        &event(b"bob"),
        b"\r\n",
        &event(b"cid"),
    ]
    .concat();
    assert_scanned(&input, &Scanned::well(&["ann", "bob", "cid"]));
}

#[test]
fn empty_and_blank_inputs_hold_no_records() {
    for input in [&b""[..], b"\n", b"\r\n \t\n\n", b"\xef\xbb\xbf", b"\0\0\0"] {
        assert_scanned(input, &Scanned::well(&[]));
    }
}

#[test]
fn nul_bytes_between_records_are_passed_over() {
    let input = [
        b"\0\0",
        &event(b"ann")[..],
        b"\0\n\0\n",
        &event(b"bob"),
        b"\0",
    ]
    .concat();
    assert_scanned(&input, &Scanned::well(&["ann", "bob"]));
}

#[test]
fn a_text_ends_at_its_first_nul_raw_or_escaped() {
    let input = [&event(b"ann\0x")[..], b"\n", &event(b"bob\\u0000x"), b"\n"].concat();
    assert_scanned(&input, &Scanned::well(&["ann", "bob"]));
}

#[test]
fn invalid_utf_8_in_a_value_is_replaced_in_the_alert() {
    let input = [&event(b"a\xff")[..], b"\n", &event(b"bob"), b"\n"].concat();
    assert_scanned(&input, &Scanned::well(&["a\u{fffd}", "bob"]));
}

#[test]
fn a_line_of_bytes_that_are_no_text_costs_nothing_else() {
    let ann = event(b"ann");
    let input = [&ann[..], b"\n\xff\xfe\x00\x80\n", &event(b"bob"), b"\n"].concat();
    let place = format!(
        "record 2 at byte {} is malformed: not a JSON object",
        ann.len() + 1
    );
    assert_scanned(&input, &Scanned::well(&["ann", "bob"]).but(&[&place]));
}
