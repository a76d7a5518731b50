//! A module that imports WASI is given nothing by it.

use serde_json::Value;

use crate::running::{Place, Sidecar, event};
use crate::support::ANSWER;

fn place() -> Place {
    let packed = 64_u64 << 32 | ANSWER.len() as u64;
    let data = ANSWER
        .replace('\\', "\\\\")
        .replace('"', "\\\"")
        .replace('\n', "\\n");
    let text = include_str!("wasi.wat")
        .replace("ANSWER_PACKED", &packed.to_string())
        .replace("\"ANSWER\"", &format!("\"{data}\""));
    Place::with_module(&wat::parse_str(text).unwrap())
}

/// The reason of the one dead letter of a record.
fn death(place: &Place, sidecar: &Sidecar, record: &str) -> String {
    assert_eq!(sidecar.send(record.as_bytes()).code, 200);
    let letters = place.read("state/dead-letters.jsonl");
    let mut letters = letters
        .lines()
        .map(|line| serde_json::from_str(line).unwrap());
    let letter: Value = letters
        .rfind(|letter: &Value| letter["record"] == record)
        .unwrap();
    letter["reason"].as_str().unwrap().to_owned()
}

#[test]
fn it_opens_no_file_and_sees_no_environment_argument_chance_or_time() {
    let place = place();
    let sidecar = place.start_with(|command| command.env("SECRET", "s3cr3t"));
    for number in 1..=2 {
        assert_eq!(sidecar.send(b"{a").code, 200);
        // Errors: 8 no such descriptor, 3a not supported, 36 no folder. Answers are 0, and so is what was asked for.
        let line = "36 8 8 8 0 0 0 0 0 0 0 5a5a5a5a 0 0 0 0 0 8 3a\n";
        assert_eq!(place.read("alerts.jsonl"), line.repeat(number));
    }
}

#[test]
fn it_cannot_end_the_sidecar_and_its_last_words_are_kept() {
    let place = place();
    let sidecar = place.start();
    let gave_up = death(&place, &sidecar, "{T");
    assert_eq!(gave_up, "the module gave up: guest speaks");
    let ended = death(&place, &sidecar, "{X");
    assert!(ended.contains("exit status 7"), "{ended}");
    assert_eq!(sidecar.send(event("a").as_bytes()).code, 200);
}

#[test]
fn what_it_writes_to_standard_error_is_in_the_log() {
    let place = place();
    let sidecar = place.start_with(|command| command.env("FALCONET_LOG", "debug"));
    sidecar.send(b"{a");
    sidecar.send(b"{b");
    sidecar.signal("TERM");
    let said = sidecar.said();
    let words = said.lines().filter(|line| line.contains("guest speaks"));
    assert_eq!(words.count(), 2, "{said}");
}
