//! `falconet suggest`: what the command line adds to what the module proposes.

use crate::scanning::workplace;
use crate::support::Workplace;

fn with_events() -> Option<Workplace> {
    let workplace = workplace()?;
    let event = |arn: &str, record: usize| {
        format!(
            "{{\"eventTime\": \"2026-11-30T10:00:{record:02}Z\", \"eventType\": \"x\", \"eventName\": \"CreateUser\", \"userIdentity\": {{\"arn\": \"{arn}\"}}}}\n"
        )
    };
    let events: String = (0..20)
        .map(|at| event(if at == 7 { "arn:eve" } else { "arn:robot" }, at))
        .collect();
    workplace.file("events.ndjson", events.as_bytes());
    Some(workplace)
}

#[test]
fn an_exception_that_is_written_leaves_what_is_said() {
    let Some(workplace) = with_events() else {
        return;
    };
    let ran = workplace.run(&[
        "suggest",
        "-r",
        "rules.yaml",
        "--format",
        "yaml",
        "events.ndjson",
    ]);
    ran.expect(0, "");
    assert!(
        ran.stdout.contains("removes 19 of 20 alerts"),
        "{}",
        ran.stdout
    );
    workplace.file("local.yaml", ran.stdout.as_bytes());
    let ran = workplace.run(&[
        "scan",
        "-r",
        "rules.yaml",
        "-r",
        "local.yaml",
        "events.ndjson",
    ]);
    assert_eq!(ran.stdout.lines().count(), 1, "{}", ran.stdout);
    let ran = workplace.run(&["check", "rules.yaml", "local.yaml"]);
    ran.expect(0, "");
}

#[test]
fn events_that_are_many_or_bad_are_told() {
    let Some(workplace) = with_events() else {
        return;
    };
    let suggest = |more: &[&str]| workplace.run(&[&["suggest", "-r", "rules.yaml"], more].concat());
    let few = suggest(&["--max-alerts", "4", "--min-alerts", "5", "events.ndjson"]);
    few.expect(0, "");
    assert!(
        few.stdout
            .contains("4 of them are looked at (--max-alerts, --max-kept)"),
        "{}",
        few.stdout
    );
    assert!(
        few.stdout
            .contains("are shared by enough alerts (--min-alerts)"),
        "{}",
        few.stdout
    );
    workplace.file("bad.ndjson", b"{\n");
    suggest(&["bad.ndjson"]).expect(1, "");
    suggest(&["--rule", "deleted", "events.ndjson"]).expect(1, "there is no rule `deleted`");
    suggest(&["none.ndjson"]).expect(1, "none.ndjson");
    suggest(&["--max-proposals", "0", "events.ndjson"]).expect(2, "--max-proposals");
}
