use std::io::Write as _;
use std::process::Stdio;

use crate::scanning::workplace;
use crate::support::{Ran, Workplace};

const UNTIDY: &[u8] = b"-   list: a # ours\n    items: [x,y]\n";
const TIDY: &str = "- list: a  # ours\n  items: [x, y]\n";

fn text(workplace: &Workplace, name: &str) -> String {
    std::fs::read_to_string(workplace.path(name)).unwrap()
}

#[test]
fn files_are_rewritten_and_named() {
    let Some(workplace) = workplace() else { return };
    workplace.file("r/a.yaml", UNTIDY);
    workplace.file("r/b.yaml", TIDY.as_bytes());
    let ran = workplace.run(&["fmt", "r", "r/a.yaml"]);
    ran.expect(0, "");
    assert_eq!(ran.stdout, "formatted r/a.yaml\n");
    assert_eq!(text(&workplace, "r/a.yaml"), TIDY);
    assert_eq!(workplace.run(&["fmt", "r"]).stdout, "");
}

#[test]
fn a_check_names_files_and_changes_none() {
    let Some(workplace) = workplace() else { return };
    workplace.file("a.yaml", UNTIDY);
    let ran = workplace.run(&["fmt", "--check", "a.yaml"]);
    ran.expect(1, "");
    assert_eq!(ran.stdout, "a.yaml\n");
    assert_eq!(text(&workplace, "a.yaml").as_bytes(), UNTIDY);
}

#[test]
fn a_diff_shows_what_would_change() {
    let Some(workplace) = workplace() else { return };
    workplace.file("a.yaml", UNTIDY);
    let ran = workplace.run(&["fmt", "--diff", "a.yaml"]);
    ran.expect(1, "");
    let expected = "--- a.yaml\n+++ a.yaml\n@@ -1,2 +1,2 @@\n--   list: a # ours\n-    items: [x,y]\n+- list: a  # ours\n+  items: [x, y]\n";
    assert_eq!(ran.stdout, expected);
    assert_eq!(text(&workplace, "a.yaml").as_bytes(), UNTIDY);
}

#[test]
fn standard_input_goes_to_standard_output() {
    let Some(workplace) = workplace() else { return };
    let mut command = workplace.command(&["fmt", "-"]);
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(UNTIDY).unwrap();
    let ran = Ran::from(child.wait_with_output().unwrap());
    ran.expect(0, "");
    assert_eq!(ran.stdout, TIDY);
}

#[test]
fn a_file_that_is_no_yaml_is_shown_with_its_place_and_stays() {
    let Some(workplace) = workplace() else { return };
    workplace.file("a.yaml", b"- list: [\n");
    workplace.file("b.yaml", UNTIDY);
    let ran = workplace.run(&["fmt", "a.yaml", "b.yaml"]);
    ran.expect(1, "error[LOAD_ERR_YAML_PARSE]: ");
    ran.expect(1, " --> a.yaml:");
    assert_eq!(ran.stdout, "formatted b.yaml\n");
    assert_eq!(text(&workplace, "a.yaml"), "- list: [\n");
}

#[test]
fn what_has_no_layout_is_told() {
    let Some(workplace) = workplace() else { return };
    workplace.file("a.yaml", b"%YAML 1.2\n---\n-   a\n");
    workplace
        .run(&["fmt", "--check", "a.yaml"])
        .expect(0, "note: `a.yaml` stays as it is: it has YAML");
}

#[test]
fn a_file_that_cannot_be_written_does_not_keep_the_others() {
    let Some(workplace) = workplace() else { return };
    let locked = workplace.file("a.yaml", UNTIDY);
    workplace.file("b.yaml", UNTIDY);
    let mut permissions = std::fs::metadata(&locked).unwrap().permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(&locked, permissions).unwrap();
    let ran = workplace.run(&["fmt", "a.yaml", "b.yaml"]);
    ran.expect(1, "falconet: cannot write `a.yaml`: it is read-only\n");
    assert_eq!(ran.stdout, "formatted b.yaml\n");
}

#[test]
fn files_that_cannot_be_read_do_not_keep_the_others_from_being_formatted() {
    let Some(workplace) = workplace() else { return };
    workplace.file("a.yaml", UNTIDY);
    workplace.file("binary.yaml", b"\xff");
    let ran = workplace.run(&["fmt", "absent.yaml", "binary.yaml", "a.yaml"]);
    ran.expect(
        1,
        "falconet: cannot read the rules `absent.yaml`: No such file",
    );
    ran.expect(
        1,
        "falconet: the rules file `binary.yaml` is not UTF-8: the byte at 0",
    );
    assert_eq!(ran.stdout, "formatted a.yaml\n");
    assert_eq!(text(&workplace, "a.yaml"), TIDY);
}
