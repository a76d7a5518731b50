//! Several threads say what one says, whatever happens: with the stand-in for the module.

use std::io::{Read as _, Write as _};
use std::process::Stdio;

use crate::support::{Ran, Workplace, gzip, noise};

/// What a scan came to, but for how long it took and how much memory.
fn told(ran: Ran) -> (Option<i32>, String, String) {
    let lines = ran.stderr.lines();
    let lines = lines.take_while(|line| !line.starts_with("module memory"));
    (ran.code, ran.stdout, lines.collect::<Vec<_>>().join("\n"))
}

/// Scans with one thread and with several; what one comes to.
#[track_caller]
fn assert_same(workplace: &Workplace, options: &[&str]) -> (Option<i32>, String, String) {
    let scan = |threads: &str| {
        told(workplace.scan(&[&["--stats", "--threads", threads], options].concat()))
    };
    let one = scan("1");
    for threads in ["2", "3", "16"] {
        assert_eq!(scan(threads), one, "{threads} threads, {options:?}");
    }
    one
}

/// Lines among which something is unfinished now and then, and some of which kill the module.
fn mixture(seed: u32, lines: u32) -> String {
    let line = |number: u32| match (number ^ seed).wrapping_mul(2_654_435_761) >> 24 {
        0..10 => format!("{{({number} x\n"),
        10..30 => format!("{{)x{number}\n"),
        30..33 => format!("{{T{number}}}\n"),
        33..40 => format!("{{!{number}}}\n"),
        40..50 => "\n".to_owned(),
        50..60 => format!(" x {}\n", "x".repeat(100)),
        _ => format!("{{{number} x}}\n"),
    };
    (0..lines).map(line).collect()
}

#[test]
fn whatever_batches_leave_unfinished_or_die_of_comes_out_in_order() {
    let workplace = Workplace::new();
    for seed in 0..6 {
        workplace.file("a.json", mixture(seed, 400).as_bytes());
        for batch in ["7", "64", "500"] {
            let (code, out, _) = assert_same(&workplace, &["--batch", batch, "a.json"]);
            assert_eq!(code, Some(1));
            assert!(out.contains('y') && out.contains('x'));
        }
    }
}

#[test]
fn what_must_wait_for_its_turn_is_bounded() {
    let workplace = Workplace::new();
    workplace.file("a.json", mixture(9, 2000).as_bytes());
    workplace.file("b.json", mixture(10, 2000).as_bytes());
    for backlog in ["1", "3KiB"] {
        let options = ["--batch", "200", "--backlog", backlog, "a.json", "b.json"];
        assert_same(&workplace, &options);
    }
}

#[test]
fn many_inputs_come_out_in_their_order() {
    let workplace = Workplace::new();
    for number in 0..60 {
        let text = mixture(number, number * 3);
        workplace.file(&format!("in/{number}.json"), text.as_bytes());
        workplace.file(&format!("in/{number}.json.gz"), &gzip(text.as_bytes()));
    }
    let packed = gzip(&noise(50_000));
    workplace.file("in/3-damaged.json.gz", &packed[..packed.len() / 2]);
    workplace.file("in/4-empty.json", b"");
    std::os::unix::fs::symlink("absent", workplace.path("in/5-gone.json")).unwrap();
    let (code, _, said) = assert_same(&workplace, &["--batch", "256", "in", "absent.json"]);
    assert_eq!(code, Some(1));
    for what in [
        "ends too early",
        "in/5-gone.json: cannot open",
        "absent.json: cannot open",
    ] {
        assert!(said.contains(what), "{said}");
    }
}

#[test]
fn an_input_that_kills_again_and_again_is_left_at_the_same_place() {
    let workplace = Workplace::new();
    workplace.file("a.json", &b"{T}\n{x}\n".repeat(100));
    workplace.file("b.json", &b"{x}\n".repeat(100));
    let (_, _, said) = assert_same(&workplace, &["--batch", "9", "a.json", "b.json", "a.json"]);
    assert_eq!(
        said.matches("what follows byte 64 is not judged").count(),
        2
    );
}

#[test]
fn a_stream_among_files_keeps_its_place() {
    let workplace = Workplace::new();
    workplace.file("a.json", &b"{a}\n".repeat(1000));
    let scan = |threads: &str| {
        let options = [
            "--threads",
            threads,
            "--batch",
            "64",
            "a.json",
            "-",
            "a.json",
        ];
        let mut command =
            workplace.command(&[&["scan", "-r", "rules.yaml"], &options[..]].concat());
        let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = piped.spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        stdin.write_all(&b"{s}\n".repeat(500)).unwrap();
        drop(stdin);
        String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap()
    };
    let a = "{a}\n".repeat(1000);
    let expected = [&a[..], &"{s}\n".repeat(500), &a].concat();
    for threads in ["1", "2", "5"] {
        assert_eq!(scan(threads), expected, "{threads} threads");
    }
}

#[test]
fn a_reader_that_goes_away_is_not_kept_waiting_by_a_stream() {
    let workplace = Workplace::new();
    workplace.file("a.json", &noise(3_000_000));
    let arguments = ["scan", "-r", "rules.yaml", "--threads", "2", "a.json", "-"];
    let mut command = workplace.command(&arguments);
    let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = piped.spawn().unwrap();
    let _nothing_comes = child.stdin.take().unwrap();
    let mut first = [0; 10];
    child.stdout.take().unwrap().read_exact(&mut first).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[test]
fn a_number_of_threads_that_makes_no_sense_is_refused() {
    let workplace = Workplace::new();
    for threads in ["0", "257", "-1", "many", "99999999999999999999"] {
        let option = format!("--threads={threads}");
        workplace.scan(&[&option, "a.json"]).expect(
            2,
            &format!(
                "invalid value '{threads}' for '--threads <N>': expected a number from 1 to 256"
            ),
        );
    }
}

#[test]
fn a_module_that_needs_its_events_in_order_gets_them() {
    for order in ["\"needs_order\": true, ", ""] {
        let answer = crate::support::ANSWER.replace("\"needs_order\": false, ", order);
        let module = crate::support::module(1, &answer);
        let workplace = Workplace::with_module(&module);
        workplace.file("a.json", mixture(3, 500).as_bytes());
        assert_same(&workplace, &["--batch", "100", "a.json"]);
    }
}
