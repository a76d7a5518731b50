//! The filter in the Fluent Bit that `FALCONET_FLUENT_BIT` names.

use std::ffi::OsString;
use std::fs;
use std::process::Command;

use crate::golden::{alerts, cases};
use crate::place::{event, pack, workplace};
use crate::support::Workplace;

/// Every so many of the recorded cases that fit.
const EACH: usize = 60;

fn program() -> Option<OsString> {
    let program = std::env::var_os("FALCONET_FLUENT_BIT");
    if program.is_none() {
        eprintln!("SKIPPED: FALCONET_FLUENT_BIT names no Fluent Bit");
    }
    program
}

/// What comes out of Fluent Bit that reads these lines and passes them through the packed filter.
fn through(program: &OsString, place: &Workplace, lines: &str, parser: &str) -> Vec<String> {
    place.file("events.log", lines.as_bytes());
    place.file(
        "parsers.conf",
        b"[PARSER]\n    Name json\n    Format json\n",
    );
    place.file("out.log", b"");
    let configuration = format!(
        "[SERVICE]\n    Flush 0.2\n    Grace 1\n    Parsers_File {parsers}\n\
         [INPUT]\n    Name tail\n    Path {events}\n    Read_from_Head true\n    Exit_On_Eof true\n    Buffer_Max_Size 8M\n    {parser}\n\
         [FILTER]\n    Name wasm\n    Match *\n    Wasm_Path {wasm}\n    Function_Name falconet_filter\n    Event_Format json\n    Wasm_Heap_Size 8M\n    Wasm_Stack_Size 64K\n\
         [OUTPUT]\n    Name file\n    Match *\n    Path {folder}\n    File out.log\n    Format plain\n",
        parsers = place.path("parsers.conf").display(),
        events = place.path("events.log").display(),
        wasm = place.path("out.wasm").display(),
        folder = place.path("").display(),
    );
    let path = place.file("fluent-bit.conf", configuration.as_bytes());
    let ran = Command::new(program).arg("-c").arg(path).output().unwrap();
    let said = String::from_utf8_lossy(&ran.stderr);
    assert!(ran.status.success(), "{said}");
    assert!(!said.contains("[error]"), "{said}");
    let out = fs::read_to_string(place.path("out.log")).unwrap();
    out.lines().map(str::to_owned).collect()
}

#[test]
fn recorded_cases_give_falcos_alerts_in_fluent_bit() {
    let (Some(place), Some(program)) = (workplace(), program()) else {
        return;
    };
    for case in cases(EACH) {
        let Some(records) = case.records() else {
            continue;
        };
        pack(&place, &case.options(&place)).expect(0, "");
        let lines: String = records.iter().flat_map(|record| [record, "\n"]).collect();
        let out = through(&program, &place, &lines, "Parser json");
        let judged: Vec<_> = out
            .iter()
            .flat_map(|line| alerts(line.as_bytes()))
            .collect();
        assert_eq!(judged, case.expected(), "{}", case.name);
    }
}

#[test]
fn each_mode_does_in_fluent_bit_what_it_does_here() {
    let (Some(place), Some(program)) = (workplace(), program()) else {
        return;
    };
    let lines = format!("{}\n{}\n", event("CreateUser"), event("DeleteUser"));
    for (mode, parser, expected) in [
        (
            "alert",
            "Parser json",
            ["\"rule\":\"user created\""].as_slice(),
        ),
        (
            "annotate",
            "Parser json",
            &[
                "\"falco.rule\":\"user created\"",
                "\"eventName\":\"DeleteUser\"",
            ],
        ),
        ("drop", "Parser json", &["\"falco.rule\":\"user created\""]),
    ] {
        pack(&place, &["--mode", mode]).expect(0, "");
        let out = through(&program, &place, &lines, parser);
        assert_eq!(out.len(), expected.len(), "{mode}: {out:?}");
        for (line, expected) in out.iter().zip(expected) {
            assert!(line.contains(expected), "{mode}: {line}");
        }
    }
}
