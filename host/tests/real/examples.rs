//! The examples of the readme and of the help do what they say under the shipped rules.

use std::path::{Path, PathBuf};

use crate::scanning::workplace;
use crate::support::Workplace;

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// A folder with the shipped rules, so that no example can change them.
fn with_shipped_rules() -> Option<Workplace> {
    let workplace = workplace()?;
    copy("rules", &workplace);
    Some(workplace)
}

fn copy(name: &str, workplace: &Workplace) {
    let path = repository().join(name);
    if path.is_file() {
        workplace.file(name, &std::fs::read(&path).unwrap());
        return;
    }
    for entry in std::fs::read_dir(&path).unwrap() {
        let inside = entry.unwrap().file_name();
        copy(&format!("{name}/{}", inside.to_str().unwrap()), workplace);
    }
}

fn help_texts(workplace: &Workplace) -> String {
    let commands: [&[&str]; 8] = [
        &[],
        &["scan"],
        &["check"],
        &["fmt"],
        &["test"],
        &["list"],
        &["explain"],
        &["rules", "show"],
    ];
    let help = commands.map(|command| workplace.run_bare(&[command, &["--help"]].concat()).stdout);
    help.join("\n")
}

/// The command lines of a text, without what is said about them.
fn examples(text: &str) -> impl Iterator<Item = &str> {
    let lines = text.lines().map(str::trim_start);
    let commands = lines.filter_map(|line| {
        let line = line.strip_prefix("dist/").unwrap_or(line);
        line.strip_prefix("falconet ")
    });
    commands.map(|line| line.split(" #").next().unwrap_or_default().trim())
}

/// The words of a command line, as a shell takes them apart.
fn words(line: &str) -> Vec<String> {
    let (mut words, mut quote) = (vec![String::new()], None);
    for c in line.chars() {
        match c {
            _ if quote == Some(c) => quote = None,
            '"' | '\'' if quote.is_none() => quote = Some(c),
            ' ' if quote.is_none() => words.push(String::new()),
            _ => words.last_mut().unwrap().push(c),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Whether a command can be tried here: it needs no other program, and no files that the repository does not have.
fn is_runnable(words: &[String], workplace: &Workplace) -> bool {
    let names_a_file = |word: &&String| {
        word.ends_with('/')
            || [".yaml", ".json", ".ndjson", ".gz", ".sarif"]
                .iter()
                .any(|end| word.ends_with(end))
    };
    let needs_a_shell = words
        .iter()
        .any(|word| matches!(&**word, "|" | "<" | ">" | "-"));
    // `lsp` talks, `tests/sidecar` has a sidecar to look at, `tests/packed` the module that is packed.
    let is_tried_elsewhere = words
        .first()
        .is_some_and(|word| ["lsp", "top", "pack"].contains(&word.as_str()));
    let has_no_end = words.iter().any(|word| word == "--watch");
    !needs_a_shell
        && !is_tried_elsewhere
        && !has_no_end
        && !words.iter().any(|word| word.starts_with('['))
        && words
            .iter()
            .filter(names_a_file)
            .all(|word| workplace.path(word).exists())
}

#[test]
fn every_example_that_needs_only_the_repository_succeeds() {
    let Some(workplace) = with_shipped_rules() else {
        return;
    };
    let readme = std::fs::read_to_string(repository().join("README.md")).unwrap();
    let text = readme + &help_texts(&workplace);
    let mut ran = Vec::new();
    for line in examples(&text) {
        let words = words(line);
        if is_runnable(&words, &workplace) {
            let arguments: Vec<_> = words.iter().map(String::as_str).collect();
            let done = workplace.run(&arguments);
            assert_eq!(done.code, Some(0), "falconet {line}: {}", done.stderr);
            assert!(
                !done.stdout.trim().is_empty() || words[0] == "fmt",
                "falconet {line}"
            );
            ran.push(line);
        }
    }
    for command in ["check", "fmt", "test", "list", "rules show"] {
        assert!(
            ran.iter().any(|line| line.starts_with(command)),
            "no {command} in {ran:?}"
        );
    }
    assert!(ran.len() >= 12, "{ran:?}");
}
