use crate::scanning::{Scanned, event, scan, workplace};
use crate::support::gzip;

const MIB: u64 = 1 << 20;
const LARGE: usize = 64 << 20;

/// An event that carries so many bytes beside what is asked of it.
fn padded(user: &[u8], bytes: usize) -> Vec<u8> {
    let event = event(user);
    [
        &event[..event.len() - 1],
        br#","x":""#,
        &vec![b'a'; bytes],
        br#""}"#,
    ]
    .concat()
}

/// A large record between two small ones, and where it begins.
fn around_large() -> (Vec<u8>, usize) {
    let first = [&event(b"ann")[..], b"\n"].concat();
    let input = [
        &first[..],
        &padded(b"eve", LARGE),
        b"\n",
        &event(b"bob"),
        b"\n",
    ]
    .concat();
    (input, first.len())
}

#[test]
fn a_record_of_64_mebibytes_is_judged_like_any_other() {
    let Some(workplace) = workplace() else { return };
    let ran = scan(&workplace, &around_large().0, &[]);
    assert_eq!(Scanned::from(&ran), Scanned::well(&["ann", "eve", "bob"]));
    assert!(ran.stat("module memory, bytes") < 5 * LARGE as u64);
}

#[test]
fn a_record_beyond_the_bound_costs_only_itself_and_little_memory() {
    let Some(workplace) = workplace() else { return };
    let (input, start) = around_large();
    let ran = scan(&workplace, &input, &["--max-record", "1MiB"]);
    let place =
        format!("record 2 at byte {start} is malformed: record is larger than 1048576 bytes");
    assert_eq!(
        Scanned::from(&ran),
        Scanned::well(&["ann", "bob"]).but(&[&place])
    );
    assert!(
        ran.stat("module memory, bytes") < 12 * MIB,
        "{}",
        ran.stderr
    );
}

#[test]
fn a_line_without_an_end_is_not_kept() {
    let Some(workplace) = workplace() else { return };
    let bomb = gzip(&[&event(b"ann")[..], b"\n{\"a\":\"", &vec![b'a'; LARGE]].concat());
    let ran = scan(&workplace, &bomb, &["--max-record", "1MiB"]);
    let place = format!(
        "record 2 at byte {} is malformed: record is larger than 1048576 bytes",
        event(b"ann").len() + 1
    );
    assert_eq!(Scanned::from(&ran), Scanned::well(&["ann"]).but(&[&place]));
    assert!(
        ran.stat("module memory, bytes") < 12 * MIB,
        "{}",
        ran.stderr
    );
}

#[test]
fn a_long_input_takes_no_more_memory_than_a_short_one() {
    let Some(workplace) = workplace() else { return };
    let quiet = String::from_utf8(padded(b"eve", 2000))
        .unwrap()
        .replace("CreateUser", "ListUsers");
    let memory = |records: usize| {
        let ran = scan(
            &workplace,
            format!("{quiet}\n").repeat(records).as_bytes(),
            &[],
        );
        assert_eq!(ran.stat("events "), records as u64);
        ran.stat("module memory, bytes")
    };
    assert_eq!(memory(2000), memory(40_000));
}

#[test]
fn a_record_that_the_memory_cannot_hold_costs_only_itself() {
    let Some(workplace) = workplace() else { return };
    let (input, start) = around_large();
    let bad = b"\nnonsense\n";
    let ran = scan(
        &workplace,
        &[&input[..], bad].concat(),
        &["--memory", "32MiB"],
    );
    let scanned = Scanned::from(&ran);
    assert_eq!(scanned.code, Some(1));
    assert_eq!(scanned.users, ["ann", "bob"]);
    assert_eq!(scanned.counts, [2, 0, 1]);
    let [died, lost, malformed, _] = &scanned.said[..] else {
        panic!("{:?}", scanned.said)
    };
    assert!(died.starts_with(
        "falconet: a.json: the module ran out of its memory of 32MiB (--memory), in bytes "
    ));
    let end = input.len() - event(b"bob").len() - 1;
    assert_eq!(
        lost,
        &format!("falconet: a.json: not everything in bytes {start} to {end} is judged")
    );
    let place = format!("record 4 at byte {} is malformed", input.len() + 1);
    assert!(malformed.contains(&place), "{malformed}");
}
