//! Several threads say what one says, byte for byte: with the real module.

use crate::scanning::{event, workplace};
use crate::support::{Ran, Workplace, gzip};

const FIRST: &[u8] = br#"{"Records":["#;

fn told(ran: Ran) -> (Option<i32>, String, String) {
    (ran.code, ran.stdout, ran.stderr)
}

#[track_caller]
fn assert_same(workplace: &Workplace, options: &[&str]) -> (Option<i32>, String, String) {
    let scan = |threads: &str| told(workplace.scan(&[&["--threads", threads], options].concat()));
    let one = scan("1");
    for threads in ["2", "7"] {
        assert_eq!(scan(threads), one, "{threads} threads, {options:?}");
    }
    one
}

fn users(count: usize) -> impl Iterator<Item = Vec<u8>> {
    (0..count).map(|number| event(format!("u{number}").as_bytes()))
}

fn lines(count: usize) -> Vec<u8> {
    let lines = users(count).map(|event| [&event[..], b"\n"].concat());
    lines.collect::<Vec<_>>().concat()
}

/// As people print JSON: braces and commas end lines.
fn pretty(event: &[u8]) -> Vec<u8> {
    let text = String::from_utf8(event.to_vec()).unwrap();
    let text = text
        .replace('{', "{\n  ")
        .replace(',', ",\n  ")
        .replace('}', "\n}");
    text.into_bytes()
}

/// Documents of every form in which records come, whole and broken.
fn forms() -> Vec<(&'static str, Vec<u8>)> {
    let records = |between: &[u8]| users(60).collect::<Vec<_>>().join(between);
    let document = [FIRST, &records(b",\n"), b"]}\n"].concat();
    let one_line = [FIRST, &records(b","), b"]}"].concat();
    let printed: Vec<_> = users(40).map(|event| pretty(&event)).collect();
    let cut_off = [&lines(30)[..], b"{\"Records\":[\n", &lines(30)].concat();
    let noisy = [
        &lines(20)[..],
        b"nonsense\n{\"a\":tru}\n{}\n{\"eventName\":\n",
        &lines(20),
    ]
    .concat();
    let list = [b"[", &records(b",\n")[..], b"]\n"].concat();
    vec![
        ("lines", lines(100)),
        ("a document over lines", document.clone()),
        ("documents on one line", [&one_line[..], &one_line].concat()),
        ("printed records", printed.join(&b"\n"[..])),
        ("a list", list.clone()),
        ("cut off", cut_off.clone()),
        ("noise", noisy.repeat(5)),
        (
            "everything",
            [
                lines(40),
                document,
                printed.concat(),
                noisy,
                lines(5),
                list,
                cut_off,
            ]
            .concat(),
        ),
    ]
}

#[test]
fn records_of_every_form_come_out_in_order_and_their_places_are_right() {
    let Some(workplace) = workplace() else { return };
    for (name, input) in forms() {
        workplace.file("a.json", &input);
        for batch in ["1", "200", "3000"] {
            let (_, alerts, _) = assert_same(&workplace, &["--batch", batch, "a.json"]);
            assert!(alerts.lines().count() >= 40, "{name}: {alerts}");
        }
    }
}

#[test]
fn folders_of_files_of_every_form_come_out_in_order() {
    let Some(workplace) = workplace() else { return };
    for round in 0..4 {
        for (at, (_, input)) in forms().into_iter().enumerate() {
            workplace.file(&format!("in/{round}/{at}.json"), &input);
            workplace.file(&format!("in/{at}/{round}.json.gz"), &gzip(&input));
        }
    }
    assert_same(&workplace, &["--batch", "4KiB", "in"]);
    assert_same(
        &workplace,
        &["--max-problems", "1000", "--strict", "in", "in"],
    );
}

#[test]
fn statistics_are_those_of_all_threads() {
    let Some(workplace) = workplace() else { return };
    for (_, input) in forms() {
        workplace.file("a.json", &input);
        let options = [
            "-o",
            "json_output=false",
            "--batch",
            "1KiB",
            "a.json",
            "a.json",
        ];
        let (_, alerts, _) = assert_same(&workplace, &options);
        let total = alerts
            .lines()
            .find_map(|line| line.strip_prefix("Events detected: "));
        let told = alerts
            .lines()
            .filter(|line| line.contains(": Warning user="))
            .count();
        assert_eq!(total, Some(&*told.to_string()));
    }
}

#[test]
fn fields_that_count_events_count_all_of_them() {
    let Some(workplace) = workplace() else { return };
    let rules = crate::scanning::RULES.replace("user=", "n=%evt.num t=%evt.reltime user=");
    workplace.file("rules.yaml", rules.as_bytes());
    workplace.file("a.json", &lines(300));
    let (_, alerts, _) = assert_same(&workplace, &["--batch", "1KiB", "a.json", "a.json"]);
    let last = alerts.lines().last().unwrap();
    assert!(last.contains("n=600 t=000000000 user=u299"), "{last}");
}

#[test]
fn a_record_that_kills_costs_only_itself_on_any_thread() {
    let Some(workplace) = workplace() else { return };
    let large = [
        br#"{"eventTime":"2024-03-14T12:34:56Z","eventType":"","x":""#,
        &vec![b'a'; 40 << 20][..],
        b"\"}\n",
    ];
    workplace.file(
        "a.json",
        &[&lines(500)[..], &large.concat(), &lines(500)].concat(),
    );
    let options = ["--memory", "32MiB", "--batch", "16KiB", "a.json"];
    let (code, alerts, said) = assert_same(&workplace, &options);
    assert_eq!((code, alerts.lines().count()), (Some(1), 1000), "{said}");
    assert!(said.contains("the module ran out of its memory"), "{said}");
}
