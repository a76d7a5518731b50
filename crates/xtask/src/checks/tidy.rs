//! `cargo xtask tidy`: the crates' edges, lengths of files, and texts that must not be committed.

use std::path::Path;

use super::edges;
use crate::console;
use crate::error::Error;
use crate::files;
use crate::shell;
use crate::workspace::Workspace;

/// Lines of a source file at most.
const LONGEST: usize = 600;

/// What marks a generated file, in its first lines.
const GENERATED: &str = "@generated";

/// Sources whose length counts.
const SOURCES: [&str; 4] = ["rs", "js", "mjs", "ts"];

/// Folders whose files hold events and rules, in which any text may stand.
const DATA: [&str; 5] = [
    "tests/",
    "examples/",
    "rules/",
    "fuzz/",
    "crates/event/tests/",
];

/// Hosts of registries and mirrors: they belong into nobody's checkout. Written in two parts, or this file would break the rule.
const HOSTS: [&str; 4] = [
    concat!("registry.", "npmjs.org"),
    concat!("index.", "crates.io"),
    concat!("deb.", "debian.org"),
    concat!("artifact", "ory"),
];

/// Folders of somebody's machine.
const MACHINE_PATHS: [&str; 4] = [
    concat!("/ro", "ot/"),
    concat!("/ho", "me/"),
    concat!("/Us", "ers/"),
    concat!("/wo", "rk/"),
];

/// Checks all files that git knows or would take; prints what is wrong.
pub(crate) fn run(workspace: &Workspace) -> Result<(), Error> {
    let mut problems = edges::check(workspace)?;
    problems.extend(check(workspace)?);
    for problem in &problems {
        console::line(problem)?;
    }
    if problems.is_empty() {
        Ok(())
    } else {
        Err(Error::Failed)
    }
}

/// What is wrong, each in a sentence that says what to do.
pub(crate) fn check(workspace: &Workspace) -> Result<Vec<String>, Error> {
    let mut problems = Vec::new();
    for name in listed(workspace)?.lines() {
        let path = workspace.path(name);
        let Ok(text) = files::read_text(&path) else {
            continue;
        };
        problems.extend(too_long(name, &text));
        problems.extend(unwanted(name, &text));
    }
    Ok(problems)
}

fn listed(workspace: &Workspace) -> Result<String, Error> {
    let mut command = workspace.command("git");
    let names =
        shell::answer(command.args(["ls-files", "--cached", "--others", "--exclude-standard"]));
    names.ok_or_else(|| {
        Error::wrong(
            "git cannot list the files",
            "run this in a git checkout, with git installed",
        )
    })
}

fn too_long(name: &str, text: &str) -> Option<String> {
    let is_source = Path::new(name)
        .extension()
        .is_some_and(|extension| SOURCES.iter().any(|source| extension == *source));
    let is_generated = text.lines().take(5).any(|line| line.contains(GENERATED));
    let lines = text.lines().count();
    (is_source && !is_generated && lines > LONGEST)
        .then(|| format!("{name}: {lines} lines; split it by concept, {LONGEST} is the most"))
}

fn unwanted(name: &str, text: &str) -> Vec<String> {
    let paths: &[&str] = if DATA.iter().any(|folder| name.starts_with(folder)) {
        &[]
    } else {
        &MACHINE_PATHS
    };
    let numbered = text.lines().enumerate();
    let found = numbered.flat_map(|(index, line)| {
        HOSTS
            .iter()
            .chain(paths)
            .filter(|word| line.contains(**word))
            .map(move |word| (index, word))
    });
    found
        .map(|(index, word)| {
            format!(
                "{name}:{}: take `{word}` out, it belongs to one machine",
                index + 1
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_of_600_lines_is_the_longest() {
        assert_eq!(too_long("a.rs", &"x\n".repeat(600)), None);
        assert!(
            too_long("a.rs", &"x\n".repeat(601))
                .unwrap()
                .starts_with("a.rs: 601 lines")
        );
    }

    #[test]
    fn generated_files_and_data_may_be_long() {
        assert_eq!(
            too_long("a.rs", &format!("// {GENERATED}\n{}", "x\n".repeat(1000))),
            None
        );
        assert_eq!(too_long("a.jsonl", &"x\n".repeat(1000)), None);
    }

    #[test]
    fn a_mirror_or_a_path_of_a_machine_is_found_with_its_line() {
        let text = format!("ok\nsee {}\nin {}me/x", HOSTS[0], MACHINE_PATHS[1]);
        let problems = unwanted("README.md", &text);
        assert_eq!(problems.len(), 2);
        assert!(
            problems[0].starts_with("README.md:2: ") && problems[1].starts_with("README.md:3: "),
            "{problems:?}"
        );
    }

    #[test]
    fn events_may_hold_any_path() {
        assert!(unwanted("tests/golden/1/events.json", MACHINE_PATHS[0]).is_empty());
        assert_eq!(unwanted("tests/golden/1/events.json", HOSTS[0]).len(), 1);
    }
}
