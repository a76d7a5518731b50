//! The filter inside Fluent Bit, against one that parses each record into a `serde_json::Value` and compares one field: in the
//! interpreter of the tests, and in the Fluent Bit that `FALCONET_FLUENT_BIT` names.
//!
//! Each runs over a shorter and a longer file: the difference is what records cost, without start and end.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::report::{Aim, Findings, Unit};
use super::rounds::{Contestant, Rounds};
use super::task::{SHIPPED, Task};
use crate::build;
use crate::error::Error;
use crate::files;
use crate::shell;
use crate::workspace::Workspace;

/// Records of the two files.
const LENGTHS: [usize; 2] = [4_000, 24_000];

/// What is wanted of the filter over the yardstick.
const AIM: Aim = Aim::AtLeast(6.0);

/// Names the real thing.
const FLUENT_BIT: &str = "FALCONET_FLUENT_BIT";

/// Runs both filters over both files, in each interpreter that is at hand.
pub(super) fn measure(task: &Task) -> Result<Findings, Error> {
    let workspace = task.workspace;
    let modules = [packed(workspace)?, build::filter_yardstick(workspace)?];
    let inputs = [
        task.first_events(LENGTHS[0])?,
        task.first_events(LENGTHS[1])?,
    ];
    let mut findings = Findings::default();
    let program = interpreter(workspace)?;
    let in_wasmi = |module: &Path, input: &Path| {
        let mut command = workspace.command(&program.to_string_lossy());
        command.arg("filter").args([module, input]);
        Ok(command)
    };
    compare(
        task,
        "in wasmi",
        [&modules, &inputs],
        &in_wasmi,
        &mut findings,
    )?;
    match env::var_os(FLUENT_BIT) {
        Some(program) => {
            let inside = |module: &Path, input: &Path| {
                let configuration = configured(workspace, module, input)?;
                let mut command = workspace.command(&program.to_string_lossy());
                command.arg("-q").arg("-c").arg(configuration);
                Ok(command)
            };
            compare(
                task,
                "in Fluent Bit",
                [&modules, &inputs],
                &inside,
                &mut findings,
            )?;
        }
        None => findings.notes.push(format!(
            "{FLUENT_BIT} names no Fluent Bit, so it was left out"
        )),
    }
    Ok(findings)
}

/// Adds how many times as fast our filter is as the yardstick.
fn compare(
    task: &Task,
    place: &str,
    [modules, inputs]: [&[PathBuf; 2]; 2],
    command: &dyn Fn(&Path, &Path) -> Result<Command, Error>,
    findings: &mut Findings,
) -> Result<(), Error> {
    let mut contestants = Vec::new();
    for (name, module) in ["falconet", "serde_json"].into_iter().zip(modules) {
        for input in inputs {
            contestants.push(Contestant::new(name, command(module, input)?));
        }
    }
    let rounds = Rounds::measure(&mut contestants, task.options.rounds)?;
    findings.measure(
        format!("falconet's filter over one with serde_json, {place}"),
        Unit::Ratio,
        Some(AIM),
        rounds.marginal_speed((0, 1), (2, 3)),
    );
    Ok(())
}

/// A module with the shipped rules in it.
fn packed(workspace: &Workspace) -> Result<PathBuf, Error> {
    let module = workspace.scratch("bench-filter.wasm");
    let mut command = workspace.command("dist/falconet");
    command
        .args(["pack", "-r", SHIPPED, "--output"])
        .arg(&module);
    shell::printed(&mut command, "run it by itself")?;
    Ok(module)
}

fn interpreter(workspace: &Workspace) -> Result<PathBuf, Error> {
    build::compile(
        &mut build::release_of(workspace, "falconet-interpreter"),
        "the interpreter",
    )?;
    Ok(workspace.target().join("release/interpreter"))
}

/// A configuration of Fluent Bit that reads a file, filters, and throws away what comes of it.
fn configured(workspace: &Workspace, module: &Path, input: &Path) -> Result<PathBuf, Error> {
    let stem = |path: &Path| {
        path.file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned()
    };
    let parsers = workspace.scratch("bench-filter-parsers.conf");
    files::write(&parsers, b"[PARSER]\n    Name json\n    Format json\n")?;
    let text = format!(
        "[SERVICE]\n    Flush 1\n    Grace 1\n    Parsers_File {}\n\
         [INPUT]\n    Name tail\n    Path {}\n    Parser json\n    Read_from_Head true\n    Exit_On_Eof true\n    Buffer_Max_Size 10M\n    Mem_Buf_Limit 900M\n\
         [FILTER]\n    Name wasm\n    Match *\n    Wasm_Path {}\n    Function_Name falconet_filter\n    Event_Format json\n    Wasm_Heap_Size 8M\n    Wasm_Stack_Size 128K\n\
         [OUTPUT]\n    Name null\n    Match *\n",
        parsers.display(),
        input.display(),
        module.display()
    );
    let path = workspace.scratch(&format!("{}-{}.conf", stem(module), stem(input)));
    files::write(&path, text.as_bytes())?;
    Ok(path)
}
