use crate::scanning::{RULES, Scanned, event, scan, workplace};
use crate::support::{Ran, Workplace};

/// Bytes of a field that the first rule makes far too much of.
const HEAVY: usize = 300_000;

/// A folder with a rule that some events make run out of memory.
fn killing() -> Option<Workplace> {
    let workplace = workplace()?;
    let many = vec!["ct.useragent"; 300].join(",");
    let heavy = format!(
        "- {{rule: heavy, desc: d, condition: 'ct.useragent exists and concat({many}) = x', output: o, priority: INFO, source: aws_cloudtrail}}\n"
    );
    workplace.file("rules.yaml", (heavy + RULES).as_bytes());
    Some(workplace)
}

fn killer() -> Vec<u8> {
    let event = event(b"eve");
    let agent = format!(r#","userAgent":"{}"}}"#, "x".repeat(HEAVY));
    [&event[..event.len() - 1], agent.as_bytes()].concat()
}

fn scanned(workplace: &Workplace, input: &[u8], batch: &str) -> Ran {
    scan(workplace, input, &["--memory", "32MiB", "--batch", batch])
}

/// Good records around one that kills, put together with these texts between them; where the one that kills lies.
fn document(open: &str, comma: &str, close: &str) -> (Vec<u8>, [usize; 2]) {
    let [ann, bob] = [event(b"ann"), event(b"bob")];
    let before = [open.as_bytes(), &ann, comma.as_bytes()].concat();
    let killer = killer();
    let place = [before.len(), before.len() + killer.len()];
    let input = [
        &before[..],
        &killer,
        comma.as_bytes(),
        &bob,
        close.as_bytes(),
    ]
    .concat();
    (input, place)
}

#[test]
fn a_record_that_kills_costs_itself_alone_whatever_document_it_stands_in() {
    let Some(workplace) = killing() else { return };
    for (open, comma, close) in [
        ("", "\n", "\n"),
        ("[", ",", "]"),
        ("{\"Records\":[", ",", "]}\n"),
        ("{\n \"Records\": [\n  ", ",\n  ", "\n ]\n}\n"),
        ("{\"Records\":[", ",", "]}{\"Records\":[]} {}"),
    ] {
        let (input, [start, end]) = document(open, comma, close);
        let ran = scanned(&workplace, &input, "1MiB");
        let place = format!(
            "a.json: the module ran out of its memory of 32MiB (--memory), in bytes {start} to {end}\n\
             falconet: a.json: not everything in bytes {start} to {end} is judged\n"
        );
        ran.expect(1, &place);
        let scanned = Scanned::from(&ran);
        assert_eq!(scanned.users, ["ann", "bob"], "{open}");
        assert_eq!(scanned.counts[0], 2, "{open}");
    }
}

#[test]
fn what_is_unfinished_behind_a_batch_that_killed_goes_on() {
    let Some(workplace) = killing() else { return };
    let (mut input, _) = document("{\"Records\":[", ",", "");
    let padding = format!(r#",{{"padding":"{}"}}"#, "x".repeat(400_000));
    input.extend_from_slice(padding.as_bytes());
    let tail = [
        &b","[..],
        &event(b"cid"),
        b",{\"a\":},",
        &event(b"dan"),
        b"]}\n",
    ]
    .concat();
    let bad = input.len() + 1 + event(b"cid").len() + 1 + 5;
    input.extend_from_slice(&tail);
    let ran = scanned(&workplace, &input, "512KiB");
    let problem = format!("record 6 at byte {bad} is malformed: expected a value");
    ran.expect(1, &problem);
    assert_eq!(Scanned::from(&ran).users, ["ann", "bob", "cid", "dan"]);
}

#[test]
fn places_of_malformed_records_beside_one_that_kills_are_those_in_the_input() {
    let Some(workplace) = killing() else { return };
    let (input, _) = document("nonsense\n[", ",", ",{\"a\":}]\n");
    let bad = input.len() - 3;
    let ran = scanned(&workplace, &input, "1MiB");
    ran.expect(1, "record 1 at byte 0 is malformed: not a JSON object");
    let problem = format!("record 5 at byte {bad} is malformed: expected a value");
    ran.expect(1, &problem);
}

#[test]
fn an_input_of_nothing_but_records_that_kill_is_left_in_the_end() {
    let Some(workplace) = killing() else { return };
    let killers = vec![killer(); 20];
    let input = [b"[", &killers.join(&b',')[..], b"]"].concat();
    let ran = scanned(&workplace, &input, "16MiB");
    ran.expect(1, "is not judged\n");
    assert_eq!(ran.stat("module failures"), 17);
}
