//! What `pack`, `inspect` and `verify` say and write.

use std::fs;

use serde_json::Value;

use crate::place::{pack, workplace};

#[test]
fn the_same_rules_make_the_same_bytes_and_other_rules_others() {
    let Some(place) = workplace() else { return };
    pack(&place, &[]).expect(0, "");
    let first = fs::read(place.path("out.wasm")).unwrap();
    pack(&place, &["--no-cache"]).expect(0, "");
    assert!(fs::read(place.path("out.wasm")).unwrap() == first);
    pack(&place, &["--mode", "drop"]).expect(0, "");
    assert!(fs::read(place.path("out.wasm")).unwrap() != first);
}

#[test]
fn bad_rules_are_shown_as_check_shows_them_and_nothing_is_written() {
    let Some(place) = workplace() else { return };
    place.file("out.wasm", b"old");
    place.file(
        "rules.yaml",
        b"- rule: a\n  condition: ct.nam = x\n- rule: b\n",
    );
    let packed = pack(&place, &[]);
    let checked = place.run(&["check", "rules.yaml"]);
    assert_eq!((packed.code, packed.stdout.as_str()), (Some(1), ""));
    assert_eq!(packed.stderr, checked.stdout);
    assert_eq!(fs::read(place.path("out.wasm")).unwrap(), b"old");
}

#[test]
fn what_was_packed_is_told_for_people_and_for_programs() {
    let Some(place) = workplace() else { return };
    let options = [
        "-o",
        "rule_matching=all",
        "--mode",
        "annotate",
        "--hostname",
        "web-1",
    ];
    pack(&place, &options).expect(0, "");
    let text = place.run(&["inspect", "out.wasm"]).stdout;
    for told in [
        "annotate: ",
        "events of aws_cloudtrail, host name `web-1`, records of at most 16777216 bytes\n",
        "option rule_matching=all\n",
        "file rules.yaml: ",
        "rule user created (Warning, aws_cloudtrail)\n",
        "rule anything (Informational, aws_cloudtrail, disabled)\n",
    ] {
        assert!(text.contains(told), "no `{told}` in {text}");
    }
    let json = place
        .run(&["inspect", "out.wasm", "--format", "json"])
        .stdout;
    let json: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["packed"]["mode"], "annotate");
    assert_eq!(json["packed"]["rules"][0]["name"], "user created");
    let sum = json["packed"]["files"][0]["sha256"].as_str().unwrap();
    assert!(sum.len() == 64 && text.contains(sum), "{sum}");
}

#[test]
fn a_module_without_rules_says_so() {
    let Some(place) = workplace() else { return };
    let ran = place.run(&["inspect", "module.wasm"]);
    assert!(
        ran.stdout.ends_with("no rules are packed in it\n"),
        "{}",
        ran.stdout
    );
    place
        .run(&["verify", "module.wasm", "-r", "rules.yaml"])
        .expect(1, "no rules are packed in `module.wasm`");
    place.file("junk.wasm", b"junk");
    place.run(&["inspect", "junk.wasm"]).expect(
        1,
        "`junk.wasm` cannot be inspected: it is no WebAssembly module",
    );
}

#[test]
fn a_module_is_held_against_its_rules() {
    let Some(place) = workplace() else { return };
    pack(&place, &["-o", "rule_matching=all", "--hostname", "a"]).expect(0, "");
    let verify = || place.run(&["verify", "out.wasm", "-r", "rules.yaml"]);
    let ran = verify();
    assert_eq!(
        ran.expect(0, "").stdout,
        "out.wasm is what these rules make\n"
    );
    let mut bytes = fs::read(place.path("out.wasm")).unwrap();
    let at = bytes.windows(10).position(|text| text == b"CreateUser");
    bytes[at.unwrap()] = b'X';
    place.file("out.wasm", &bytes);
    verify().expect(1, "the bytes are others");
    let rules = fs::read_to_string(place.path("rules.yaml")).unwrap();
    place.file("rules.yaml", rules.replace("WARNING", "ERROR").as_bytes());
    verify().expect(1, "`rules.yaml` has changed since");
}

#[test]
fn where_to_write_is_said_once() {
    let Some(place) = workplace() else { return };
    let pack = |options: &[&str]| place.run(&[&["pack", "-r", "rules.yaml"], options].concat());
    pack(&[]).expect(2, "where to write the module?");
    pack(&["-o", "a.wasm", "--output", "b.wasm"]).expect(2, "where to write the module?");
    pack(&["--output", "a=b.wasm"]).expect(0, "");
    assert!(place.path("a=b.wasm").is_file());
    pack(&["-o", "absent/a.wasm"]).expect(1, "cannot write `absent/a.wasm`");
}

#[test]
fn settings_that_cannot_be_packed_are_usage_errors() {
    let Some(place) = workplace() else { return };
    pack(&place, &["-o", "json_output=false"]).expect(2, "`json_output=false` cannot be packed");
    pack(&place, &["-o", "nonsense=1"]).expect(2, "unknown setting `nonsense`");
    pack(&place, &["--source", "nonsense"])
        .expect(2, "there is no source `nonsense`; the nearest name is");
    assert!(!place.path("out.wasm").exists());
}

#[test]
fn rules_are_packed_into_the_build_for_interpreters_only_and_once() {
    let Some(place) = workplace() else { return };
    pack(&place, &[]).expect(0, "");
    fs::rename(place.path("out.wasm"), place.path("module.wasm")).unwrap();
    pack(&place, &[]).expect(1, "it has rules in it already");
    let imports = r#"(module (import "a" "b" (func)) (memory (export "memory") 1)
        (func (export "falconet_abi") (result i32) i32.const 1))"#;
    place.file("module.wasm", &wat::parse_str(imports).unwrap());
    pack(&place, &[]).expect(1, "cannot be");
}
