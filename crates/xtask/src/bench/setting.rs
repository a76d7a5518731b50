//! On what something was measured.

use std::fs;
use std::thread;

use crate::build;
use crate::error::Error;
use crate::files;
use crate::shell;
use crate::workspace::Workspace;

/// The day, the machine, and the versions of all that takes part.
pub(super) fn describe(workspace: &Workspace) -> Result<String, Error> {
    let lock = files::read_text(&workspace.path("Cargo.lock"))?;
    let crates = ["wasmtime", "serde_json", "simd-json", "sonic-rs", "memchr"];
    let locked = crates.map(|name| Some(format!("{name} {}", build::locked_crate(&lock, name)?)));
    let answer =
        |program: &str, argument: &str| shell::answer(workspace.command(program).arg(argument));
    let mut words = vec![
        answer("date", "+%F"),
        Some(machine()),
        answer("uname", "-sr"),
        answer("rustc", "--version"),
    ];
    words.extend(locked);
    words.push(answer("node", "--version").map(|version| format!("Node {version}")));
    words.push(answer("python3", "--version"));
    words.push(answer("jq", "--version"));
    Ok(words.into_iter().flatten().collect::<Vec<_>>().join(", "))
}

fn machine() -> String {
    let about = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let cores = thread::available_parallelism().map_or(0, std::num::NonZero::get);
    format!(
        "{} with {cores} cores for us",
        model(&about).unwrap_or("a processor without a name")
    )
}

/// The name of the processor in what Linux says of it.
fn model(about: &str) -> Option<&str> {
    let line = about.lines().find(|line| line.starts_with("model name"))?;
    Some(line.split_once(':')?.1.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_processor_has_its_name() {
        assert_eq!(
            model("processor\t: 0\nmodel name\t: AMD EPYC \nflags: x"),
            Some("AMD EPYC")
        );
        assert_eq!(model(""), None);
    }
}
