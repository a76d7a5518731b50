use std::io::Write as _;
use std::process::Stdio;

use crate::scanning::{RULES, workplace};
use crate::support::{Ran, Workplace};

/// A folder with three files, two of which have mistakes.
fn mistaken() -> Option<Workplace> {
    let workplace = workplace()?;
    let loud = RULES
        .replace("WARNING", "LOUD")
        .replace("ct.name", "ct.nme");
    workplace.file("my rules/b.yml", loud.as_bytes());
    workplace.file(
        "my rules/a.yaml",
        RULES.replace("user created", "one").as_bytes(),
    );
    workplace.file("my rules/deeper/d.yaml", b"[");
    workplace.file(
        "my rules/c.yaml",
        b"- macros: m\n  condition: ct.name exists\n",
    );
    Some(workplace)
}

fn checked(workplace: &Workplace, arguments: &[&str]) -> Ran {
    workplace.run(&[&["check", "--allow", "all"], arguments].concat())
}

#[test]
fn every_mistake_of_a_folder_is_shown_in_the_order_of_the_files() {
    let Some(workplace) = mistaken() else { return };
    let ran = checked(&workplace, &["my rules"]);
    ran.expect(1, "");
    let places: Vec<_> = ran
        .stdout
        .lines()
        .filter(|line| line.contains("--> "))
        .collect();
    assert_eq!(
        places,
        [
            " --> my rules/b.yml:3:14",
            " --> my rules/b.yml:5:13",
            " --> my rules/c.yaml:1:3"
        ],
        "{}",
        ran.stdout
    );
    assert!(
        ran.stdout.ends_with("\n2 errors, 1 warning in 3 files\n"),
        "{}",
        ran.stdout
    );
}

#[test]
fn annotations_name_files_as_they_were_named() {
    let Some(workplace) = mistaken() else { return };
    let absolute = workplace.path("my rules/b.yml").display().to_string();
    for name in ["my rules/b.yml", "./my rules/b.yml", absolute.as_str()] {
        let ran = checked(&workplace, &["--format", "github", name]);
        ran.expect(1, "");
        assert!(
            ran.stdout
                .starts_with(&format!("::error file={name},line=3,col=14,")),
            "{}",
            ran.stdout
        );
    }
}

#[test]
fn each_format_is_what_its_readers_take() {
    let Some(workplace) = mistaken() else { return };
    let output = |format| checked(&workplace, &["--format", format, "my rules"]).stdout;
    let json: serde_json::Value = serde_json::from_str(&output("json")).unwrap();
    assert_eq!(json["diagnostics"][0]["file"], "my rules/b.yml");
    let sarif: serde_json::Value = serde_json::from_str(&output("sarif")).unwrap();
    let place = &sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "my%20rules/b.yml");
    let junit = output("junit");
    assert!(
        junit.starts_with("<?xml") && junit.contains("name=\"rule one\""),
        "{junit}"
    );
    let falco: serde_json::Value = serde_json::from_str(&output("falco")).unwrap();
    assert_eq!(falco["falco_load_results"].as_array().unwrap().len(), 3);
}

#[test]
fn warnings_fail_a_strict_check_only() {
    let Some(workplace) = mistaken() else { return };
    let named = ["my rules/a.yaml", "my rules/c.yaml"];
    let ran = checked(&workplace, &named);
    ran.expect(0, "");
    assert!(
        ran.stdout
            .ends_with("ok, 1 warning: 1 rule, 0 macros, 0 lists in 2 files\n"),
        "{}",
        ran.stdout
    );
    let strict = checked(&workplace, &[&["--strict"], &named[..]].concat());
    strict.expect(1, "");
    assert!(
        strict.stdout.ends_with("\n1 warning in 2 files\n"),
        "{}",
        strict.stdout
    );
}

#[test]
fn rules_can_come_from_patterns_and_from_standard_input() {
    let Some(workplace) = mistaken() else { return };
    let ran = checked(&workplace, &["my rules/[ab].y*ml"]);
    assert!(
        ran.stdout.ends_with("2 errors in 2 files\n"),
        "{}",
        ran.stdout
    );
    let mut command = workplace.command(&["check", "-"]);
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(b"- list: 5\n")
        .unwrap();
    let ran = Ran::from(child.wait_with_output().unwrap());
    assert!(ran.stdout.contains("--> <stdin>:1:3"), "{}", ran.stdout);
    assert_eq!(ran.code, Some(1));
}

#[test]
fn colours_are_for_text_only() {
    let Some(workplace) = mistaken() else { return };
    for (format, colored) in [
        ("text", true),
        ("github", false),
        ("json", false),
        ("junit", false),
    ] {
        let ran = checked(
            &workplace,
            &["--color", "always", "--format", format, "my rules"],
        );
        assert_eq!(ran.stdout.contains('\u{1b}'), colored, "{format}");
    }
}

#[test]
fn files_that_cannot_be_read_are_in_every_document_beside_the_others() {
    let Some(workplace) = mistaken() else { return };
    workplace.file("binary.yaml", b"# ok\n# \xff\n");
    let files = ["my rules/b.yml", "binary.yaml", "absent.yaml"];
    for format in ["text", "json", "github", "sarif", "junit", "falco"] {
        let ran = checked(&workplace, &[&["--format", format], &files[..]].concat());
        ran.expect(1, "");
        for told in [
            "Invalid priority",
            "the byte at 7 is not UTF-8",
            "No such file",
            "absent.yaml",
        ] {
            assert!(
                ran.stdout.contains(told),
                "no `{told}`, {format}: {}",
                ran.stdout
            );
        }
    }
    let text = checked(&workplace, &files).stdout;
    assert!(text.contains(" --> binary.yaml:2:3\n"), "{text}");
}
